// SPDX-License-Identifier: Apache-2.0
// Interface: what the bridge keeps of one way to a line: its telegrams, its commands, its figures.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "busbar/v1/bus.pb.h"
#include "knx/bridge/answer_queue.hpp"
#include "knx/bridge/awaited_states.hpp"
#include "knx/bridge/command_queue.hpp"
#include "knx/bridge/group_table.hpp"
#include "knx/bridge/read_queue.hpp"
#include "knx/io/line.hpp"
#include "knx/protocol/send_rate.hpp"

namespace knx {

// Counted since the interface was made known.
struct InterfaceFigures {
    std::uint64_t telegrams_in = 0;
    std::uint64_t telegrams_out = 0;
    std::uint64_t confirmed = 0;
    std::uint64_t not_confirmed = 0;
    std::uint64_t refused_payloads = 0;
    std::string last_refused;            // a sentence; empty while there is none
    std::uint64_t superseded = 0;        // commands whose place a newer one took
    std::uint64_t reads = 0;             // that we sent
    std::uint64_t reads_unanswered = 0;  // addresses given up
    std::uint64_t answers = 0;           // to reads of others
};

// Plain data, but for its parts; the bridge owns it, and whoever has the line gives it one.
struct Interface {
    struct Parameters {
        std::size_t window = 1;            // as TunnelOptions.window, but never 0
        std::size_t queue_length_max = 0;  // commands that may wait
        // While so many commands wait, a newer one takes the place of an older one.
        std::size_t backlog = 0;
        std::uint32_t rate_max = 0;  // telegrams a second that we send; 0: as fast as it goes

        friend bool operator==(const Parameters&, const Parameters&) = default;
    };
    // Requests that are no commands: reads, and answers to reads of others.
    static constexpr RequestId kFirstOther = RequestId{1} << 63U;

    Interface(std::string its_id, Parameters parameters);

    // Nothing may be waiting or under way.
    void set_parameters(Parameters parameters);

    // Connected, the window open, and the last telegram long enough ago.
    [[nodiscard]] bool may_send(TimePoint now) const;
    // When there is something to do although nothing happens; TimePoint::max() for never.
    [[nodiscard]] TimePoint wake_at() const;
    // One of ours is on its way to the line; of `telegrams` in all that come of it.
    void sent(TimePoint now, int telegrams = 1);

    // "KNX interface main is not connected: no answer from 192.168.1.10"
    [[nodiscard]] std::string not_connected() const;

    const std::string id;
    Parameters parameters;
    Line* line = nullptr;  // set while there is one
    LineStatus status;
    AnswerQueue answers;  // goes first: who asked waits
    CommandQueue commands;
    ReadQueue reads;                     // goes last
    RequestId next_other = kFirstOther;  // request id
    std::size_t others_under_way = 0;    // requests
    std::optional<SendRate> pace;        // none: as fast as it goes
    GroupTable states;                   // objects whose state a telegram is
    AwaitedStates awaited;
    InterfaceFigures figures;
    bool report_due = false;  // a figure changed since the last report

 private:
    [[nodiscard]] bool window_open() const;
};

// What an operator sees of it.
[[nodiscard]] busbar::v1::StatusChanged interface_report(const Interface& interface);

}  // namespace knx
