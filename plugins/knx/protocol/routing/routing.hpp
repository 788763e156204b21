// SPDX-License-Identifier: Apache-2.0
// Routing: a member of a KNXnet/IP multicast group, as a state machine without socket or clock. An
// event and the time go in, actions come out.
//
//              Opened: Connected             submit
//    [Idle] -------------------> [Joined] <---------- telegrams wait for their turn: at most
//      ^                           |   ^              rate_max a second, none while routers are
//      busy |   Closed: Lost            |   |
//      +---------------------------+   +-- send, then Sent: Confirmed
//          StopAsked: Stopped
//
// Nobody acknowledges a multicast: that a telegram was sent is all there is to confirm.
// Sources: xknx/io/routing.py of XKNX/xknx; KNXnetIPRouting.java of calimero-project/calimero-core.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>

#include "busbar/result.hpp"
#include "knx/protocol/address.hpp"
#include "knx/protocol/knxip/hpai.hpp"
#include "knx/protocol/routing/busy_pause.hpp"
#include "knx/protocol/routing/routing_trouble.hpp"
#include "knx/protocol/send_rate.hpp"
#include "knx/protocol/tunnel/actions.hpp"
#include "knx/protocol/tunnel/request_queue.hpp"

namespace knx {

struct RoutingOptions {
    static constexpr IndividualAddress kAddressDefault{0xfffa};  // 15.15.250
    static constexpr std::uint32_t kRateMax = 50;  // what the standard allows a sender

    IndividualAddress address = kAddressDefault;  // ours; nobody else may have it
    std::uint32_t rate_max = kRateMax;            // telegrams sent a second
    // Requests that may wait to be sent, reads and others counted apart.
    std::size_t queue_length_max = 256;
};

class Routing {
 public:
    // A telegram that could not be sent for so long, because routers were busy, is not sent late.
    static constexpr std::chrono::seconds kWaitMax{10};

    // Random in [0, 1); spreads the senders after a pause.
    using Chance = std::function<double()>;

    // The group was joined; what we send to `group` comes from `local`, and from nobody else.
    struct Opened {
        Endpoint local;
        Endpoint group;
    };
    // A datagram of the group; may be anything, also one of ours. Not kept.
    struct Arrived {
        ByteSpan frame;
        Endpoint sender;
    };
    // What the last step asked to send has left.
    struct Sent {};
    // deadline() has come; harmless before.
    struct TimePassed {};
    // The socket has failed, also when the last send did: that one has not left.
    struct Closed {
        std::string sentence;
    };
    // The owner wants to leave.
    struct StopAsked {};
    using Event = std::variant<Opened, Arrived, Sent, TimePassed, Closed, StopAsked>;

    // Never reset. For figures and logs.
    struct Counters {
        std::uint64_t malformed = 0;  // frames or cEMI messages that cannot be right
        std::uint64_t own = 0;        // our own telegrams, back from the group
        std::uint64_t busy = 0;       // ROUTING_BUSY
        std::uint64_t lost = 0;       // telegrams that routers say they lost
        std::uint64_t held_back = 0;  // telegrams of ours that waited for rate or pause
        std::uint64_t expired = 0;    // … and were not sent because they waited too long
    };

    Routing(RoutingOptions options, Chance chance);

    // Adds to `actions` what is to be done: at most one send, which is answered with Sent or
    // Closed. An event that makes no sense in this state changes nothing.
    void step(const Event& event, TimePoint now, Actions& actions);

    // Takes a telegram for the group; it is sent by a later step, at deadline() at the earliest.
    // The source is filled in. `id` comes back in exactly one Confirmed or Failed. Fails, and then
    // nothing comes back, as Tunnel::submit() does.
    [[nodiscard]] busbar::Status submit(RequestId id, Telegram telegram, TimePoint now);

    // When to step with TimePassed; TimePoint::max() when there is nothing to wait for.
    [[nodiscard]] TimePoint deadline() const;

    [[nodiscard]] bool joined() const { return joined_; }
    [[nodiscard]] const Counters& counters() const { return counters_; }

 private:
    struct Request {
        RequestId id = 0;
        Telegram telegram;
        TimePoint deadline;
    };

    void joined_from_idle(const Opened& opened, Actions& actions);
    void idle_from_joined(Transition transition, Failure failure, Actions& actions);

    void on_frame(const Arrived& arrived, TimePoint now, Actions& actions);
    void on_indication(ByteSpan body, const Endpoint& sender, TimePoint now, Actions& actions);
    void on_busy(ByteSpan body, const Endpoint& sender, TimePoint now, Actions& actions);
    void on_lost(ByteSpan body, const Endpoint& sender, TimePoint now, Actions& actions);
    void on_device_state(std::uint8_t state, const Endpoint& sender, TimePoint now,
                         Actions& actions);
    void on_sent(TimePoint now, Actions& actions);
    void on_time(TimePoint now, Actions& actions);

    void tell(RoutingTrouble::Kind kind, std::string sentence, TimePoint now, Actions& actions);
    [[nodiscard]] TimePoint sending_allowed() const;
    // What was decoded; counts and returns nothing when it could not be.
    template <class T>
    [[nodiscard]] std::optional<T> checked(busbar::Result<T> decoded) {
        if (decoded) return std::move(*decoded);
        ++counters_.malformed;
        return std::nullopt;
    }

    const RoutingOptions options_;
    const Chance chance_;
    bool joined_ = false;
    Endpoint local_;
    Endpoint group_;
    RequestQueue<Request> queue_;
    std::optional<RequestId> leaving_;  // handed out to be sent, and not answered yet
    SendRate rate_;
    BusyPause busy_;
    RoutingTrouble trouble_;
    Counters counters_;
};

}  // namespace knx
