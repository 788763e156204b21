// SPDX-License-Identifier: Apache-2.0
// What a step of a line's state machine asks of its owner: send this, tell that.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "knx/protocol/address.hpp"
#include "knx/protocol/knxip/hpai.hpp"
#include "knx/protocol/knxip/octets.hpp"
#include "knx/protocol/telegram.hpp"

namespace knx {

// Only the type of the monotonic clock: nobody in protocol/ reads one, time is always passed in.
using TimePoint = std::chrono::steady_clock::time_point;

// Names a request between its sender and the answer; the tunnel never looks into it.
using RequestId = std::uint64_t;

// The interface says that the telegram was sent and that a device on the line took it.
struct Confirmed {
    RequestId id = 0;

    friend bool operator==(const Confirmed&, const Confirmed&) = default;
};

enum class Failure : std::uint8_t {
    Negative,        // sent, but no device on the line acknowledged it
    Unconfirmed,     // sent, but the interface did not say how it went
    ConnectionLost,  // the connection ended first: whether it was sent is not known
    Stopped,         // the line was stopped first
    NotSent,         // it would have been sent too late
};

// "no device on the KNX line acknowledged the telegram"
[[nodiscard]] std::string_view describe(Failure failure);

struct Failed {
    RequestId id = 0;
    Failure failure = Failure::Negative;

    friend bool operator==(const Failed&, const Failed&) = default;
};

// What the tunnel tells about the bus. The order is the order on the line, and it matters: whether
// another device wrote before or after one's own confirmed write decides the last value.
using TunnelEvent = std::variant<Telegram, Confirmed, Failed>;

// The tunnel is open; `address` is the individual address the server assigned to it.
struct Connected {
    IndividualAddress address;
};

enum class Loss : std::uint8_t {
    Refused,         // the server answered the connect request with an error
    NoAnswer,        // … or not at all
    NoHeartbeat,     // the server does not know the connection any more or has gone silent
    Unacknowledged,  // a request was sent twice and not acknowledged
    SequenceGap,     // a telegram of the server is missing and did not come again
    ServerClosed,    // the server asked to disconnect
    Transport,       // the socket failed
};

// There is no tunnel (any more); the owner decides when to try again.
struct Lost {
    Loss loss = Loss::Transport;
    std::string sentence;  // for people, says what to do where that is known
};

// The tunnel is closed because its owner asked for it.
struct Stopped {};

// Still connected, but what is behind the connection has changed.
struct HealthChanged {
    std::string trouble;  // for people: what does not work; empty when all is well (again)
};

using Transition = std::variant<Connected, Lost, Stopped, HealthChanged>;

// The outcome of one or more steps. To be carried out in this order: sends, events, transition.
// Acknowledgements come before all other sends of their step: over UDP the server keeps its next
// telegram back until it has them. Meant to be kept and cleared, so that nothing is allocated in
// the long run.
class Actions {
 public:
    struct Send {
        Endpoint to;
        std::size_t offset = 0;
        std::size_t size = 0;
    };

    [[nodiscard]] std::span<const Send> sends() const { return sends_; }
    // The octets of one of sends(); valid until the next change of this object.
    [[nodiscard]] ByteSpan frame(const Send& send) const {
        return ByteSpan(bytes_).subspan(send.offset, send.size);
    }
    [[nodiscard]] std::span<const TunnelEvent> events() const { return events_; }
    // At most one happens in a step; the tunnel should see no further event before it was handled.
    [[nodiscard]] const std::optional<Transition>& transition() const { return transition_; }

    void clear_sends();
    void clear();

    // For the tunnel: `write` appends one whole frame to the buffer it is given.
    template <class Write>
    void send(const Endpoint& to, Write&& write) {
        const std::size_t offset = bytes_.size();
        write(bytes_);
        sends_.push_back({to, offset, bytes_.size() - offset});
    }
    void tell(TunnelEvent event) { events_.push_back(std::move(event)); }
    void change(Transition transition) { transition_ = std::move(transition); }

 private:
    ByteBuffer bytes_;
    std::vector<Send> sends_;
    std::vector<TunnelEvent> events_;
    std::optional<Transition> transition_;
};

}  // namespace knx
