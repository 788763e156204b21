// SPDX-License-Identifier: Apache-2.0
// AnswerQueue: one answer for all who asked, while they wait for it.
#include "knx/bridge/answer_queue.hpp"

#include <gtest/gtest.h>

namespace knx {
namespace {

constexpr TimePoint kStart{std::chrono::hours(1)};

TEST(AnswerQueue, AnswersOnceHoweverManyAsk) {
    AnswerQueue queue;
    queue.push({1}, kStart);
    queue.push({2}, kStart);
    queue.push({1}, kStart);
    EXPECT_EQ(queue.next(kStart), GroupAddress{1});
    queue.pop();
    EXPECT_EQ(queue.next(kStart), GroupAddress{2});
    queue.pop();
    EXPECT_TRUE(queue.empty());
    EXPECT_EQ(queue.missed(), 0U);
}

TEST(AnswerQueue, DropsWhatNobodyWaitsForAnyMore) {
    AnswerQueue queue;
    queue.push({1}, kStart);
    queue.push({2}, kStart + std::chrono::seconds(1));
    EXPECT_EQ(queue.next(kStart + AnswerQueue::kUsefulMax), GroupAddress{2});
    EXPECT_EQ(queue.missed(), 1U);
}

TEST(AnswerQueue, CountsWhatItHasNoRoomFor) {
    AnswerQueue queue;
    for (std::uint16_t raw = 1; raw <= AnswerQueue::kWaitingMax + 3; ++raw) {
        queue.push({raw}, kStart);
    }
    EXPECT_EQ(queue.missed(), 3U);
}

}  // namespace
}  // namespace knx
