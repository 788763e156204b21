// SPDX-License-Identifier: Apache-2.0
// GroupTable: objects by group address.
#include "knx/bridge/group_table.hpp"

#include <gtest/gtest.h>

namespace knx {
namespace {

std::vector<std::uint32_t> at(const GroupTable& table, std::uint16_t address) {
    const auto objects = table.objects({address});
    return {objects.begin(), objects.end()};
}

TEST(GroupTable, KnowsNothingAtFirst) {
    const GroupTable table;
    EXPECT_TRUE(table.objects({0x0901}).empty());
}

TEST(GroupTable, FindsAllObjectsOfAnAddress) {
    GroupTable table;
    const GroupTable::Entry entries[] = {{{1}, 10}, {{65535}, 11}, {{1}, 12}, {{2}, 13}};
    table.build(entries);
    EXPECT_EQ(at(table, 1), (std::vector<std::uint32_t>{10, 12}));
    EXPECT_EQ(at(table, 2), (std::vector<std::uint32_t>{13}));
    EXPECT_EQ(at(table, 65535), (std::vector<std::uint32_t>{11}));
    EXPECT_TRUE(at(table, 3).empty());
}

TEST(GroupTable, FindsEveryAddressOfALine) {
    std::vector<GroupTable::Entry> entries;
    for (std::uint32_t i = 65536; i-- > 0;) {
        entries.push_back({{static_cast<std::uint16_t>(i)}, i});
    }
    GroupTable table;
    table.build(entries);
    for (std::uint32_t i = 0; i < 65536; ++i) {
        ASSERT_EQ(at(table, static_cast<std::uint16_t>(i)), (std::vector<std::uint32_t>{i}));
    }
}

TEST(GroupTable, ForgetsWhatItWasBuiltFromBefore) {
    GroupTable table;
    const GroupTable::Entry before[] = {{{1}, 10}};
    const GroupTable::Entry after[] = {{{2}, 11}};
    table.build(before);
    table.build(after);
    EXPECT_TRUE(at(table, 1).empty());
    EXPECT_EQ(at(table, 2), (std::vector<std::uint32_t>{11}));
}

}  // namespace
}  // namespace knx
