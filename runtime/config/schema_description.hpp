// SPDX-License-Identifier: Apache-2.0
// What a schema says to user interfaces and to people with a command line.
#pragma once

#include <vector>

#include "config/json.hpp"
#include "config/schema.hpp"

namespace busbar {

// {"collections": [{"name": "connections", "label": …, "singular": false, "onUpdate": false,
//   "startable": true, "actions": […], "itemsMax": 100000, "fields": [{"name": "gatewayPort",
//   "kind": "uint32", "label": …}]}]}
// A field has its options by their JSON names where they are set, and "repeated", "optional"
// (unset differs from zero) where true. "kind" is bool, int32, uint32, int64, uint64, float,
// double, string, bytes, enum (with "values"), or message (with "fields").
[[nodiscard]] Json describe_schema(const std::vector<Collection>& collections);

}  // namespace busbar
