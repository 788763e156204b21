// SPDX-License-Identifier: Apache-2.0
// Hex: octets as people write them.
#include "knx/protocol/dpt/hex.hpp"

#include <gtest/gtest.h>

namespace knx {
namespace {

using busbar::Bytes;

TEST(Hex, IsWrittenInLowerCaseAndReadInBoth) {
    EXPECT_EQ(to_hex(Bytes{0x0C, 0xFF}), "0cff");
    EXPECT_EQ(parse_hex("0CfF"), (Bytes{0x0C, 0xFF}));
    EXPECT_EQ(parse_hex(""), Bytes{});
}

TEST(Hex, IsRefusedWhenItIsNoPairsOfDigits) {
    for (const auto* text : {"0", "0c1", "0g", " 0c", "-1", "+1", "0x", "ä"}) {
        EXPECT_FALSE(parse_hex(text)) << text;
    }
}

}  // namespace
}  // namespace knx
