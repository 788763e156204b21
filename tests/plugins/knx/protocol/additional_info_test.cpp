// SPDX-License-Identifier: Apache-2.0
// Additional information of cEMI: read whole, or not at all.
#include "knx/protocol/additional_info.hpp"

#include <gtest/gtest.h>

#include "support/knx/hex.hpp"

namespace knx {
namespace {

using testing::from_hex;
using testing::to_hex;

TEST(AdditionalInfo, IsAListOfEntriesThatSayTheirLength) {
    const auto octets = from_hex("0304aabbccdd 0100");
    const auto entries = read_additional_info(octets);
    ASSERT_TRUE(entries);
    ASSERT_EQ(entries->size(), 2U);
    EXPECT_EQ((*entries)[0].type, 3);
    EXPECT_EQ(to_hex((*entries)[0].value), "aabbccdd");
    EXPECT_EQ((*entries)[1].type, 1);
    EXPECT_TRUE((*entries)[1].value.empty());
}

TEST(AdditionalInfo, IsNothingWhenItsEntriesDoNotFillIt) {
    for (const char* hex : {"03", "0302aa", "0301aa03"}) {
        EXPECT_FALSE(read_additional_info(from_hex(hex))) << hex;
    }
    EXPECT_TRUE(read_additional_info({})->empty());
}

}  // namespace
}  // namespace knx
