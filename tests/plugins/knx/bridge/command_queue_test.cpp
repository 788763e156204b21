// SPDX-License-Identifier: Apache-2.0
// CommandQueue: order, superseding, time.
#include "knx/bridge/command_queue.hpp"

#include <gtest/gtest.h>

#include <utility>

namespace knx {
namespace {

using std::chrono::seconds;
using Ids = std::vector<std::uint64_t>;

constexpr TimePoint kStart{std::chrono::hours(1)};

QueuedCommand command(std::uint64_t id, busbar::Handle object, bool every_counts = false) {
    QueuedCommand command;
    command.id = id;
    command.object = object;
    command.destination = {static_cast<std::uint16_t>(object)};
    command.every_counts = every_counts;
    command.deadline = kStart + seconds(5);
    return command;
}

class CommandQueueTest : public ::testing::Test {
 protected:
    // The ids that can be sent now, in order; they are under way then.
    Ids send_all(TimePoint now = kStart) {
        Ids ids;
        while (const auto* next = queue.next(now, expired)) {
            ids.push_back(next->id);
            requests.push_back(queue.next_request());
            queue.sent();
        }
        return ids;
    }

    CommandQueue queue{3, 0};
    Ids expired;
    std::vector<RequestId> requests;
};

TEST_F(CommandQueueTest, SendsInOrder) {
    for (std::uint32_t id = 1; id <= 3; ++id) EXPECT_TRUE(queue.push(command(id, id)).taken);
    EXPECT_EQ(queue.waiting(), 3U);
    EXPECT_EQ(send_all(), (Ids{1, 2, 3}));
    EXPECT_EQ(queue.waiting(), 0U);
    EXPECT_EQ(queue.under_way(), 3U);
}

TEST_F(CommandQueueTest, FinishesInAnyOrderButOnce) {
    for (std::uint32_t id = 1; id <= 2; ++id) ASSERT_TRUE(queue.push(command(id, id)).taken);
    send_all();
    EXPECT_EQ(queue.finish(requests[1])->id, 2U);
    EXPECT_FALSE(queue.finish(requests[1]));
    EXPECT_EQ(queue.finish(requests[0])->id, 1U);
    EXPECT_FALSE(queue.finish(requests[0]));
    EXPECT_FALSE(queue.finish(99));
    EXPECT_EQ(queue.under_way(), 0U);
}

TEST_F(CommandQueueTest, LetsANewerCommandTakeTheOlderOnesPlace) {
    ASSERT_TRUE(queue.push(command(1, 7)).taken);
    ASSERT_TRUE(queue.push(command(2, 8)).taken);
    const auto pushed = queue.push(command(3, 7));
    EXPECT_TRUE(pushed.taken);
    EXPECT_EQ(pushed.superseded, 1U);
    EXPECT_EQ(queue.waiting(), 2U);
    EXPECT_EQ(send_all(), (Ids{3, 2}));
}

TEST_F(CommandQueueTest, KeepsEveryCommandWhileThereIsNoBacklog) {
    queue = CommandQueue(5, 3);
    for (std::uint64_t id = 1; id <= 3; ++id) EXPECT_EQ(queue.push(command(id, 7)).superseded, 0U);
    EXPECT_EQ(queue.push(command(4, 7)).superseded, 3U);
    EXPECT_EQ(queue.push(command(5, 8)).superseded, 0U);
    EXPECT_EQ(send_all(), (Ids{1, 2, 4, 5}));
}

TEST_F(CommandQueueTest, SupersedesTheNewestWhenOlderOnesHaveLeft) {
    queue = CommandQueue(5, 2);
    for (std::uint64_t id = 1; id <= 2; ++id) ASSERT_TRUE(queue.push(command(id, 7)).taken);
    ASSERT_NE(queue.next(kStart, expired), nullptr);
    queue.sent();
    ASSERT_TRUE(queue.push(command(3, 8)).taken);
    EXPECT_EQ(queue.push(command(4, 7)).superseded, 2U);
    EXPECT_EQ(send_all(), (Ids{4, 3}));
}

TEST_F(CommandQueueTest, LetsObjectsOfOneAddressSupersedeEachOther) {
    auto other = command(2, 8);
    other.destination = {7};
    ASSERT_TRUE(queue.push(command(1, 7)).taken);
    EXPECT_EQ(queue.push(std::move(other)).superseded, 1U);
    EXPECT_EQ(queue.take_waiting(8), (Ids{2}));
    EXPECT_EQ(queue.push(command(3, 7)).superseded, 0U);
}

TEST_F(CommandQueueTest, SupersedesNothingThatIsUnderWay) {
    ASSERT_TRUE(queue.push(command(1, 7)).taken);
    send_all();
    EXPECT_EQ(queue.push(command(2, 7)).superseded, 0U);
}

TEST_F(CommandQueueTest, SupersedesInAFullQueueToo) {
    for (std::uint32_t id = 1; id <= 3; ++id) ASSERT_TRUE(queue.push(command(id, id)).taken);
    EXPECT_FALSE(queue.push(command(4, 4)).taken);
    EXPECT_EQ(queue.push(command(5, 2)).superseded, 2U);
}

TEST_F(CommandQueueTest, KeepsEveryCommandThatCounts) {
    for (std::uint32_t id = 1; id <= 3; ++id) {
        EXPECT_EQ(queue.push(command(id, 7, true)).superseded, 0U);
    }
    EXPECT_EQ(queue.waiting(), 3U);
    EXPECT_FALSE(queue.push(command(4, 7, true)).taken);
}

TEST_F(CommandQueueTest, PassesOverWhatNobodyWaitsForAnyMore) {
    for (std::uint32_t id = 1; id <= 3; ++id) ASSERT_TRUE(queue.push(command(id, id)).taken);
    EXPECT_EQ(send_all(kStart + seconds(5)), Ids{});
    EXPECT_EQ(expired, (Ids{1, 2, 3}));
    EXPECT_EQ(queue.waiting(), 0U);
}

TEST_F(CommandQueueTest, GivesBackWhatWaits) {
    for (std::uint32_t id = 1; id <= 3; ++id) {
        ASSERT_TRUE(queue.push(command(id, id % 2, true)).taken);
    }
    EXPECT_EQ(queue.take_waiting(1), (Ids{1, 3}));
    EXPECT_EQ(queue.waiting(), 1U);
    ASSERT_TRUE(queue.push(command(4, 1)).taken);
    EXPECT_EQ(queue.take_waiting(), (Ids{2, 4}));
    EXPECT_EQ(queue.waiting(), 0U);
    EXPECT_EQ(send_all(), Ids{});
}

TEST_F(CommandQueueTest, DropsWhatCouldNotBeSent) {
    ASSERT_TRUE(queue.push(command(1, 1)).taken);
    ASSERT_NE(queue.next(kStart, expired), nullptr);
    EXPECT_EQ(queue.drop().id, 1U);
    EXPECT_EQ(queue.next(kStart, expired), nullptr);
    EXPECT_EQ(queue.under_way(), 0U);
}

}  // namespace
}  // namespace knx
