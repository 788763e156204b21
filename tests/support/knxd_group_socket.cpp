// SPDX-License-Identifier: Apache-2.0
// KnxdGroupSocket: length, type, group, payload; all numbers big endian.
#include "support/knxd_group_socket.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>

namespace busbar::testing {
namespace {

constexpr std::uint16_t kOpenGroupConnection = 0x0026;
constexpr std::uint16_t kGroupPacket = 0x0027;
constexpr std::uint8_t kGroupValueWrite = 0x80;

void append(std::vector<std::uint8_t>& out, std::uint16_t number) {
    out.push_back(static_cast<std::uint8_t>(number >> 8));
    out.push_back(static_cast<std::uint8_t>(number));
}

std::uint16_t number_at(const std::uint8_t* octets) {
    return static_cast<std::uint16_t>(octets[0] << 8 | octets[1]);
}

Status send_all(int fd, const std::vector<std::uint8_t>& octets) {
    const auto sent = ::send(fd, octets.data(), octets.size(), MSG_NOSIGNAL);
    if (sent == static_cast<ssize_t>(octets.size())) return {};
    return fail(ErrorCode::Unavailable, "knxd takes nothing");
}

}  // namespace

Result<std::unique_ptr<KnxdGroupSocket>> KnxdGroupSocket::open(const std::string& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    std::unique_ptr<KnxdGroupSocket> socket(
        new KnxdGroupSocket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)));
    const auto* generic = reinterpret_cast<const sockaddr*>(&address);
    if (::connect(socket->fd_, generic, sizeof address) != 0) {
        return fail(ErrorCode::Unavailable, "nobody serves at " + path);
    }
    BUSBAR_CHECK(send_all(socket->fd_, {0, 5, 0, kOpenGroupConnection, 0, 0, 0}));
    std::array<std::uint8_t, 4> answer{};
    if (::recv(socket->fd_, answer.data(), answer.size(), MSG_WAITALL) != 4 ||
        number_at(&answer[2]) != kOpenGroupConnection) {
        return fail(ErrorCode::Unavailable, "knxd opens no group socket");
    }
    return socket;
}

KnxdGroupSocket::~KnxdGroupSocket() { ::close(fd_); }

Status KnxdGroupSocket::write(std::uint16_t group, std::uint16_t value) {
    std::vector<std::uint8_t> packet;
    append(packet, 8);
    append(packet, kGroupPacket);
    append(packet, group);
    append(packet, kGroupValueWrite);
    append(packet, value);
    return send_all(fd_, packet);
}

const std::map<std::uint16_t, std::uint16_t>& KnxdGroupSocket::heard() {
    std::array<std::uint8_t, 65536> octets;
    while (true) {
        const auto size = ::recv(fd_, octets.data(), octets.size(), MSG_DONTWAIT);
        if (size <= 0) break;
        received_.insert(received_.end(), octets.begin(), octets.begin() + size);
    }
    take_packets();
    return heard_;
}

void KnxdGroupSocket::take_packets() {
    constexpr std::size_t kWriteSize = 10;  // type, source, group, two octets of APCI, the value
    std::size_t at = 0;
    while (received_.size() - at >= 2) {
        const std::size_t size = number_at(&received_[at]);
        if (received_.size() - at - 2 < size) break;
        const auto* packet = &received_[at + 2];
        if (size == kWriteSize && number_at(packet) == kGroupPacket &&
            number_at(packet + 6) == kGroupValueWrite) {
            heard_[number_at(packet + 4)] = number_at(packet + 8);
        }
        at += 2 + size;
    }
    received_.erase(received_.begin(), received_.begin() + static_cast<std::ptrdiff_t>(at));
}

}  // namespace busbar::testing
