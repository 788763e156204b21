// SPDX-License-Identifier: Apache-2.0
// One field of a payload: its bits to a Value and back.
//
// Errors speak of the value and the range only; the caller adds type and field.
#pragma once

#include <cstdint>

#include "busbar/result.hpp"
#include "busbar/value.hpp"
#include "knx/protocol/dpt/field.hpp"

namespace knx {

// The value of the field's bits; an enumeration as its code. Not for texts and octets.
// Fails with InvalidArgument if they are no number, OutOfRange outside the field's range.
[[nodiscard]] busbar::Result<busbar::Value> decode_bits(const FieldSpec& spec, std::uint64_t raw);

// The field's bits for a value, as encode() in dpt.hpp says. Not for texts and octets.
[[nodiscard]] busbar::Result<std::uint64_t> encode_bits(const FieldSpec& spec,
                                                        const busbar::Value& value);

// Smallest and largest value the field takes: its range, else what its bits can say. For 64 bits
// and 32-bit floats these are the nearest doubles.
[[nodiscard]] Range limits(const FieldSpec& spec);

}  // namespace knx
