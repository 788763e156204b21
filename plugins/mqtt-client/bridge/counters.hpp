// SPDX-License-Identifier: Apache-2.0
// Counters: what a connection has carried and what it has not, each with its own reason.
#pragma once

#include <cstdint>
#include <string>

namespace mqtt_client {

struct Counters {
    std::uint64_t reports = 0;           // handed to the connection
    std::uint64_t reports_replaced = 0;  // a newer value was there before there was room
    std::uint64_t reports_dropped = 0;   // occurrences: no room for so many, or not connected
    std::uint64_t reports_refused = 0;   // by the broker (MQTT 5)
    std::uint64_t commands = 0;          // put on the bus
    std::uint64_t refused = 0;           // of these, by the object's owner
    std::uint64_t invalid = 0;           // not readable
    std::uint64_t retained = 0;          // the rules of anti_echo.hpp
    std::uint64_t duplicate = 0;
    std::uint64_t same = 0;
    std::uint64_t echo = 0;
    std::uint64_t breaker = 0;
    std::uint64_t own = 0;
    std::uint64_t stale = 0;
    std::uint64_t reconnects = 0;
    std::string last_invalid;  // "home/light/set: received 'on'; …"
    std::string last_refusal;
};

}  // namespace mqtt_client
