// SPDX-License-Identifier: Apache-2.0
// Figures: what a running broker counts, from its $SYS topics.
#pragma once

#include <cstdint>
#include <string>

namespace mqtt_broker {

// Without the plugin's own sessions. All zero before the broker's first report, 5 s at most.
struct Figures {
    std::string version;  // of Mosquitto
    std::uint64_t clients = 0;
    std::uint64_t messages_in = 0;
    std::uint64_t messages_out = 0;
    std::uint64_t messages_dropped = 0;
};

}  // namespace mqtt_broker
