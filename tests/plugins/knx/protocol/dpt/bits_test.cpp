// SPDX-License-Identifier: Apache-2.0
// Bits: numbers of any width out of octets, and back.
#include "knx/protocol/dpt/bits.hpp"

#include <gtest/gtest.h>

#include <array>
#include <limits>

namespace knx {
namespace {

TEST(Bits, AreReadMostSignificantFirstAcrossOctets) {
    constexpr std::array<std::uint8_t, 3> kOctets = {0b1010'0001, 0b1100'0000, 0xFF};
    EXPECT_EQ(read_bits(kOctets, 0, 3), 0b101U);
    EXPECT_EQ(read_bits(kOctets, 7, 3), 0b111U);
    EXPECT_EQ(read_bits(kOctets, 0, 24), 0xA1C0FFU);
    EXPECT_EQ(read_bits(kOctets, 24, 0), 0U);
}

TEST(Bits, WrittenAreReadBackAndLeaveTheirNeighbours) {
    std::array<std::uint8_t, 2> octets = {0x80, 0x01};
    write_bits(octets, 5, 6, 0b110101);
    EXPECT_EQ(read_bits(octets, 5, 6), 0b110101U);
    EXPECT_EQ(octets[0] & 0xF8U, 0x80U);
    EXPECT_EQ(octets[1] & 0x1FU, 0x01U);
}

TEST(Bits, OfSixtyFourAreOneNumber) {
    std::array<std::uint8_t, 8> octets{};
    write_bits(octets, 0, 64, 0x8000'0000'0000'0001U);
    EXPECT_EQ(sign_extend(read_bits(octets, 0, 64), 64),
              std::numeric_limits<std::int64_t>::min() + 1);
}

TEST(Bits, AreSignedByTheirHighest) {
    EXPECT_EQ(sign_extend(0x7F, 8), 127);
    EXPECT_EQ(sign_extend(0x80, 8), -128);
    EXPECT_EQ(sign_extend(0xFFF, 12), -1);
}

}  // namespace
}  // namespace knx
