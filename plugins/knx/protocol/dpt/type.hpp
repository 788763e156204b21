// SPDX-License-Identifier: Apache-2.0
// DptType: how the bus describes an object of a datapoint type.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "knx/protocol/dpt/dpt.hpp"

namespace knx {

enum class ValueKind : std::uint8_t { Boolean, Integer, Number, Text, Bytes, Fields };

// A plain description; everything it refers to is static.
struct DptType {
    DptNumber number;
    std::string_view name;  // as in the ETS master table
    ValueKind kind = ValueKind::Bytes;
    std::string_view unit;            // empty for none
    std::optional<double> min, max;   // of a number; none for an enumeration and where only the
                                      // number format ends (29.x, 14.x)
    double step = 0;                  // resolution of a number, 0 when it is not constant
    std::span<const Label> labels;    // of an enumeration, or of false and true
    std::string_view representation;  // one word to choose a control by, empty for no better one
                                      // than the kind: "switch", "percent", "temperature" …
    bool event = false;               // every occurrence counts (a scene, a step), not the last
};

[[nodiscard]] DptType describe(const Dpt& dpt);

}  // namespace knx
