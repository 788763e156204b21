// SPDX-License-Identifier: Apache-2.0
// Line: a way to a KNX line, real (a tunnel, a multicast group) or simulated, as who sends and
// hears telegrams sees it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>

#include "busbar/result.hpp"
#include "knx/protocol/address.hpp"
#include "knx/protocol/tunnel/actions.hpp"

namespace knx {

enum class LineState : std::uint8_t {
    Stopped,     // not started, or stopped as asked
    Connecting,  // the first attempt is under way
    Connected,
    Waiting,  // the last attempt or the connection failed; another one follows by itself
};

struct LineStatus {
    LineState state = LineState::Stopped;
    IndividualAddress address;  // the line knows us by it; set while connected
    // For people: what is wrong and what to do; empty when all is well. While connected: what of
    // the line does not work (its bus is disconnected, a router loses telegrams); it is told again,
    // still connected, when that changes.
    std::string sentence;
};

// What only a routed line counts.
struct RoutingFigures {
    std::uint64_t busy = 0;       // pauses that routers asked for
    std::uint64_t lost = 0;       // telegrams that routers say they lost
    std::uint64_t held_back = 0;  // telegrams of ours that waited for the rate limit or a pause
    std::uint64_t expired = 0;    // … and were given up
};

// Counted since the line was made.
struct LineFigures {
    std::uint64_t repeated = 0;         // telegrams that had to be sent or were received twice
    std::uint64_t malformed = 0;        // frames that could not be read
    std::uint64_t reconnects = 0;       // connections after the first one
    std::uint64_t released = 0;         // tunnels given back that an interface gave us too late
    std::uint16_t max_apdu_length = 0;  // of the interface; 0 while it has not said
    std::optional<RoutingFigures> routing = std::nullopt;
};

// Who owns a line and hears of it. Never called from within the line's submit().
class LineOwner {
 public:
    // What happened, in the order of the line. Never empty.
    virtual void on_line_events(std::span<const TunnelEvent> events) = 0;
    // The connection came or went. Requests under way have failed before it is said that it went.
    virtual void on_line_status(const LineStatus& status) = 0;

 protected:
    LineOwner() = default;
    LineOwner(const LineOwner&) = default;
    LineOwner& operator=(const LineOwner&) = default;
    ~LineOwner() = default;
};

// Belongs to one loop; everything happens on its thread.
class Line {
 public:
    Line() = default;
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;
    virtual ~Line() = default;

    // Connects, and again whenever the connection is lost, until stop(). Once.
    virtual void start() = 0;
    // Leaves the line in an orderly way and calls `done`, within about a second, perhaps before it
    // returns. `done` must not destroy the line. Once.
    virtual void stop(std::function<void()> done) = 0;

    // Hands over a telegram for the line; the source is filled in. `id` comes back in exactly one
    // Confirmed or Failed event. Fails, and then nothing comes back, with FailedPrecondition while
    // not connected and with Unavailable when too many wait.
    [[nodiscard]] virtual busbar::Status submit(RequestId id, Telegram telegram) = 0;

    [[nodiscard]] virtual LineFigures figures() const = 0;
};

}  // namespace knx
