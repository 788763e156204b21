// SPDX-License-Identifier: Apache-2.0
// Runs of bits inside octets, most significant first, as KNX numbers are laid out.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace knx {

// The `count` (0..64) bits from `position`; bit 0 is the highest of the first octet. The caller
// has checked that the octets reach that far.
[[nodiscard]] std::uint64_t read_bits(std::span<const std::uint8_t> octets, std::size_t position,
                                      std::size_t count);

// Sets the `count` bits from `position` that are 1 in `bits`; the octets are zero there before.
void write_bits(std::span<std::uint8_t> octets, std::size_t position, std::size_t count,
                std::uint64_t bits);

// The number that the lowest `count` (1..64) bits mean in two's complement.
[[nodiscard]] std::int64_t sign_extend(std::uint64_t bits, std::size_t count);

}  // namespace knx
