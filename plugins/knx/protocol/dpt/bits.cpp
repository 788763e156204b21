// SPDX-License-Identifier: Apache-2.0
// Runs of bits inside octets.
#include "knx/protocol/dpt/bits.hpp"

namespace knx {

std::uint64_t read_bits(std::span<const std::uint8_t> octets, std::size_t position,
                        std::size_t count) {
    std::uint64_t bits = 0;
    for (auto bit = position; bit < position + count; ++bit) {
        bits = bits << 1U | (octets[bit / 8] >> (7U - bit % 8) & 1U);
    }
    return bits;
}

void write_bits(std::span<std::uint8_t> octets, std::size_t position, std::size_t count,
                std::uint64_t bits) {
    for (std::size_t index = 0; index < count; ++index) {
        const auto bit = position + count - 1 - index;
        const auto set = static_cast<unsigned>(bits >> index & 1U);
        octets[bit / 8] = static_cast<std::uint8_t>(octets[bit / 8] | set << (7U - bit % 8));
    }
}

std::int64_t sign_extend(std::uint64_t bits, std::size_t count) {
    const auto shift = 64 - count;
    return static_cast<std::int64_t>(bits << shift) >> shift;
}

}  // namespace knx
