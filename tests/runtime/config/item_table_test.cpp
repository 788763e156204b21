// SPDX-License-Identifier: Apache-2.0
// Items in memory.
#include "config/item_table.hpp"

#include <gtest/gtest.h>

namespace busbar {
namespace {

TEST(ItemTable, FindsWhatWasSetAndForgetsWhatWasRemoved) {
    ItemTable table;
    const ItemKey key{"knx", "objects", "lamp"};
    table.set(key, StoredItem{"settings", 7, std::nullopt, 7, false});
    ASSERT_NE(table.find("knx", "objects", "lamp"), nullptr);
    EXPECT_EQ(table.find("knx", "objects", "lamp")->revision, 7U);
    EXPECT_EQ(table.items("knx", "objects").size(), 1U);
    table.set(key, std::nullopt);
    EXPECT_EQ(table.find("knx", "objects", "lamp"), nullptr);
}

TEST(ItemTable, IsEmptyForWhatItDoesNotKnow) {
    const ItemTable table;
    EXPECT_TRUE(table.collections("knx").empty());
    EXPECT_TRUE(table.items("knx", "objects").empty());
    EXPECT_EQ(table.find("knx", "objects", "lamp"), nullptr);
}

}  // namespace
}  // namespace busbar
