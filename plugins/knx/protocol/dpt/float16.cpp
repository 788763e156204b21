// SPDX-License-Identifier: Apache-2.0
// The 16-bit float of main type 9.
#include "knx/protocol/dpt/float16.hpp"

#include <cmath>

#include "knx/protocol/dpt/bits.hpp"

namespace knx {

double decode_float16(std::uint16_t raw) {
    const auto exponent = raw >> 11U & 0x0FU;
    const auto mantissa = sign_extend((raw >> 4U & 0x800U) | (raw & 0x7FFU), 12);
    return std::ldexp(static_cast<double>(mantissa), static_cast<int>(exponent)) / 100;
}

std::optional<std::uint16_t> encode_float16(double number) {
    for (unsigned exponent = 0; exponent < 16; ++exponent) {
        // Half to even, so that no value is pulled to one side.
        const auto mantissa = std::nearbyint(std::ldexp(number * 100, -static_cast<int>(exponent)));
        if (!(mantissa >= -2048 && mantissa <= 2047)) continue;  // not-a-number neither
        const auto bits = static_cast<unsigned>(static_cast<int>(mantissa));
        const auto raw = (bits & 0x800U) << 4U | exponent << 11U | (bits & 0x7FFU);
        if (raw == kFloat16Invalid) break;
        return static_cast<std::uint16_t>(raw);
    }
    return std::nullopt;
}

}  // namespace knx
