// SPDX-License-Identifier: Apache-2.0
// ReadQueue: few at a time, each twice at most.
#include "knx/bridge/read_queue.hpp"

#include <gtest/gtest.h>

namespace knx {
namespace {

constexpr TimePoint kStart{std::chrono::hours(1)};

class ReadQueueTest : public ::testing::Test {
 protected:
    // Reads what may be read now.
    std::vector<std::uint16_t> read_all(TimePoint now = kStart) {
        std::vector<std::uint16_t> addresses;
        while (const auto address = queue.next()) {
            addresses.push_back(address->raw);
            queue.sent(now);
        }
        return addresses;
    }

    using Addresses = std::vector<std::uint16_t>;
    ReadQueue queue;
};

TEST_F(ReadQueueTest, ReadsTwoAtATime) {
    for (std::uint16_t raw = 1; raw <= 4; ++raw) queue.add({raw});
    EXPECT_EQ(read_all(), (Addresses{1, 2}));
    queue.heard({1});
    EXPECT_EQ(read_all(), (Addresses{3}));
    EXPECT_EQ(queue.waiting(), 1U);
}

TEST_F(ReadQueueTest, ReadsAnAddressOnce) {
    queue.add({1});
    queue.add({1});
    EXPECT_EQ(read_all(), (Addresses{1}));
    queue.add({1});
    EXPECT_EQ(read_all(), (Addresses{}));
    queue.heard({1});
    queue.add({1});
    EXPECT_EQ(read_all(), (Addresses{1}));
}

TEST_F(ReadQueueTest, DoesNotAskForWhatWasHeardMeanwhile) {
    for (std::uint16_t raw = 1; raw <= 3; ++raw) queue.add({raw});
    queue.heard({2});
    queue.heard({99});
    EXPECT_EQ(read_all(), (Addresses{1, 3}));
}

TEST_F(ReadQueueTest, AsksASecondTimeBehindTheOthersAndGivesUp) {
    for (std::uint16_t raw = 1; raw <= 3; ++raw) queue.add({raw});
    EXPECT_EQ(read_all(), (Addresses{1, 2}));
    EXPECT_EQ(queue.deadline(), kStart + ReadQueue::kAnswerMax);
    EXPECT_FALSE(queue.take_unanswered(kStart + ReadQueue::kAnswerMax - std::chrono::seconds(1)));

    auto now = queue.deadline();
    EXPECT_FALSE(queue.take_unanswered(now));
    EXPECT_EQ(read_all(now), (Addresses{3, 1}));
    queue.heard({3});
    EXPECT_EQ(read_all(now), (Addresses{2}));

    now = queue.deadline();
    EXPECT_EQ(queue.take_unanswered(now), GroupAddress{1});
    EXPECT_EQ(queue.take_unanswered(now), GroupAddress{2});
    EXPECT_FALSE(queue.take_unanswered(now));
    EXPECT_TRUE(queue.empty());
    EXPECT_EQ(queue.deadline(), TimePoint::max());
}

TEST_F(ReadQueueTest, ForgetsAllOfThem) {
    for (std::uint16_t raw = 1; raw <= 3; ++raw) queue.add({raw});
    read_all();
    queue.clear();
    EXPECT_TRUE(queue.empty());
    EXPECT_EQ(read_all(), (Addresses{}));
    queue.add({1});
    EXPECT_EQ(read_all(), (Addresses{1}));
}

}  // namespace
}  // namespace knx
