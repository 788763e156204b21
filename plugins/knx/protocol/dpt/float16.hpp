// SPDX-License-Identifier: Apache-2.0
// The 16-bit float of main type 9: 0.01 x mantissa x 2^exponent.
//
// Bits: sign, exponent (4), mantissa (11); sign and mantissa are one number of 12 bits in two's
// complement. 7fff means "no valid value" (KNX reference, main type 9).
#pragma once

#include <cstdint>
#include <optional>

namespace knx {

inline constexpr double kFloat16Min = -671088.64;
inline constexpr double kFloat16Max = 670433.28;  // 7ffe; the next one would be 7fff
// f801: where the ETS master table lets most types begin (it writes -670760).
inline constexpr double kFloat16Lowest = -670760.96;
inline constexpr std::uint16_t kFloat16Invalid = 0x7FFF;

// The number; the caller has dealt with kFloat16Invalid.
[[nodiscard]] double decode_float16(std::uint16_t raw);

// The nearest float with the smallest exponent; nothing when `number` is outside what it can say.
[[nodiscard]] std::optional<std::uint16_t> encode_float16(double number);

}  // namespace knx
