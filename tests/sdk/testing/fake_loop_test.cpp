// SPDX-License-Identifier: Apache-2.0
// The clock that only a test turns. What it shares with real loops is in sdk/loop_test.cpp.
#include "busbar/testing/fake_loop.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace busbar::testing {
namespace {

using namespace std::chrono_literals;

TEST(FakeLoop, HasAClockThatStandsStillUntilItIsTurned) {
    FakeLoop loop;
    const auto start = loop.now();
    EXPECT_NE(start, Clock::time_point{});
    bool ran = false;
    loop.call_at(start + 1h, [&] { ran = true; });
    loop.turn();
    EXPECT_EQ(loop.now(), start);
    EXPECT_FALSE(ran);
    loop.advance(1h);
    EXPECT_EQ(loop.now(), start + 1h);
    EXPECT_TRUE(ran);
}

TEST(FakeLoop, StopsAtEveryTimerOnItsWay) {
    FakeLoop loop;
    const auto start = loop.now();
    std::vector<Clock::duration> times;
    Timer timer(loop);
    const std::function<void()> tick = [&] {
        times.push_back(loop.now() - start);
        timer.after(10s, tick);
    };
    timer.after(10s, tick);
    loop.advance(35s);
    EXPECT_EQ(times, (std::vector<Clock::duration>{10s, 20s, 30s}));
    EXPECT_EQ(loop.now() - start, 35s);
}

TEST(FakeLoop, TurnsUntilNothingIsLeftToDo) {
    FakeLoop loop;
    int depth = 0;
    const std::function<void()> deeper = [&] {
        if (++depth < 10) loop.post(deeper);
    };
    loop.post(deeper);
    loop.turn();
    EXPECT_EQ(depth, 10);
}

TEST(FakeLoop, SaysWhetherItWasToldToQuit) {
    FakeLoop loop;
    EXPECT_FALSE(loop.quit_called());
    loop.quit();
    EXPECT_TRUE(loop.quit_called());
}

}  // namespace
}  // namespace busbar::testing
