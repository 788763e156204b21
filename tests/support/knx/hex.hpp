// SPDX-License-Identifier: Apache-2.0
// Octets written as hex, the way captures and vectors are quoted.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "knx/protocol/knxip/octets.hpp"

namespace knx::testing {

// Blanks are ignored, so that a capture can be grouped by field. Digits only; an odd one is lost.
inline ByteBuffer from_hex(std::string_view text) {
    const auto digit = [](char c) { return c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10; };
    ByteBuffer bytes;
    int high = -1;
    for (const char c : text) {
        if (c == ' ') continue;
        if (high < 0) {
            high = digit(c);
        } else {
            bytes.push_back(static_cast<std::uint8_t>(high << 4 | digit(c)));
            high = -1;
        }
    }
    return bytes;
}

inline std::string to_hex(ByteSpan bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (const std::uint8_t octet : bytes) {
        text += kDigits[octet >> 4];
        text += kDigits[octet & 0x0f];
    }
    return text;
}

}  // namespace knx::testing
