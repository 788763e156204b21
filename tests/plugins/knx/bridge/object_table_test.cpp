// SPDX-License-Identifier: Apache-2.0
// ObjectTable: three ways to an object, also after others went.
#include "knx/bridge/object_table.hpp"

#include <gtest/gtest.h>

namespace knx {
namespace {

GroupObject object(const std::string& id) {
    GroupObject group;
    group.id = id;
    group.dpt = *find_dpt("1.001");
    return group;
}

TEST(ObjectTable, FindsByItemObjectAndHandle) {
    ObjectTable table;
    const auto number = table.add("item", object("lamp"));
    table.set_handle(number, 7);
    EXPECT_EQ(table.find_item("item"), number);
    EXPECT_EQ(table.find_id("lamp"), number);
    EXPECT_EQ(table.find_handle(7), number);
    EXPECT_EQ(table.find_item("lamp"), ObjectTable::kNone);
}

TEST(ObjectTable, StillFindsTheOthersWhenOneIsRemoved) {
    ObjectTable table;
    for (const auto* id : {"a", "b", "c"}) {
        const auto number = table.add(id, object(id));
        table.set_handle(number, number + 1);
    }
    table.remove(table.find_id("a"));
    EXPECT_EQ(table.find_item("a"), ObjectTable::kNone);
    EXPECT_EQ(table.find_handle(1), ObjectTable::kNone);
    for (const auto* id : {"b", "c"}) {
        const auto number = table.find_id(id);
        ASSERT_NE(number, ObjectTable::kNone);
        EXPECT_EQ(table[number].group.id, id);
        EXPECT_EQ(table.find_item(id), number);
        EXPECT_EQ(table.find_handle(table[number].handle), number);
    }
    table.remove(table.find_id("c"));
    table.remove(table.find_id("b"));
    EXPECT_TRUE(table.all().empty());
}

TEST(ObjectTable, KnowsWhereEveryOccurrenceCounts) {
    ObjectTable table;
    auto scene = object("scene");
    scene.dpt = *find_dpt("17.001");
    EXPECT_TRUE(table[table.add("scene", scene)].event);
    EXPECT_FALSE(table[table.add("lamp", object("lamp"))].event);
}

}  // namespace
}  // namespace knx
