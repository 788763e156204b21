// SPDX-License-Identifier: Apache-2.0
// MQTT over a Unix socket: connect, read, ping.
#include "mqtt-broker/io/local_session.hpp"

#include <sys/socket.h>
#include <sys/un.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <utility>

namespace mqtt_broker {
namespace {

using busbar::ErrorCode;
using busbar::fail;

constexpr std::uint16_t kKeepAliveS = 600;
constexpr std::chrono::seconds kPingInterval{kKeepAliveS / 2};

}  // namespace

busbar::Result<std::unique_ptr<LocalSession>> LocalSession::open(
    busbar::Loop& loop, int directory_fd, std::string_view name, std::string_view client_id,
    const Credentials& credentials, Handlers handlers) {
    Descriptor fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!fd.open()) return fail(ErrorCode::Unavailable, "no file descriptor left");
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    // Through the open directory: its own path may be longer than the 107 octets of an address.
    const auto path = "/proc/self/fd/" + std::to_string(directory_fd) + "/" + std::string(name);
    if (path.size() >= sizeof(address.sun_path)) {
        return fail(ErrorCode::InvalidArgument, "socket name is too long");
    }
    std::memcpy(address.sun_path, path.c_str(), path.size());
    if (::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)) != 0) {
        return fail(ErrorCode::Unavailable, "the broker does not answer");
    }
    std::unique_ptr<LocalSession> session(
        new LocalSession(loop, std::move(fd), std::move(handlers)));
    if (!session->send(encode_connect(client_id, credentials, kKeepAliveS))) {
        return fail(ErrorCode::Unavailable, "the broker does not answer");
    }
    return session;
}

LocalSession::LocalSession(busbar::Loop& loop, Descriptor fd, Handlers handlers)
    : loop_(loop), fd_(std::move(fd)), handlers_(std::move(handlers)), ping_(loop) {
    loop_.watch(fd_.get(), [this] { receive(); });
    keep_alive();
}

LocalSession::~LocalSession() {
    if (!fd_.open()) return;
    loop_.unwatch(fd_.get());
    (void)send(encode_disconnect());
}

void LocalSession::subscribe(const std::vector<std::string_view>& filters) {
    (void)send(encode_subscribe(1, filters));  // a lost connection shows when it is read
}

// A few dozen octets into an empty socket buffer: they go as a whole or the broker has hung.
bool LocalSession::send(const Octets& packet) {
    const auto sent = ::send(fd_.get(), packet.data(), packet.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    return sent == static_cast<ssize_t>(packet.size());
}

void LocalSession::receive() {
    std::array<std::uint8_t, 4096> buffer{};
    const auto count = ::recv(fd_.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (count <= 0) return lose("the broker closed the connection");
    reader_.feed({buffer.data(), static_cast<std::size_t>(count)});
    for (;;) {
        const auto packet = reader_.next();
        if (!packet) return lose(packet.error().message);
        if (!*packet) return;
        if ((*packet)->type == static_cast<std::uint8_t>(PacketType::Connack)) {
            const auto code = decode_connack(**packet);
            if (!code) return lose(code.error().message);
            if (*code != 0) return lose(std::string(connack_words(*code)));
            const auto on_login = handlers_.on_login;
            on_login({});
            return;  // `this` may be gone; what follows the CONNACK is only sent when asked for
        }
        handle(**packet);
    }
}

void LocalSession::handle(const Packet& packet) {
    if (packet.type != static_cast<std::uint8_t>(PacketType::Publish)) return;
    const auto message = decode_publish(packet);
    if (message && handlers_.on_message) handlers_.on_message(*message);
}

void LocalSession::keep_alive() {
    ping_.after(kPingInterval, [this] {
        ping();
        keep_alive();
    });
}

void LocalSession::lose(std::string reason) {
    loop_.unwatch(fd_.get());
    fd_.close();
    ping_.cancel();
    const auto on_login = handlers_.on_login;
    on_login(fail(ErrorCode::Unavailable, std::move(reason)));
}

}  // namespace mqtt_broker
