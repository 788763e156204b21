// SPDX-License-Identifier: Apache-2.0
// Requests: who asked what, and until when.
#include "bus/requests.hpp"

#include <gmock/gmock.h>

namespace busbar {
namespace {

using std::chrono::seconds;
constexpr Requests::Time kStart{std::chrono::hours(1)};

Request request(ParticipantId sender, ParticipantId receiver, seconds deadline = seconds(5)) {
    return {Request::Kind::Command, sender, receiver, 77, kStart + deadline};
}

TEST(Requests, OnlyTheReceiverCanFinishOne) {
    Requests requests;
    const auto id = requests.add(request(1, 2));
    EXPECT_FALSE(requests.finish(id, 3));
    ASSERT_TRUE(requests.finish(id, 2));
    EXPECT_FALSE(requests.finish(id, 2)) << "finished twice";
}

TEST(Requests, GivesLateOnesInTheOrderOfTheirDeadlines) {
    Requests requests;
    (void)requests.add(request(1, 2, seconds(9)));
    (void)requests.add(request(3, 2, seconds(1)));
    EXPECT_FALSE(requests.take_late(kStart));
    EXPECT_EQ(requests.take_late(kStart + seconds(1))->sender, 3);
    EXPECT_FALSE(requests.take_late(kStart + seconds(8)));
    EXPECT_EQ(requests.take_late(kStart + seconds(9))->sender, 1);
    EXPECT_EQ(requests.count(), 0U);
}

TEST(Requests, DoesNotGiveAFinishedOneAsLate) {
    Requests requests;
    const auto id = requests.add(request(1, 2));
    EXPECT_TRUE(requests.finish(id, 2));
    EXPECT_FALSE(requests.take_late(kStart + seconds(60)));
}

TEST(Requests, RefusesMoreThanItsBoundOfOneSenderButNotOfAnother) {
    Requests requests;
    for (std::size_t i = 0; i < Requests::kPerParticipantMax; ++i) {
        ASSERT_NE(requests.add(request(1, static_cast<ParticipantId>(2 + i % 2))), 0U);
    }
    EXPECT_EQ(requests.add(request(1, 2)), 0U);
    EXPECT_NE(requests.add(request(9, 2)), 0U);
}

TEST(Requests, RefusesMoreThanItsBoundForOneReceiver) {
    Requests requests;
    for (std::size_t i = 0; i < Requests::kPerParticipantMax; ++i) {
        ASSERT_NE(requests.add(request(static_cast<ParticipantId>(3 + i % 2), 1)), 0U);
    }
    EXPECT_EQ(requests.add(request(5, 1)), 0U);
}

TEST(Requests, GivesBackInOrderWhatWaitsForSomebodyWhoHasGone) {
    Requests requests;
    for (std::uint64_t i = 0; i < 100; ++i) {
        auto asked = request(1, 2);
        asked.sender_id = i;
        (void)requests.add(asked);
    }
    (void)requests.add(request(1, 3));
    (void)requests.add(request(2, 3));
    const auto waiting = requests.take_of(2);
    ASSERT_EQ(waiting.size(), 100U);
    for (std::uint64_t i = 0; i < 100; ++i) EXPECT_EQ(waiting[i].sender_id, i);
    EXPECT_EQ(requests.count(), 1U) << "what it had asked itself is forgotten";
    EXPECT_TRUE(requests.take_of(2).empty());
}

TEST(Requests, ForgetsTheDeadlinesOfAFloodOfFinishedOnes) {
    Requests requests;
    for (int i = 0; i < 100'000; ++i) {
        const auto id = requests.add(request(1, 2, seconds(60)));
        ASSERT_NE(id, 0U);
        ASSERT_TRUE(requests.finish(id, 2));
    }
    (void)requests.add(request(4, 2, seconds(1)));
    EXPECT_EQ(requests.take_late(kStart + seconds(2))->sender, 4);
}

}  // namespace
}  // namespace busbar
