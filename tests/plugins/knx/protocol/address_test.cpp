// SPDX-License-Identifier: Apache-2.0
// Text forms of addresses.
#include "knx/protocol/address.hpp"

#include <gtest/gtest.h>

namespace knx {
namespace {

struct GroupRow {
    const char* name;
    const char* text;
    std::uint16_t raw;
    GroupStyle style;
};

class GroupAddressText : public ::testing::TestWithParam<GroupRow> {};

TEST_P(GroupAddressText, IsReadAndPrintedInItsStyle) {
    const auto& row = GetParam();
    const auto address = parse_group_address(row.text);
    ASSERT_TRUE(address);
    EXPECT_EQ(address->raw, row.raw);
    EXPECT_EQ(to_string(*address, row.style), row.text);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, GroupAddressText,
    ::testing::Values(GroupRow{"ThreeLevel", "1/2/3", 0x0a03, GroupStyle::ThreeLevel},
                      GroupRow{"ThreeLevelMax", "31/7/255", 0xffff, GroupStyle::ThreeLevel},
                      GroupRow{"ThreeLevelZero", "0/0/0", 0, GroupStyle::ThreeLevel},
                      GroupRow{"TwoLevel", "1/515", 0x0a03, GroupStyle::TwoLevel},
                      GroupRow{"TwoLevelMax", "31/2047", 0xffff, GroupStyle::TwoLevel},
                      GroupRow{"Free", "2563", 0x0a03, GroupStyle::Free},
                      GroupRow{"FreeMax", "65535", 0xffff, GroupStyle::Free}),
    [](const auto& row) { return row.param.name; });

TEST(GroupAddress, RefusesWhatIsNone) {
    for (const char* text : {"",       "/",       "1/",    "1/2/",   "/2/3",  "1/2/3/4", "32/0/0",
                             "0/8/0",  "0/0/256", "32/0",  "0/2048", "65536", "-1",      "+1/2/3",
                             " 1/2/3", "1/2/3 ",  "1.2.3", "0x0a03", "one",   "1/2/3a"}) {
        const auto address = parse_group_address(text);
        ASSERT_FALSE(address) << text;
        EXPECT_EQ(address.error().code, busbar::ErrorCode::InvalidArgument);
        EXPECT_NE(address.error().message.find(text), std::string::npos);
    }
}

TEST(IndividualAddress, IsReadAndPrinted) {
    for (const auto& [text, raw] :
         {std::pair{"0.0.0", 0}, {"1.1.250", 0x11fa}, {"15.15.255", 0xffff}}) {
        const auto address = parse_individual_address(text);
        ASSERT_TRUE(address) << text;
        EXPECT_EQ(address->raw, raw);
        EXPECT_EQ(to_string(*address), text);
    }
}

TEST(IndividualAddress, RefusesWhatIsNone) {
    for (const char* text : {"", "1", "1.1", "1.1.", "1.1.1.1", "16.0.0", "0.16.0", "0.0.256",
                             "1/1/1", "1.1.x", " 1.1.1"}) {
        EXPECT_FALSE(parse_individual_address(text)) << text;
    }
}

}  // namespace
}  // namespace knx
