// SPDX-License-Identifier: Apache-2.0
// As much of MQTT 3.1.1 as one client needs that behaves.
#include "plain_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

namespace mqtt_bench {
namespace {

constexpr std::size_t kOutMax = 65536;
constexpr int kPatienceMs = 20;

// What one packet may be: all of them here have less than 128 octets of body.
constexpr std::size_t kHead = 2;

}  // namespace

PlainServer::PlainServer(std::uint64_t to_send)
    : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)), to_send_(to_send) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* generic = reinterpret_cast<sockaddr*>(&address);
    (void)::bind(listener_, generic, size);
    (void)::listen(listener_, 4);
    (void)::getsockname(listener_, generic, &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { run(); });
}

PlainServer::~PlainServer() {
    quit_ = true;
    thread_.join();
    ::close(listener_);
}

void PlainServer::run() {
    pollfd waiting{listener_, POLLIN, 0};
    while (::poll(&waiting, 1, kPatienceMs) == 0) {
        if (quit_) return;
    }
    const auto client = ::accept4(listener_, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
    const int on = 1;
    (void)::setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    std::string in;
    std::array<char, 1 << 16> piece{};
    while (!quit_) {
        fill();
        const bool writes = !out_.empty();
        pollfd ready{client, static_cast<short>(POLLIN | (writes ? POLLOUT : 0)), 0};
        (void)::poll(&ready, 1, kPatienceMs);
        if ((ready.revents & POLLIN) != 0) {
            const auto size = ::recv(client, piece.data(), piece.size(), 0);
            if (size == 0) break;
            if (size > 0) in.append(piece.data(), static_cast<std::size_t>(size));
            std::size_t at = 0;
            while (in.size() - at >= kHead) {
                const auto body = static_cast<unsigned char>(in[at + 1]);
                if (in.size() - at < kHead + body) break;
                take(static_cast<unsigned char>(in[at]),
                     std::string_view(in).substr(at + kHead, body));
                at += kHead + body;
            }
            in.erase(0, at);
        }
        if (!out_.empty()) {
            const auto size = ::send(client, out_.data(), out_.size(), MSG_NOSIGNAL);
            if (size > 0) out_.erase(0, static_cast<std::size_t>(size));
        }
    }
    ::close(client);
}

void PlainServer::take(unsigned char head, std::string_view body) {
    switch (head >> 4) {
        case 1:  // CONNECT
            out_.append("\x20\x02\x00\x00", 4);
            break;
        case 3:  // PUBLISH
            ++received_;
            if ((head & 0x06) != 0) {
                const auto topic = static_cast<unsigned char>(body[1]);
                out_.append("\x40\x02", 2).append(body.substr(2U + topic, 2));
            }
            break;
        case 8:  // SUBSCRIBE
            out_.append("\x90\x03", 2).append(body.substr(0, 2)).append(1, '\0');
            subscribed_ = true;
            break;
        case 12:  // PINGREQ
            out_.append("\xD0\x00", 2);
            break;
        default:
            break;
    }
}

void PlainServer::fill() {
    while (subscribed_ && sent_ < to_send_ && out_.size() < kOutMax) {
        const auto topic = "bench/" + std::to_string(sent_ % 100) + "/command";
        const auto payload = std::to_string(1'000'000 + sent_++);
        out_.append(1, '\x30').append(1, static_cast<char>(2 + topic.size() + payload.size()));
        out_.append(1, '\0').append(1, static_cast<char>(topic.size())).append(topic);
        out_.append(payload);
    }
}

}  // namespace mqtt_bench
