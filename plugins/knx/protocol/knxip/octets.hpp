// SPDX-License-Identifier: Apache-2.0
// Octets on the wire: every multi-octet number of KNX is big endian.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "busbar/result.hpp"

namespace knx {

using ByteSpan = std::span<const std::uint8_t>;
// Encoders append to a buffer of their caller, so that a buffer may be reused and hold many frames.
using ByteBuffer = std::vector<std::uint8_t>;

// The number at `offset`; the caller has checked that it lies within `bytes`.
[[nodiscard]] constexpr std::uint16_t read_u16(ByteSpan bytes, std::size_t offset) {
    return static_cast<std::uint16_t>(bytes[offset] << 8 | bytes[offset + 1]);
}

// Ok when `bytes` has exactly `size` octets; else InvalidArgument, naming `what` they should be.
[[nodiscard]] busbar::Status expect_size(ByteSpan bytes, std::size_t size, std::string_view what);

// The same when more may follow.
[[nodiscard]] busbar::Status expect_at_least(ByteSpan bytes, std::size_t size,
                                             std::string_view what);

inline void append_u16(ByteBuffer& out, std::uint16_t number) {
    out.push_back(static_cast<std::uint8_t>(number >> 8));
    out.push_back(static_cast<std::uint8_t>(number & 0xff));
}

inline void append_octets(ByteBuffer& out, ByteSpan octets) {
    out.insert(out.end(), octets.begin(), octets.end());
}

}  // namespace knx
