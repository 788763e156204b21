// SPDX-License-Identifier: Apache-2.0
// Octets as hex digits, for people.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "busbar/result.hpp"
#include "busbar/value.hpp"

namespace knx {

[[nodiscard]] std::string to_hex(std::span<const std::uint8_t> octets);

// Two digits for each octet, either case, nothing between. Fails with InvalidArgument.
[[nodiscard]] busbar::Result<busbar::Bytes> parse_hex(std::string_view text);

}  // namespace knx
