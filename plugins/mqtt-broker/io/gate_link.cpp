// SPDX-License-Identifier: Apache-2.0
// Sends and receives the gate's messages.
#include "mqtt-broker/io/gate_link.hpp"

#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <utility>

namespace mqtt_broker {
namespace {

constexpr int kMessagesPerTurnMax =
    1000;  // a thousand clients that log in must not hold up the loop

}  // namespace

busbar::Result<std::unique_ptr<GateLink>> GateLink::open(busbar::Loop& loop, OnMessage on_message) {
    std::array<int, 2> pair{};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair.data()) != 0) {
        return busbar::fail(busbar::ErrorCode::Unavailable, "no file descriptor left");
    }
    return std::unique_ptr<GateLink>(
        new GateLink(loop, Descriptor(pair[0]), Descriptor(pair[1]), std::move(on_message)));
}

GateLink::GateLink(busbar::Loop& loop, Descriptor ours, Descriptor theirs, OnMessage on_message)
    : loop_(loop),
      ours_(std::move(ours)),
      theirs_(std::move(theirs)),
      number_(theirs_.get()),
      on_message_(std::move(on_message)),
      buffer_(kGateMessageMax, '\0') {
    loop_.watch(ours_.get(), [this] { receive(); });
}

GateLink::~GateLink() {
    if (ours_.open()) loop_.unwatch(ours_.get());
}

bool GateLink::send(const GateMessage& message) {
    const auto octets = encode_gate_message(message);
    return ours_.open() &&
           ::send(ours_.get(), octets.data(), octets.size(), MSG_DONTWAIT | MSG_NOSIGNAL) ==
               static_cast<ssize_t>(octets.size());
}

void GateLink::receive() {
    for (int i = 0; i < kMessagesPerTurnMax; ++i) {
        const auto size = ::recv(ours_.get(), buffer_.data(), buffer_.size(), MSG_DONTWAIT);
        if (size < 0 && errno == EINTR) continue;
        if (size < 0 && errno == EAGAIN) return;
        if (size <= 0) {  // the broker has ended; what matters is that its process says so
            loop_.unwatch(ours_.get());
            return ours_.close();
        }
        const auto message = decode_gate_message(
            std::string_view(buffer_).substr(0, static_cast<std::size_t>(size)));
        if (message) on_message_(*message);
    }
}

}  // namespace mqtt_broker
