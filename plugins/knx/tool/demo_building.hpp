// SPDX-License-Identifier: Apache-2.0
// DemoBuilding: a building without hardware, as large and as talkative as asked for.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "busbar/result.hpp"
#include "knx/protocol/address.hpp"

namespace knx {

// What of a room becomes an object.
struct DemoKind {
    std::string_view id;
    std::string_view name;
    std::string_view datapoint_type;
    bool commandable = false;
    bool reports = true;  // has a status address
    // How often its simulated sensor sends, compared with the others; 0: there is none, and it only
    // reports what it is commanded.
    double weight = 0;
    double from = 0;  // what the sensor sends
    double to = 0;
};

struct DemoObject {
    const DemoKind* kind = nullptr;
    std::size_t floor = 0;  // both from 1
    std::size_t room = 0;   // … on its floor
    GroupAddress command;   // 0/0/0: none
    GroupAddress status;    // 0/0/0: none
    double period_s = 0;    // of its simulated sensor; 0: there is none

    [[nodiscard]] std::string id() const;         // "f02-r07-temperature"
    [[nodiscard]] std::string name() const;       // "Temperature 2.07"
    [[nodiscard]] std::string room_name() const;  // "Room 2.07"
};

// A sensor sends every 0.1 s to once a day, and there are at most 10,000 of them.
inline constexpr std::size_t kDemoObjectsMax = 10'000;

// `objects` objects in rooms of 13 and floors of 20 rooms, whose sensors send `rate` telegrams a
// second together; with rate 0 there are no sensors. The same for the same numbers. Fails with
// OutOfRange on 0 or more than kDemoObjectsMax objects and on a rate that so many sensors cannot
// keep, and names the limits.
[[nodiscard]] busbar::Result<std::vector<DemoObject>> demo_building(std::size_t objects,
                                                                    double rate);

}  // namespace knx
