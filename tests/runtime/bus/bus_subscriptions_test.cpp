// SPDX-License-Identifier: Apache-2.0
// Bus: catalogue and states first, then changes, without a gap.
#include <gmock/gmock.h>

#include <map>

#include "runtime/bus/bus_client.hpp"

namespace busbar {
namespace {

class BusSubscriptions : public testing::Test {
 protected:
    void announce_many(std::uint32_t count) {
        for (std::uint32_t i = 1; i <= count; ++i) {
            owner_.announce(i, "object-" + std::to_string(i));
            owner_.publish(i, i);
        }
    }
    ManualClock clock_;
    Bus bus_{clock_, null_log()};
    BusClient owner_{bus_, "owner"};
    BusClient subscriber_{bus_, "subscriber"};
};

TEST_F(BusSubscriptions, TheCatalogueComesFirstEachObjectWithItsState) {
    announce_many(3);
    subscriber_.subscribe_all();
    owner_.publish(1, 100);
    const auto messages = subscriber_.receive_all();
    ASSERT_EQ(messages.size(), 7U);
    EXPECT_EQ(messages[0].object_appeared().object().id(), "object-1");
    EXPECT_EQ(messages[1].state_changed().value().integer(), 100) << "as it is when it is told";
    EXPECT_TRUE(messages[6].has_catalogue_complete());
}

TEST_F(BusSubscriptions, NoChangeIsLostOrOutOfOrderWhileTheCatalogueIsOnItsWay) {
    announce_many(5000);
    subscriber_.subscribe_all();
    std::map<std::uint32_t, std::int64_t> seen;
    std::int64_t value = 10'000;
    int frames = 0;
    for (auto some = subscriber_.receive(); !some.empty(); some = subscriber_.receive(), ++frames) {
        for (const auto& message : some) {
            if (!message.has_state_changed()) continue;
            auto& last = seen[message.state_changed().object()];
            EXPECT_LE(last, message.state_changed().value().integer());
            last = message.state_changed().value().integer();
        }
        if (frames < 5) {
            for (const std::uint32_t object : {1U, 2500U, 5000U}) owner_.publish(object, ++value);
        }
    }
    EXPECT_GT(frames, 2) << "the catalogue must not fit into one frame, or this tests nothing";
    EXPECT_EQ(seen.size(), 5000U);
    v1::StateChanged last;
    ASSERT_TRUE(last.ParseFromString(bus_.object("object-2500")->state));
    EXPECT_EQ(seen[last.object()], last.value().integer());
}

TEST_F(BusSubscriptions, FramesOfTheCatalogueAreWithinTheirLimit) {
    announce_many(5000);
    subscriber_.subscribe_all();
    (void)subscriber_.receive_all();
    for (const auto size : subscriber_.frame_sizes) EXPECT_LE(size, BUSBAR_FRAME_SIZE_MAX);
}

TEST_F(BusSubscriptions, AFrameThatIsFullAlreadyIsWithinItsLimit) {
    for (std::size_t size = BUSBAR_FRAME_SIZE_MAX - 40; size < BUSBAR_FRAME_SIZE_MAX - 12; ++size) {
        v1::LogRecord filler;
        filler.set_text(std::string(size, 'x'));
        ASSERT_TRUE(bus_.tell(subscriber_.id(), v1::Message::kLogRecordFieldNumber, filler));
        subscriber_.subscribe("lamp");
        const auto messages = subscriber_.receive_all();
        EXPECT_TRUE(messages.back().has_catalogue_complete());
        for (const auto frame : subscriber_.frame_sizes) EXPECT_LE(frame, BUSBAR_FRAME_SIZE_MAX);
    }
}

TEST_F(BusSubscriptions, AnObjectThatDoesNotExistYetComesWhenItAppears) {
    subscriber_.subscribe("late");
    EXPECT_EQ(subscriber_.receive_all().size(), 1U) << "only CatalogueComplete";
    owner_.announce(1, "late");
    owner_.announce(2, "other");
    owner_.publish(1, 5);
    owner_.publish(2, 6);
    const auto messages = subscriber_.receive_all();
    ASSERT_EQ(messages.size(), 2U);
    EXPECT_EQ(messages[0].object_appeared().object().id(), "late");
    EXPECT_EQ(messages[1].state_changed().value().integer(), 5);
}

TEST_F(BusSubscriptions, AnOldOccurrenceOfAnEventIsNoNews) {
    owner_.announce(1, "scene", v1::OBJECT_KIND_EVENT);
    owner_.publish(1, 3);
    subscriber_.subscribe_all();
    EXPECT_TRUE(subscriber_.receive_values().empty());
    owner_.publish(1, 3);
    EXPECT_EQ(subscriber_.receive_values().size(), 1U);
}

TEST_F(BusSubscriptions, AfterUnsubscribeNothingMoreComes) {
    announce_many(2);
    subscriber_.subscribe_all();
    (void)subscriber_.receive_all();
    v1::Message message;
    message.mutable_unsubscribe()->add_object_ids("object-1");
    subscriber_.send(message);
    owner_.publish(1, 10);
    owner_.publish(2, 20);
    EXPECT_THAT(subscriber_.receive_values(), testing::ElementsAre(20));
}

TEST_F(BusSubscriptions, ASubscriberThatMissedTooMuchOfTheCatalogueGetsAllOfItAnew) {
    announce_many(2);
    subscriber_.subscribe_all();
    (void)subscriber_.receive_all();
    owner_.withdraw(2);
    // A plugin that changes a description without end, and a subscriber that does not read.
    for (std::size_t i = 0; i <= Inbox::kControlsMax; ++i) {
        ASSERT_TRUE(bus_.set_record("object-1", "name " + std::to_string(i), ""));
    }
    std::string name;
    bool second_gone = false;
    for (const auto& message : subscriber_.receive_all()) {
        if (message.has_object_appeared()) name = message.object_appeared().object().name();
        second_gone = second_gone || message.has_object_removed();
    }
    EXPECT_EQ(name, "name " + std::to_string(Inbox::kControlsMax));
    EXPECT_TRUE(second_gone);
}

TEST_F(BusSubscriptions, AnEventThatHappensWhileTheCatalogueIsOnItsWayIsNotLost) {
    owner_.announce(1, "scene", v1::OBJECT_KIND_EVENT);
    owner_.publish(1, 1);
    subscriber_.subscribe_all();
    owner_.publish(1, 2);
    owner_.publish(1, 3);
    const auto messages = subscriber_.receive_all();
    ASSERT_EQ(messages.size(), 4U);
    EXPECT_TRUE(messages[0].has_object_appeared());
    EXPECT_EQ(messages[1].state_changed().value().integer(), 2);
    EXPECT_EQ(messages[2].state_changed().value().integer(), 3);
    EXPECT_TRUE(messages[3].has_catalogue_complete());
}

TEST_F(BusSubscriptions, TheCatalogueIsNotCompleteBeforeAnObjectThatWentAhead) {
    announce_many(1);
    owner_.announce(2, "scene", v1::OBJECT_KIND_EVENT);
    subscriber_.subscribe("object-1");
    (void)subscriber_.receive_all();
    v1::LogRecord filler;
    filler.set_text(std::string(BUSBAR_FRAME_SIZE_MAX / 2, 'x'));
    subscriber_.subscribe_all();
    for (int i = 0; i < 3; ++i) {
        ASSERT_TRUE(bus_.tell(subscriber_.id(), v1::Message::kLogRecordFieldNumber, filler));
    }
    owner_.publish(2, 1);
    bool scene = false;
    for (const auto& message : subscriber_.receive_all()) {
        scene = scene || message.object_appeared().object().id() == "scene";
        EXPECT_TRUE(scene || !message.has_catalogue_complete());
    }
    EXPECT_TRUE(scene);
}

TEST_F(BusSubscriptions, EventsForWhoseObjectThereWasNoRoomAreSaidToBeMissing) {
    owner_.announce(1, "scene", v1::OBJECT_KIND_EVENT);
    owner_.announce(2, "lamp");
    subscriber_.subscribe("lamp");
    (void)subscriber_.receive_all();
    for (std::size_t i = 0; i <= Inbox::kControlsMax; ++i) {
        ASSERT_TRUE(bus_.set_record("lamp", "name " + std::to_string(i), ""));
    }
    subscriber_.subscribe("scene");
    owner_.publish(1, 1);
    owner_.publish(1, 2);
    bool appeared = false;
    std::uint64_t missing = 0;
    for (const auto& message : subscriber_.receive_all()) {
        appeared = appeared || message.object_appeared().object().id() == "scene";
        if (!message.has_gap()) continue;
        EXPECT_TRUE(appeared);
        missing += message.gap().missing(0).count();
    }
    EXPECT_EQ(missing, 2U);
    EXPECT_EQ(subscriber_.figures().dropped, 2U);
}

TEST_F(BusSubscriptions, WhoSubscribesAgainIsToldWhatHasGoneMeanwhile) {
    announce_many(2);
    subscriber_.subscribe_all();
    (void)subscriber_.receive_all();
    v1::Message message;
    message.mutable_unsubscribe()->set_all(true);
    subscriber_.send(message);
    owner_.withdraw(1);
    EXPECT_TRUE(subscriber_.receive_all().empty());
    subscriber_.subscribe_all();
    const auto messages = subscriber_.receive_all();
    ASSERT_EQ(messages.size(), 4U);
    EXPECT_TRUE(messages[0].has_object_removed());
    EXPECT_EQ(messages[1].object_appeared().object().id(), "object-2");
    EXPECT_EQ(messages[2].state_changed().value().integer(), 2);
    EXPECT_TRUE(messages[3].has_catalogue_complete());
}

TEST_F(BusSubscriptions, WhoHearsAllButOneObjectDoesNotHearOfItWhenItComes) {
    subscriber_.subscribe_all();
    v1::Message message;
    message.mutable_unsubscribe()->add_object_ids("object-1");
    subscriber_.send(message);
    announce_many(1);
    EXPECT_EQ(subscriber_.receive_all().size(), 1U) << "CatalogueComplete";
}

TEST_F(BusSubscriptions, SubscribingInTurnsNeedsNoMoreRoomThanOnce) {
    announce_many(1);
    v1::Frame frame;
    for (int i = 0; i < 1000; ++i) {
        frame.add_messages()->mutable_subscribe()->add_object_ids("object-1");
        frame.add_messages()->mutable_unsubscribe()->add_object_ids("object-1");
    }
    subscriber_.send(frame);
    EXPECT_LE(subscriber_.figures().depth, 1U);
    EXPECT_EQ(subscriber_.receive_all().size(), 1U) << "CatalogueComplete";
}

TEST_F(BusSubscriptions, TheCatalogueComesAlsoToWhoIsFloodedWithStates) {
    announce_many(3000);
    subscriber_.subscribe("object-1");
    (void)subscriber_.receive_all();
    subscriber_.subscribe_all();
    bool complete = false;
    std::int64_t value = 10'000;
    for (int frames = 0; frames < 20 && !complete; ++frames) {
        for (int i = 0; i < 4000; ++i) owner_.publish(1, ++value);
        for (const auto& message : subscriber_.receive()) {
            complete = complete || message.has_catalogue_complete();
        }
    }
    EXPECT_TRUE(complete);
}

TEST_F(BusSubscriptions, AParticipantThatLeavesAndComesBackStartsWithNothing) {
    announce_many(1);
    subscriber_.subscribe_all();
    subscriber_.leave();
    owner_.publish(1, 2);
    BusClient again(bus_, "subscriber");
    EXPECT_TRUE(again.receive_all().empty());
}

}  // namespace
}  // namespace busbar
