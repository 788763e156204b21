// SPDX-License-Identifier: Apache-2.0
// `busbar knx demo`: a building without hardware as a project file, to load the system with.
#pragma once

#include <cstddef>
#include <string>

#include "busbar/result.hpp"

namespace knx {

struct DemoOptions {
    std::size_t objects = 1000;
    double rate = 10;  // telegrams of simulated sensors a second
    // "HOST" or "HOST:PORT"; empty is the integrated broker, "none" is no MQTT at all.
    std::string broker;
    // Of each object's topics, before "/set" and "/state". Replaced in it: {floor} ("02"), {room}
    // ("07"), {object} ("temperature"), {id} ("f02-r07-temperature").
    std::string topic = "building/{floor}/{room}/{object}";
};

// The project file, for `busbard --project` and `busbar apply`. Fails as demo_building() does, and
// with InvalidArgument on a topic that would be that of two objects, or a broker without a name.
[[nodiscard]] busbar::Result<std::string> demo_project(const DemoOptions& options);

}  // namespace knx
