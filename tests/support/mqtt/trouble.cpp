// SPDX-License-Identifier: Apache-2.0
// Bad ports, silent name servers, cut cables.
#include "support/mqtt/trouble.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <stdexcept>
#include <string>

#include "support/process.hpp"
#include "support/temporary_directory.hpp"

namespace busbar::testing {
namespace {

constexpr auto kResolvConf = "/etc/resolv.conf";
constexpr std::uint16_t kDnsPort = 53;

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

void link(const char* state) {
    const auto done = run({"ip", "link", "set", "lo", state});
    if (!done) throw std::runtime_error(done.error().message);
}

}  // namespace

BadPort::BadPort(Kind kind) {
    auto address = loopback(0);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    const auto listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockets_.push_back(listener);
    const int backlog = kind == Kind::BlackHole ? 0 : 64;
    if (::bind(listener, generic, size) != 0 || ::listen(listener, backlog) != 0 ||
        ::getsockname(listener, generic, &size) != 0) {
        throw std::runtime_error("no port for a bad peer");
    }
    port_ = ntohs(address.sin_port);
    if (kind == Kind::Silent) return;
    constexpr int kEnoughToFillTheQueue = 4;
    for (int i = 0; i < kEnoughToFillTheQueue; ++i) {
        const auto filler = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
        (void)::connect(filler, generic, size);
        sockets_.push_back(filler);
    }
}

BadPort::~BadPort() {
    for (const auto socket : sockets_) ::close(socket);
}

SilentNameServer::SilentNameServer() : socket_(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    const auto address = loopback(kDnsPort);
    const TemporaryDirectory folder;
    std::ofstream(folder.file("resolv.conf")) << "nameserver 127.0.0.1\n";
    const bool bound =
        ::bind(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    // The file stays where it is mounted when the folder goes.
    const bool mounted = bound && ::mount(folder.file("resolv.conf").c_str(), kResolvConf, nullptr,
                                          MS_BIND, nullptr) == 0;
    if (mounted) return;
    ::close(socket_);
    throw std::runtime_error("no name server of our own");
}

SilentNameServer::~SilentNameServer() {
    ::umount2(kResolvConf, MNT_DETACH);
    ::close(socket_);
}

Cut::Cut() { link("down"); }

Cut::~Cut() {
    link("up");
    // As enter_network_namespace() has set it.
    (void)run({"ip", "route", "add", "224.0.0.0/4", "dev", "lo", "src", "127.0.0.1"});
}

}  // namespace busbar::testing
