// SPDX-License-Identifier: Apache-2.0
// Octets as hex digits, for people.
#include "knx/protocol/dpt/hex.hpp"

#include <charconv>

namespace knx {

std::string to_hex(std::span<const std::uint8_t> octets) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text;
    for (const auto octet : octets) {
        text += kDigits[octet >> 4U];
        text += kDigits[octet & 0x0FU];
    }
    return text;
}

busbar::Result<busbar::Bytes> parse_hex(std::string_view text) {
    if (text.size() % 2 != 0) {
        return busbar::fail(busbar::ErrorCode::InvalidArgument, "an octet needs two hex digits");
    }
    busbar::Bytes octets;
    for (; !text.empty(); text.remove_prefix(2)) {
        std::uint8_t octet = 0;
        const auto [rest, error] = std::from_chars(text.data(), text.data() + 2, octet, 16);
        if (error != std::errc{} || rest != text.data() + 2) {
            return busbar::fail(busbar::ErrorCode::InvalidArgument,
                                '"' + std::string(text.substr(0, 2)) + "\" are no hex digits");
        }
        octets.push_back(octet);
    }
    return octets;
}

}  // namespace knx
