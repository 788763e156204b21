// SPDX-License-Identifier: Apache-2.0
// Values as JSON: what the command line reads and prints.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "busbar/result.hpp"
#include "busbar/value.hpp"

namespace knx {

// Fields become an object, an empty value null, bytes their hex digits.
[[nodiscard]] nlohmann::json to_json(const busbar::Value& value);

// An integer beyond 64 bits becomes a number, which types of whole numbers refuse. An object
// becomes fields; null inside it an empty value. Fails with InvalidArgument on an array, on null
// itself and on an object in an object.
[[nodiscard]] busbar::Result<busbar::Value> from_json(const nlohmann::json& source);

}  // namespace knx
