// SPDX-License-Identifier: Apache-2.0
// The heartbeat rule.
#include "knx/protocol/tunnel/heartbeat.hpp"

#include <gtest/gtest.h>

namespace knx {
namespace {

using std::chrono::seconds;
using Verdict = Heartbeat::Verdict;

constexpr TimePoint kStart{};

TEST(Heartbeat, AsksOnceAMinute) {
    Heartbeat heartbeat(kStart);
    EXPECT_EQ(heartbeat.on_time(kStart + seconds(59)), Verdict::Wait);
    EXPECT_EQ(heartbeat.on_time(kStart + seconds(60)), Verdict::Ask);
    EXPECT_EQ(heartbeat.on_answer(StatusCode::Ok, kStart + seconds(61)), Verdict::Wait);
    EXPECT_EQ(heartbeat.deadline(), kStart + seconds(121));
}

TEST(Heartbeat, GivesUpAfterFourTriesOfTenSeconds) {
    Heartbeat heartbeat(kStart);
    for (const int at : {60, 70, 80, 90}) {
        EXPECT_EQ(heartbeat.deadline(), kStart + seconds(at));
        EXPECT_EQ(heartbeat.on_time(heartbeat.deadline()), Verdict::Ask);
    }
    EXPECT_EQ(heartbeat.on_time(kStart + seconds(100)), Verdict::GiveUp);
}

TEST(Heartbeat, CountsAnErrorAsAFailedTry) {
    Heartbeat heartbeat(kStart);
    EXPECT_EQ(heartbeat.on_time(kStart + seconds(60)), Verdict::Ask);
    for (int tries = 2; tries <= Heartbeat::kTriesMax; ++tries) {
        EXPECT_EQ(heartbeat.on_answer(StatusCode::ConnectionId, kStart + seconds(60)),
                  Verdict::Ask);
    }
    EXPECT_EQ(heartbeat.on_answer(StatusCode::ConnectionId, kStart + seconds(60)), Verdict::GiveUp);
}

TEST(Heartbeat, StaysWithAnInterfaceThatHasLostItsBusAndAsksItSooner) {
    Heartbeat heartbeat(kStart);
    EXPECT_EQ(heartbeat.on_time(kStart + seconds(60)), Verdict::Ask);
    EXPECT_EQ(heartbeat.on_answer(StatusCode::KnxConnection, kStart + seconds(61)), Verdict::Wait);
    EXPECT_EQ(heartbeat.deadline(), kStart + seconds(71));
}

TEST(Heartbeat, StartsCountingAgainAfterAGoodAnswer) {
    Heartbeat heartbeat(kStart);
    for (int minute = 0; minute < 10; ++minute) {
        EXPECT_EQ(heartbeat.on_time(heartbeat.deadline()), Verdict::Ask);
        const auto late = heartbeat.deadline();
        EXPECT_EQ(heartbeat.on_time(late), Verdict::Ask);
        EXPECT_EQ(heartbeat.on_answer(StatusCode::Ok, late), Verdict::Wait);
    }
}

TEST(Heartbeat, IgnoresAnAnswerNobodyWaitsFor) {
    Heartbeat heartbeat(kStart);
    EXPECT_EQ(heartbeat.on_answer(StatusCode::Generic, kStart + seconds(5)), Verdict::Wait);
    EXPECT_EQ(heartbeat.deadline(), kStart + seconds(60));
}

}  // namespace
}  // namespace knx
