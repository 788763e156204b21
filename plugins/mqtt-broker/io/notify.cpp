// SPDX-License-Identifier: Apache-2.0
// Receives READY=1 and the credentials of its sender.
#include "mqtt-broker/io/notify.hpp"

#include <sys/socket.h>
#include <sys/un.h>

#include <array>
#include <cstddef>
#include <cstring>
#include <optional>
#include <string_view>
#include <utility>

namespace mqtt_broker {
namespace {

using busbar::ErrorCode;
using busbar::fail;

// The sender of a message with SCM_CREDENTIALS, which the kernel vouches for.
std::optional<pid_t> sender_of(msghdr& message) {
    for (auto* header = CMSG_FIRSTHDR(&message); header != nullptr;
         header = CMSG_NXTHDR(&message, header)) {
        if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_CREDENTIALS) continue;
        ucred credentials{};
        std::memcpy(&credentials, CMSG_DATA(header), sizeof(credentials));
        return credentials.pid;
    }
    return std::nullopt;
}

}  // namespace

busbar::Result<std::unique_ptr<ReadySocket>> ReadySocket::open(
    busbar::Loop& loop, std::function<void(pid_t)> on_ready) {
    Descriptor fd(::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!fd.open()) return fail(ErrorCode::Unavailable, "no file descriptor left");
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    socklen_t size = sizeof(address.sun_family);  // only the family: unix(7), autobind
    const int yes = 1;
    if (::setsockopt(fd.get(), SOL_SOCKET, SO_PASSCRED, &yes, sizeof(yes)) != 0 ||
        ::bind(fd.get(), generic, size) != 0 ||
        ::getsockname(fd.get(), generic, &(size = sizeof(address))) != 0) {
        return fail(ErrorCode::Internal, "cannot make a socket for the broker's notice");
    }
    const auto name_size = size - offsetof(sockaddr_un, sun_path);
    std::string variable = "NOTIFY_SOCKET=@";  // in place of the zero an abstract name begins with
    variable.append(address.sun_path + 1, name_size - 1);
    return std::unique_ptr<ReadySocket>(
        new ReadySocket(loop, std::move(fd), std::move(variable), std::move(on_ready)));
}

ReadySocket::ReadySocket(busbar::Loop& loop, Descriptor fd, std::string variable,
                         std::function<void(pid_t)> on_ready)
    : loop_(loop),
      fd_(std::move(fd)),
      variable_(std::move(variable)),
      on_ready_(std::move(on_ready)) {
    loop_.watch(fd_.get(), [this] { receive(); });
}

void ReadySocket::receive() {
    std::array<char, 256> text{};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(ucred))> control{};
    iovec part{text.data(), text.size()};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    const auto size = ::recvmsg(fd_.get(), &message, MSG_CMSG_CLOEXEC);
    if (size <= 0) return;
    const auto sender = sender_of(message);
    const std::string_view said(text.data(), static_cast<std::size_t>(size));
    if (sender && said.starts_with("READY=1")) on_ready_(*sender);
}

}  // namespace mqtt_broker
