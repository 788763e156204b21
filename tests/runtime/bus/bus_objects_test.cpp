// SPDX-License-Identifier: Apache-2.0
// Bus: which objects there are, whose they are, and who is told.
#include <gmock/gmock.h>

#include "runtime/bus/bus_client.hpp"

namespace busbar {
namespace {

class BusObjects : public testing::Test {
 protected:
    ManualClock clock_;
    Bus bus_{clock_, null_log()};
    BusClient owner_{bus_, "owner"};
    BusClient subscriber_{bus_, "subscriber"};
};

TEST_F(BusObjects, AnOwnerDoesNotHearItself) {
    owner_.announce(1, "lamp");
    owner_.subscribe_all();
    owner_.publish(1, 1);
    for (const auto& message : owner_.receive_all()) {
        EXPECT_TRUE(message.has_catalogue_complete()) << message.DebugString();
    }
}

TEST_F(BusObjects, ObjectsAnOwnerDoesNotAnnounceAgainAreRemoved) {
    owner_.announce(1, "lamp");
    owner_.announce(2, "blind");
    subscriber_.subscribe_all();
    (void)subscriber_.receive_all();
    owner_.leave();
    BusClient again(bus_, "owner");
    again.announce(1, "blind");
    EXPECT_TRUE(subscriber_.receive_all().empty());
    again.announced();
    const auto messages = subscriber_.receive_all();
    ASSERT_EQ(messages.size(), 1U);
    EXPECT_TRUE(messages[0].has_object_removed());
    EXPECT_FALSE(bus_.object("lamp"));
    EXPECT_TRUE(bus_.object("blind"));
}

TEST_F(BusObjects, WhatTheUserCallsAnObjectWinsOverItsOwner) {
    owner_.announce(1, "lamp");
    subscriber_.subscribe_all();
    (void)subscriber_.receive_all();
    ASSERT_TRUE(bus_.set_record("lamp", "Kitchen light", "Kitchen"));
    const auto messages = subscriber_.receive_all();
    ASSERT_EQ(messages.size(), 1U);
    EXPECT_EQ(messages[0].object_appeared().object().name(), "Kitchen light");
    owner_.announce(1, "lamp");
    EXPECT_TRUE(subscriber_.receive_all().empty());
    v1::ObjectAppeared appeared;
    ASSERT_TRUE(appeared.ParseFromString(bus_.object("lamp")->description));
    EXPECT_EQ(appeared.object().room(), "Kitchen");
}

TEST_F(BusObjects, MessagesAfterABrokenOneInAFrameStillCount) {
    v1::Frame frame;
    auto& state = *frame.add_messages()->mutable_state_changed();
    state.set_object(9);
    auto& object = *frame.add_messages()->mutable_object_appeared()->mutable_object();
    object.set_id("lamp");
    object.set_handle(1);
    EXPECT_EQ(owner_.send(frame), BUSBAR_OK);
    EXPECT_TRUE(bus_.object("lamp"));
    EXPECT_EQ(owner_.figures().refused, 1U);
}

TEST_F(BusObjects, AnOwnerIsToldNothingOfWhatItOwnsNotEvenThatItIsGone) {
    owner_.subscribe_all();
    owner_.announce(1, "lamp");
    owner_.withdraw(1);
    EXPECT_EQ(owner_.receive_all().size(), 1U) << "CatalogueComplete";
}

TEST_F(BusObjects, AnOwnerThatComesBackDoesNotHearOfWhatItOwnedBefore) {
    owner_.announce(1, "lamp");
    owner_.leave();
    BusClient again(bus_, "owner");
    again.subscribe_all();
    ASSERT_TRUE(bus_.set_record("lamp", "Light", ""));
    EXPECT_EQ(again.receive_all().size(), 1U) << "CatalogueComplete";
}

TEST_F(BusObjects, AnObjectThatBecomesAnotherKindOfThingGoesAndComesAnew) {
    owner_.announce(1, "lamp");
    owner_.publish(1, 7);
    subscriber_.subscribe_all();
    (void)subscriber_.receive_all();
    owner_.announce(1, "lamp", v1::OBJECT_KIND_STATE, v1::VALUE_KIND_TEXT);
    const auto messages = subscriber_.receive_all();
    ASSERT_EQ(messages.size(), 2U) << "and no state, which would be of the old kind";
    EXPECT_TRUE(messages[0].has_object_removed());
    EXPECT_TRUE(messages[1].has_object_appeared());
    EXPECT_EQ(bus_.object("lamp")->state, "");
}

TEST_F(BusObjects, NobodyCanPassForTheRuntime) {
    EXPECT_FALSE(bus_.join("virtual", {}));
    EXPECT_FALSE(bus_.join("", {}));
}

TEST_F(BusObjects, ADescriptionThatWouldNotFitAFrameIsRefused) {
    v1::Message message;
    auto& object = *message.mutable_object_appeared()->mutable_object();
    object.set_id("lamp");
    object.set_handle(1);
    object.set_name(std::string(Bus::kDescriptionMax, 'x'));
    owner_.send(message);
    EXPECT_EQ(owner_.figures().refused, 1U);
    EXPECT_FALSE(bus_.object("lamp"));
}

}  // namespace
}  // namespace busbar
