// SPDX-License-Identifier: Apache-2.0
// Values in JSON: true, 21.5, 7, "text", {"bytes": "base64"}, {"hour": 7, "minute": 30}.
#pragma once

#include <string_view>

#include "busbar/result.hpp"
#include "busbar/v1/object.pb.h"
#include "busbar/value.hpp"
#include "config/json.hpp"

namespace busbar {

// null for an empty Value. Integers keep their 64 bits.
[[nodiscard]] Json write_value(const Value& value);

// A value of `type` from JSON: as write_value() writes it; for a boolean also 0 and 1; for a number
// also an integer; for a boolean or an integer also one of the type's labels; and for every kind a
// text that read_value_text() takes. Ranges are the bus's business.
// Fails with InvalidArgument and a sentence on what the type takes.
[[nodiscard]] Result<Value> read_value(const Json& json, const v1::ObjectType& type);

// What people type: "on", "off", "true", "false", a label, "21.5", "-7", "0x0c1a" for octets,
// {"hour": 7} for fields; case does not matter in words. Where the type says no kind, the text
// decides.
[[nodiscard]] Result<Value> read_value_text(std::string_view text, const v1::ObjectType& type);

}  // namespace busbar
