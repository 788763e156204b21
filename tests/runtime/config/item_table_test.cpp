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
    ASSERT_TRUE(table.find("knx", "objects", "lamp"));
    EXPECT_EQ(table.find("knx", "objects", "lamp")->revision, 7U);
    EXPECT_EQ(table.items("knx", "objects").size(), 1U);
    table.set(key, std::nullopt);
    EXPECT_FALSE(table.find("knx", "objects", "lamp"));
}

TEST(ItemTable, KeepsEverythingOfAnItem) {
    const std::vector<StoredItem> rows = {
        {"settings", 7, std::nullopt, 7, true},
        {"", 7, std::nullopt, 0, false},
        {"new", 9, "applied", 3, true},
        {std::nullopt, 9, "applied, but removed", 3, false},
        {std::string("a\0b", 3), 1, "", 2, false},
    };
    ItemTable table;
    for (const auto& row : rows) {
        table.set({"knx", "objects", "lamp"}, row);
        const auto found = table.find("knx", "objects", "lamp");
        ASSERT_TRUE(found);
        EXPECT_EQ(found->settings, row.settings);
        EXPECT_EQ(found->revision, row.revision);
        EXPECT_EQ(found->applied_settings, row.applied_settings);
        EXPECT_EQ(found->applied_revision, row.applied_revision);
        EXPECT_EQ(found->started, row.started);
    }
}

TEST(ItemTable, SortsByIdWhateverTheOrderOfChanges) {
    ItemTable table;
    for (const auto* id : {"b", "a-1", "c", "a", "B", "b"}) {
        table.set({"knx", "objects", id}, StoredItem{id, 1, std::nullopt, 1, false});
    }
    std::vector<std::string> ids;
    for (const auto& [id, item] : table.items("knx", "objects")) {
        ids.push_back(id);
        EXPECT_EQ(item.settings, id);
    }
    EXPECT_EQ(ids, (std::vector<std::string>{"B", "a", "a-1", "b", "c"}));
    EXPECT_TRUE(table.items("knx", "objects").contains("a"));
    EXPECT_FALSE(table.items("knx", "objects").contains("a-"));
}

TEST(ItemTable, IsEmptyForWhatItDoesNotKnow) {
    const ItemTable table;
    EXPECT_TRUE(table.collections("knx").empty());
    EXPECT_TRUE(table.items("knx", "objects").empty());
    EXPECT_FALSE(table.find("knx", "objects", "lamp"));
}

}  // namespace
}  // namespace busbar
