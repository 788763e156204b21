// SPDX-License-Identifier: Apache-2.0
// BusyPause: the waits of ROUTING_BUSY, step by step.
#include "knx/protocol/routing/busy_pause.hpp"

#include <gtest/gtest.h>

namespace knx {
namespace {

using std::chrono::milliseconds;

constexpr TimePoint kStart{std::chrono::hours(1)};

TEST(BusyPause, DoesNotPauseBeforeTheFirstBusy) {
    const BusyPause pause;
    EXPECT_LT(pause.end(), kStart);
    EXPECT_EQ(pause.count(kStart), 0);
}

TEST(BusyPause, WaitsAsAskedAndARandomPartMore) {
    for (const auto& [chance, end_ms] : {std::pair{0.0, 100}, {0.5, 125}, {0.9, 145}}) {
        BusyPause pause;
        pause.on_busy(milliseconds(100), kStart, chance);
        EXPECT_EQ(pause.count(kStart), 1);
        EXPECT_EQ(pause.end(), kStart + milliseconds(end_ms)) << chance;
    }
}

TEST(BusyPause, KeepsTheLaterEnd) {
    BusyPause pause;
    pause.on_busy(milliseconds(500), kStart, 0);
    pause.on_busy(milliseconds(20), kStart + milliseconds(100), 0);
    EXPECT_EQ(pause.end(), kStart + milliseconds(500));
    pause.on_busy(milliseconds(500), kStart + milliseconds(200), 0);
    EXPECT_EQ(pause.end(), kStart + milliseconds(700));
}

TEST(BusyPause, CountsOnlyFramesThatAreMoreThanTenMillisecondsApart) {
    BusyPause pause;
    pause.on_busy(milliseconds(100), kStart, 0);
    pause.on_busy(milliseconds(100), kStart + milliseconds(10), 0);
    EXPECT_EQ(pause.count(kStart + milliseconds(10)), 1);
    pause.on_busy(milliseconds(100), kStart + milliseconds(21), 0.5);
    EXPECT_EQ(pause.count(kStart + milliseconds(21)), 2);
    EXPECT_EQ(pause.end(), kStart + milliseconds(21 + 100 + 50));
}

TEST(BusyPause, KeepsTheCountForTheSlowDurationAndThenLetsItDecay) {
    BusyPause pause;
    pause.on_busy(milliseconds(50), kStart, 0);
    pause.on_busy(milliseconds(50), kStart + milliseconds(20), 0);
    pause.on_busy(milliseconds(50), kStart + milliseconds(40), 0);
    const auto slow_end = kStart + milliseconds(40 + 50 + 3 * 100);
    EXPECT_EQ(pause.count(slow_end), 3);
    EXPECT_EQ(pause.count(slow_end + milliseconds(4)), 3);
    EXPECT_EQ(pause.count(slow_end + milliseconds(5)), 2);
    EXPECT_EQ(pause.count(slow_end + milliseconds(14)), 1);
    EXPECT_EQ(pause.count(slow_end + milliseconds(15)), 0);
    EXPECT_EQ(pause.count(slow_end + std::chrono::hours(1)), 0);
}

TEST(BusyPause, BoundsWhatAFloodCanDo) {
    BusyPause pause;
    auto now = kStart;
    for (int i = 0; i < 10'000; ++i) {
        pause.on_busy(milliseconds(20), now, 0.999);
        now += milliseconds(11);
    }
    EXPECT_EQ(pause.count(now), BusyPause::kCountMax);
    EXPECT_LE(pause.end(), now + milliseconds(20) + std::chrono::seconds(5));
}

}  // namespace
}  // namespace knx
