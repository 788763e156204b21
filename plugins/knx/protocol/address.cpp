// SPDX-License-Identifier: Apache-2.0
// Text forms of KNX addresses.
#include "knx/protocol/address.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <optional>
#include <span>

namespace knx {
namespace {

using busbar::ErrorCode;
using busbar::fail;

// One number of an address; decimal digits only, so that "1/ 2/3" and "+1/2/3" are refused.
std::optional<std::uint16_t> parse_level(std::string_view text, unsigned max) {
    unsigned number = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || stop != end || number > max) return std::nullopt;
    return static_cast<std::uint16_t>(number);
}

// Splits `text` into as many levels as `bits` has widths and packs them, first level on top.
std::optional<std::uint16_t> parse_levels(std::string_view text, char separator,
                                          std::span<const unsigned> bits) {
    unsigned packed = 0;
    for (std::size_t level = 0; level < bits.size(); ++level) {
        const bool last = level + 1 == bits.size();
        const auto cut = last ? text.size() : text.find(separator);
        if (cut == std::string_view::npos) return std::nullopt;
        const auto number = parse_level(text.substr(0, cut), (1U << bits[level]) - 1);
        if (!number) return std::nullopt;
        packed = packed << bits[level] | *number;
        text.remove_prefix(last ? cut : cut + 1);
    }
    return static_cast<std::uint16_t>(packed);
}

constexpr std::array kIndividualBits{4U, 4U, 8U};
constexpr std::array kThreeLevelBits{5U, 3U, 8U};
constexpr std::array kTwoLevelBits{5U, 11U};
constexpr std::array kFreeBits{16U};

std::span<const unsigned> bits_of(GroupStyle style) {
    switch (style) {
        case GroupStyle::TwoLevel:
            return kTwoLevelBits;
        case GroupStyle::Free:
            return kFreeBits;
        case GroupStyle::ThreeLevel:
            break;
    }
    return kThreeLevelBits;
}

std::string print_levels(unsigned packed, char separator, std::span<const unsigned> bits) {
    std::string text;
    unsigned below = 16;
    for (const unsigned width : bits) {
        below -= width;
        if (!text.empty()) text += separator;
        text += std::to_string(packed >> below & ((1U << width) - 1));
    }
    return text;
}

}  // namespace

busbar::Result<IndividualAddress> parse_individual_address(std::string_view text) {
    if (const auto raw = parse_levels(text, '.', kIndividualBits)) return IndividualAddress{*raw};
    return fail(ErrorCode::InvalidArgument,
                "'" + std::string(text) + "' is no individual address: write 0.0.0 to 15.15.255");
}

busbar::Result<GroupAddress> parse_group_address(std::string_view text) {
    const auto slashes = std::count(text.begin(), text.end(), '/');
    const auto style = slashes == 2   ? GroupStyle::ThreeLevel
                       : slashes == 1 ? GroupStyle::TwoLevel
                                      : GroupStyle::Free;
    if (const auto raw = parse_levels(text, '/', bits_of(style))) return GroupAddress{*raw};
    return fail(ErrorCode::InvalidArgument,
                "'" + std::string(text) +
                    "' is no group address: write 0/0/0 to 31/7/255, 0/0 to 31/2047 or 0 to 65535");
}

std::string to_string(IndividualAddress address) {
    return print_levels(address.raw, '.', kIndividualBits);
}

std::string to_string(GroupAddress address, GroupStyle style) {
    return print_levels(address.raw, '/', bits_of(style));
}

}  // namespace knx
