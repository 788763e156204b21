// SPDX-License-Identifier: Apache-2.0
// KNX addresses: who sends (individual address) and what is spoken about (group address).
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "busbar/result.hpp"

namespace knx {

// A device on the bus: area 4 bits, line 4 bits, device 8 bits; text "1.1.250".
struct IndividualAddress {
    std::uint16_t raw = 0;

    // 0.0.0: not assigned. As the source of a request it asks the server to fill in its own.
    [[nodiscard]] constexpr bool unset() const { return raw == 0; }
    friend constexpr auto operator<=>(IndividualAddress, IndividualAddress) = default;
};

// A group of devices that share a value: 16 bits, the text styles only differ in where they cut.
struct GroupAddress {
    std::uint16_t raw = 0;

    // 0/0/0 reaches every device and is never a group object's address.
    [[nodiscard]] constexpr bool broadcast() const { return raw == 0; }
    friend constexpr auto operator<=>(GroupAddress, GroupAddress) = default;
};

// How a project writes its group addresses.
enum class GroupStyle : std::uint8_t {
    ThreeLevel,  // 31/7/255
    TwoLevel,    // 31/2047
    Free,        // 65535
};

// Reads "area.line.device". Fails with InvalidArgument on anything else, naming the text.
[[nodiscard]] busbar::Result<IndividualAddress> parse_individual_address(std::string_view text);

// Reads any of the three styles; the number of slashes decides. Accepts 0/0/0: whether a broadcast
// makes sense is for the caller to judge. Fails with InvalidArgument, naming the text.
[[nodiscard]] busbar::Result<GroupAddress> parse_group_address(std::string_view text);

[[nodiscard]] std::string to_string(IndividualAddress address);
[[nodiscard]] std::string to_string(GroupAddress address,
                                    GroupStyle style = GroupStyle::ThreeLevel);

}  // namespace knx
