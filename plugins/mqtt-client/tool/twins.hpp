// SPDX-License-Identifier: Apache-2.0
// Twins: virtual objects here that are kept in step with the objects of another server, over MQTT.
// What the other one reports commands its twin, and what the twin reports commands the other.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "busbar/result.hpp"

namespace mqtt_client {

struct TwinWish {
    std::string from;        // the connection there; empty: its only one
    std::string connection;  // the connection here
    std::string prefix;      // before the ids of the twins
};

struct Twins {
    nlohmann::json project;             // what `busbar apply` takes
    std::vector<std::string> left_out;  // a sentence each
};

// `project` is what the other server's `busbar export` printed, `objects` what its
// `busbar --json objects` did, or null: then only its virtual objects have a type. Fails with
// InvalidArgument when there is no such connection in the project, or it has no assignments that
// can have a twin.
[[nodiscard]] busbar::Result<Twins> twins_of(const nlohmann::json& project,
                                             const nlohmann::json& objects, const TwinWish& wish);

}  // namespace mqtt_client
