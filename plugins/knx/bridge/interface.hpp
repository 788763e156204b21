// SPDX-License-Identifier: Apache-2.0
// Interface: what the bridge keeps of one way to a line: its telegrams, its commands, its figures.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "busbar/v1/bus.pb.h"
#include "knx/bridge/awaited_states.hpp"
#include "knx/bridge/command_queue.hpp"
#include "knx/bridge/group_table.hpp"
#include "knx/io/line.hpp"

namespace knx {

// Counted since the interface was made known.
struct InterfaceFigures {
    std::uint64_t telegrams_in = 0;
    std::uint64_t telegrams_out = 0;
    std::uint64_t confirmed = 0;
    std::uint64_t not_confirmed = 0;
    std::uint64_t refused_payloads = 0;
    std::string last_refused;  // a sentence; empty while there is none
};

// Plain data, but for its parts; the bridge owns it, and whoever has the line gives it one.
struct Interface {
    struct Parameters {
        std::size_t window = 1;            // as TunnelOptions.window, but never 0
        std::size_t queue_length_max = 0;  // commands that may wait

        friend bool operator==(const Parameters&, const Parameters&) = default;
    };

    Interface(std::string its_id, Parameters parameters);

    // Nothing may be waiting or under way.
    void set_parameters(Parameters parameters);

    // "KNX interface main is not connected: no answer from 192.168.1.10"
    [[nodiscard]] std::string not_connected() const;

    const std::string id;
    Line* line = nullptr;  // set while there is one
    LineStatus status;
    CommandQueue commands;
    GroupTable states;  // objects whose state a telegram is
    AwaitedStates awaited;
    InterfaceFigures figures;
    bool report_due = false;  // a figure changed since the last report
};

// What an operator sees of it.
[[nodiscard]] busbar::v1::StatusChanged interface_report(const Interface& interface);

}  // namespace knx
