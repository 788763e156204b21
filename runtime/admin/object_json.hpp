// SPDX-License-Identifier: Apache-2.0
// Objects and states in JSON: protobuf's mapping, with values as in value_json.hpp.
#pragma once

#include "bus/bus.hpp"
#include "config/json.hpp"

namespace busbar {

// {"id", "name", "room", "owner", "kind", "readable", "commandable", "type": {"valueKind", …}}.
// The name is the id where nobody gave one.
[[nodiscard]] Json write_object(const v1::Object& object);

// {"value", "quality", "changeTime", "epoch", "sequence", "cause": {"traceId", "sender", "hops"}};
// "value" is null with QUALITY_UNKNOWN, "cause" absent where the state came from the building.
[[nodiscard]] Json write_state(const v1::StateChanged& state);

// The object with its state as "state"; null where it has none yet.
[[nodiscard]] Json write_snapshot(const ObjectSnapshot& snapshot);

}  // namespace busbar
