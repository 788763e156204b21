// SPDX-License-Identifier: Apache-2.0
// What items say of themselves, and what the bus counted, in JSON.
#pragma once

#include "bus/bus.hpp"
#include "config/json.hpp"

namespace busbar {

// {"collection", "item", "state", "text", "figures": [{"name", "value" | "text"}]}, "removed": true
// where the item and its status have gone.
[[nodiscard]] Json write_status(const v1::StatusChanged& status);

// {"statesIn", "eventsIn", "commandsIn", "refused", "turnedBack", "framesOut", "statesOut",
//  "conflated", "dropped", "depth", "oldestMs"}
[[nodiscard]] Json write_figures(const BusFigures& figures);

}  // namespace busbar
