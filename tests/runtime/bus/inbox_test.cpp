// SPDX-License-Identifier: Apache-2.0
// Inbox: its bounds, and what happens at each.
#include "bus/inbox.hpp"

#include <gmock/gmock.h>

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

TEST(Inbox, KeepsEveryStateUpToTheHighWaterMark) {
    Inbox inbox;
    for (std::size_t i = 0; i < Inbox::kHighWater; ++i) {
        inbox.push_state(1, message(static_cast<std::int64_t>(i)));
    }
    EXPECT_EQ(inbox.depth(), Inbox::kHighWater);
    EXPECT_EQ(inbox.conflated(), 0U);
    EXPECT_EQ(values(take_all(inbox)).size(), Inbox::kHighWater);
    EXPECT_TRUE(inbox.empty());
}

TEST(Inbox, KeepsOnlyTheNewestStateOfEachObjectAboveTheHighWaterMark) {
    Inbox inbox;
    constexpr std::int64_t kStates = 10'000;
    for (std::int64_t i = 0; i < kStates; ++i) {
        inbox.push_state(static_cast<Handle>(1 + i % 3), message(i));
    }
    EXPECT_EQ(inbox.depth(), 3U);
    EXPECT_EQ(inbox.conflated(), static_cast<std::uint64_t>(kStates) - 3);
    EXPECT_THAT(values(take_all(inbox)), testing::UnorderedElementsAre(9997, 9998, 9999));
}

TEST(Inbox, ReplacesInPlaceSoThatABusyObjectIsNotPutOffForEver) {
    Inbox inbox;
    for (Handle object = 1; object <= Inbox::kHighWater; ++object) {
        inbox.push_state(object, message(object));
    }
    inbox.push_state(1, message(-1));
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

TEST(Inbox, ConflatesNeverAcrossAMessageAboutTheSameObject) {
    v1::ObjectRemoved removed;
    removed.set_handle(1);
    std::string removal;
    append_message(removal, v1::Message::kObjectRemovedFieldNumber, removed);
    for (const bool indexed_before : {false, true}) {
        Inbox inbox;
        const auto fill = [&] {
            for (Handle o = 10; o < 10 + Inbox::kHighWater + 1; ++o)
                inbox.push_state(o, message(0));
        };
        if (indexed_before) fill();
        inbox.push_state(1, message(1));
        inbox.push_control(removal, 1);
        if (!indexed_before) fill();
        inbox.push_state(1, message(2));
        bool gone = false;
        const auto frame = take_all(inbox);
        for (const auto& one : frame.messages()) {
            gone = gone || one.has_object_removed();
            if (!one.has_state_changed() || one.state_changed().value().integer() == 0) continue;
            EXPECT_EQ(one.state_changed().value().integer(), gone ? 2 : 1);
        }
        EXPECT_TRUE(gone);
    }
}

TEST(Inbox, FillsAFrameNoFurtherThanItsLimit) {
    Inbox inbox;
    for (int i = 0; i < 100; ++i) inbox.push_state(1, message(i));
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
