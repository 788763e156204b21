// SPDX-License-Identifier: Apache-2.0
// Registry: ids and handles, and what the user said of an object against what its owner said.
#include "object/registry.hpp"

#include <gtest/gtest.h>

namespace busbar {
namespace {

v1::Object lamp(const std::string& name = "Lamp", const std::string& room = "Hall") {
    v1::Object object;
    object.set_id("lamp");
    object.set_name(name);
    object.set_room(room);
    object.set_commandable(true);
    object.mutable_type()->set_value_kind(v1::VALUE_KIND_BOOLEAN);
    return object;
}

v1::Object described(const Registry& registry, Handle handle) {
    v1::ObjectAppeared appeared;
    EXPECT_TRUE(parse_octets(registry.entry(handle)->description, appeared));
    return appeared.object();
}

TEST(Registry, GivesEachIdOneHandleForEver) {
    Registry registry;
    const auto first = registry.handle_of("lamp");
    ASSERT_TRUE(first);
    EXPECT_EQ(registry.handle_of("blind"), *first + 1);
    EXPECT_EQ(registry.handle_of("lamp"), *first);
    EXPECT_EQ(registry.find("lamp"), *first);
    EXPECT_EQ(registry.find("door"), 0U);
    registry.remove(*first);
    EXPECT_EQ(registry.handle_of("lamp"), *first);
}

TEST(Registry, HasNoEntryForAHandleThatWasNeverGiven) {
    Registry registry;
    EXPECT_EQ(registry.entry(0), nullptr);
    EXPECT_EQ(registry.entry(1), nullptr);
    ASSERT_TRUE(registry.handle_of("lamp"));
    EXPECT_NE(registry.entry(1), nullptr);
    EXPECT_EQ(registry.entry(2), nullptr);
}

TEST(Registry, TakesIdsOfPlainCharactersOnly) {
    for (const auto* id : {"a", "kitchen-light", "A_1.b", "0"}) EXPECT_TRUE(valid_id(id)) << id;
    for (const auto* id : {"", "a b", "a/b", "küche", "a\n"}) EXPECT_FALSE(valid_id(id)) << id;
    EXPECT_TRUE(valid_id(std::string(128, 'a')));
    EXPECT_FALSE(valid_id(std::string(129, 'a')));
    Registry registry;
    EXPECT_EQ(registry.handle_of("a b").error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(registry.count(), 0U);
}

TEST(Registry, WhatTheUserSaysOfAnObjectWinsOverItsOwner) {
    Registry registry;
    const auto handle = *registry.handle_of("lamp");
    EXPECT_TRUE(registry.describe(handle, lamp()));
    EXPECT_TRUE(registry.set_record(handle, {"My lamp", ""}));
    EXPECT_EQ(described(registry, handle).name(), "My lamp");
    EXPECT_EQ(described(registry, handle).room(), "Hall");
    // The owner says another name: nobody sees a difference, and the user's name stays.
    EXPECT_FALSE(registry.describe(handle, lamp("Lamp 2")));
    EXPECT_TRUE(registry.set_record(handle, {}));
    EXPECT_EQ(described(registry, handle).name(), "Lamp 2");
}

TEST(Registry, ARecordMayComeBeforeItsObject) {
    Registry registry;
    const auto handle = *registry.handle_of("lamp");
    EXPECT_FALSE(registry.set_record(handle, {"", "Attic"}));
    EXPECT_TRUE(registry.describe(handle, lamp()));
    EXPECT_EQ(described(registry, handle).room(), "Attic");
}

TEST(Registry, SaysWhetherSubscribersSeeADifference) {
    Registry registry;
    const auto handle = *registry.handle_of("lamp");
    EXPECT_TRUE(registry.describe(handle, lamp()));
    EXPECT_FALSE(registry.describe(handle, lamp()));
    auto dimmer = lamp();
    dimmer.mutable_type()->set_maximum(100);
    EXPECT_TRUE(registry.describe(handle, dimmer));
    EXPECT_TRUE(registry.at(handle).has_range);
}

TEST(Registry, GivesEachOwnerOneNumberAndBoundsThem) {
    Registry registry;
    EXPECT_EQ(registry.owner_of("virtual"), kVirtualOwner);
    const auto knx = registry.owner_of("knx");
    ASSERT_TRUE(knx);
    EXPECT_EQ(registry.owner_of("knx"), *knx);
    EXPECT_EQ(registry.owner_name(*knx), "knx");
    EXPECT_EQ(registry.owner_name(0), "");
    for (auto i = *knx + 1U; i < Registry::kOwnersMax; ++i) {
        EXPECT_TRUE(registry.owner_of(std::to_string(i)));
    }
    EXPECT_EQ(registry.owner_of("one more").error().code, ErrorCode::Unavailable);
}

TEST(Registry, AnEntryIsSmall) {
    // There may be 100,000, and each has a few subscriptions.
    EXPECT_LE(sizeof(Entry), 72U);
    EXPECT_LE(sizeof(Subscription), 8U);
}

TEST(Registry, KnowsWhenAnIdBecomesAnotherKindOfThing) {
    Registry registry;
    const auto handle = *registry.handle_of("lamp");
    EXPECT_TRUE(registry.describe(handle, lamp()));
    auto object = lamp("Another name");
    EXPECT_FALSE(Registry::changes_kind(registry.at(handle), object));
    object.set_kind(v1::OBJECT_KIND_EVENT);
    EXPECT_TRUE(Registry::changes_kind(registry.at(handle), object));
    object = lamp();
    object.mutable_type()->set_value_kind(v1::VALUE_KIND_NUMBER);
    EXPECT_TRUE(Registry::changes_kind(registry.at(handle), object));
}

TEST(Registry, KeepsSubscriptionsOfAnObjectThatIsGone) {
    Registry registry;
    const auto handle = *registry.handle_of("lamp");
    EXPECT_TRUE(registry.describe(handle, lamp()));
    registry.at(handle).subscriptions.push_back({7});
    registry.remove(handle);
    EXPECT_FALSE(registry.at(handle).exists());
    EXPECT_EQ(registry.at(handle).subscriptions.size(), 1U);
}

}  // namespace
}  // namespace busbar
