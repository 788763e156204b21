// SPDX-License-Identifier: Apache-2.0
// Inbox: its bounds, and what happens at each.
#include "bus/inbox.hpp"

#include <gmock/gmock.h>

#include <map>

#include "busbar/abi.h"
#include "busbar/frame.hpp"

namespace busbar {
namespace {

std::string message(std::int64_t value) {
    v1::StateChanged state;
    state.mutable_value()->set_integer(value);
    std::string bytes;
    append_message(bytes, v1::Message::kStateChangedFieldNumber, state);
    return bytes;
}

v1::Frame take_all(Inbox& inbox) {
    std::string all;
    while (!inbox.empty()) {
        std::string some;
        inbox.take(some, BUSBAR_FRAME_SIZE_MAX);
        all += some;
    }
    v1::Frame frame;
    EXPECT_TRUE(frame.ParseFromString(all));
    return frame;
}

std::vector<std::int64_t> values(const v1::Frame& frame) {
    std::vector<std::int64_t> result;
    for (const auto& one : frame.messages()) {
        if (one.has_state_changed()) result.push_back(one.state_changed().value().integer());
    }
    return result;
}

// What the bus keeps of each object: where its newest state waits.
class Places {
 public:
    Inbox::Number& operator[](Handle object) { return places_[object]; }

 private:
    std::map<Handle, Inbox::Number> places_;
};

TEST(Inbox, KeepsEveryStateUpToTheHighWaterMark) {
    Inbox inbox;
    Places places;
    for (std::size_t i = 0; i < Inbox::kHighWater; ++i) {
        inbox.push_state(1, message(static_cast<std::int64_t>(i)), places[1]);
    }
    EXPECT_EQ(inbox.depth(), Inbox::kHighWater);
    EXPECT_EQ(inbox.conflated(), 0U);
    EXPECT_EQ(values(take_all(inbox)).size(), Inbox::kHighWater);
    EXPECT_TRUE(inbox.empty());
}

TEST(Inbox, ReplacesTheNewestStateOfEachObjectAboveTheHighWaterMark) {
    Inbox inbox;
    Places places;
    constexpr std::int64_t kStates = 10'000;
    for (std::int64_t i = 0; i < kStates; ++i) {
        const auto object = static_cast<Handle>(1 + i % 3);
        inbox.push_state(object, message(i), places[object]);
    }
    EXPECT_EQ(inbox.depth(), Inbox::kHighWater);
    EXPECT_EQ(inbox.conflated(), static_cast<std::uint64_t>(kStates) - Inbox::kHighWater);
    const auto all = values(take_all(inbox));
    EXPECT_THAT(std::vector(all.end() - 3, all.end()),
                testing::UnorderedElementsAre(9997, 9998, 9999));
}

TEST(Inbox, KeepsEveryStateAgainAsSoonAsFewerThanTheHighWaterMarkWait) {
    Inbox inbox;
    Places places;
    for (std::size_t i = 0; i < Inbox::kHighWater + 10; ++i) {
        inbox.push_state(1, message(1), places[1]);
    }
    EXPECT_EQ(inbox.conflated(), 10U);
    std::string some;
    inbox.take(some, 1000);
    inbox.push_state(1, message(2), places[1]);
    inbox.push_state(1, message(3), places[1]);
    EXPECT_EQ(inbox.conflated(), 10U);
    const auto all = values(take_all(inbox));
    EXPECT_THAT(std::vector(all.end() - 3, all.end()), testing::ElementsAre(1, 2, 3));
}

TEST(Inbox, ReplacesInPlaceSoThatABusyObjectIsNotPutOffForEver) {
    Inbox inbox;
    Places places;
    for (Handle object = 1; object <= Inbox::kHighWater; ++object) {
        inbox.push_state(object, message(object), places[object]);
    }
    inbox.push_state(1, message(-1), places[1]);
    EXPECT_EQ(values(take_all(inbox)).front(), -1);
}

TEST(Inbox, NeverConflatesEvents) {
    Inbox inbox;
    for (std::int64_t i = 0; i < 10'000; ++i) EXPECT_TRUE(inbox.push_event(1, message(i)));
    EXPECT_EQ(values(take_all(inbox)).size(), 10'000U);
}

TEST(Inbox, SaysHowManyEventsOfWhichObjectDidNotFit) {
    Inbox inbox;
    for (std::size_t i = 0; i < Inbox::kEventsMax; ++i) inbox.push_event(1, message(1));
    EXPECT_FALSE(inbox.push_event(1, message(2)));
    EXPECT_FALSE(inbox.push_event(2, message(3)));
    EXPECT_FALSE(inbox.push_event(2, message(4)));
    const auto frame = take_all(inbox);
    const auto& last = frame.messages(frame.messages_size() - 1);
    ASSERT_TRUE(last.has_gap());
    std::map<Handle, std::uint64_t> missing;
    for (const auto& one : last.gap().missing()) missing[one.object()] = one.count();
    EXPECT_THAT(missing, testing::ElementsAre(testing::Pair(1, 1), testing::Pair(2, 2)));
}

TEST(Inbox, TellsTheGapBeforeWhatComesAfterIt) {
    Inbox inbox;
    for (std::size_t i = 0; i <= Inbox::kEventsMax; ++i) inbox.push_event(1, message(1));
    std::string some;
    inbox.take(some, 1000);
    EXPECT_TRUE(inbox.push_event(1, message(99)));
    const auto frame = take_all(inbox);
    const auto n = frame.messages_size();
    EXPECT_TRUE(frame.messages(n - 2).has_gap());
    EXPECT_EQ(frame.messages(n - 1).state_changed().value().integer(), 99);
}

TEST(Inbox, ReplacesNothingWhereTheCallerDrawsALine) {
    Inbox inbox;
    Places places;
    for (Handle o = 10; o < 10 + Inbox::kHighWater; ++o) {
        inbox.push_state(o, message(0), places[o]);
    }
    inbox.push_state(1, message(1), places[1]);
    EXPECT_TRUE(inbox.push_control("", 1));
    places[1] = 0;
    inbox.push_state(1, message(2), places[1]);
    inbox.push_state(1, message(3), places[1]);
    const auto all = values(take_all(inbox));
    EXPECT_THAT(std::vector(all.end() - 2, all.end()), testing::ElementsAre(1, 3));
}

TEST(Inbox, TellsTheGapBeforeWhatElseIsSaidOfItsObject) {
    Inbox inbox;
    for (std::size_t i = 0; i <= Inbox::kEventsMax; ++i) inbox.push_event(1, message(1));
    v1::ObjectRemoved removed;
    removed.set_handle(1);
    std::string removal;
    append_message(removal, v1::Message::kObjectRemovedFieldNumber, removed);
    EXPECT_TRUE(inbox.push_control(removal, 1));
    const auto frame = take_all(inbox);
    const auto n = frame.messages_size();
    EXPECT_TRUE(frame.messages(n - 2).has_gap());
    EXPECT_TRUE(frame.messages(n - 1).has_object_removed());
}

TEST(Inbox, AlwaysHasRoomForAnAnswer) {
    Inbox inbox;
    while (inbox.push_control("x")) {
    }
    inbox.push_answer("y");
    EXPECT_EQ(inbox.answers(), 1U);
    EXPECT_EQ(inbox.depth(), Inbox::kControlsMax + 1);
    std::string all;
    inbox.take(all, BUSBAR_FRAME_SIZE_MAX * 2);
    EXPECT_EQ(all.back(), 'y');
    EXPECT_EQ(inbox.answers(), 0U);
}

TEST(Inbox, SaysHowLongTheOldestHasWaited) {
    Inbox inbox;
    EXPECT_EQ(inbox.age(1000), 0U);
    EXPECT_TRUE(inbox.push_control("a", 0, 1000));
    EXPECT_TRUE(inbox.push_control("b", 0, 1500));
    EXPECT_EQ(inbox.age(1600), 600U);
    std::string one;
    inbox.take(one, 1);
    EXPECT_EQ(one, "a");
    EXPECT_EQ(inbox.age(1600), 100U);
}

TEST(Inbox, FillsAFrameNoFurtherThanItsLimit) {
    Inbox inbox;
    Places places;
    for (int i = 0; i < 100; ++i) inbox.push_state(1, message(i), places[1]);
    std::string frame;
    inbox.take(frame, 50);
    EXPECT_LE(frame.size(), 50U);
    EXPECT_FALSE(frame.empty());
    EXPECT_FALSE(inbox.empty());
}

TEST(Inbox, RefusesControlMessagesAboveTheirBound) {
    Inbox inbox;
    for (std::size_t i = 0; i < Inbox::kControlsMax; ++i) EXPECT_TRUE(inbox.push_control("x"));
    EXPECT_FALSE(inbox.push_control("x"));
    EXPECT_EQ(inbox.dropped(), 1U);
}

}  // namespace
}  // namespace busbar
