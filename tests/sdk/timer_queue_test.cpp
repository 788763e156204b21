// SPDX-License-Identifier: Apache-2.0
// Timers in the order they are due.
#include "busbar/timer_queue.hpp"

#include <gtest/gtest.h>

#include <string>

namespace busbar {
namespace {

using namespace std::chrono_literals;

class TimerQueueTest : public ::testing::Test {
 protected:
    Loop::TimerId add(Clock::duration due, char name) {
        return timers_.add(start_ + due, [this, name] { ran_ += name; });
    }
    void run_until(Clock::duration time) {
        while (const auto task = timers_.take_due(start_ + time)) task();
    }

    Clock::time_point start_{1h};
    TimerQueue timers_;
    std::string ran_;
};

TEST_F(TimerQueueTest, HasNothingDueWhenItIsEmpty) {
    EXPECT_FALSE(timers_.next());
    EXPECT_FALSE(timers_.take_due(Clock::time_point::max()));
}

TEST_F(TimerQueueTest, GivesWhatIsDueInOrderAndNothingElse) {
    add(30ms, 'c');
    add(10ms, 'a');
    add(20ms, 'b');
    EXPECT_EQ(timers_.next(), start_ + 10ms);
    run_until(20ms);
    EXPECT_EQ(ran_, "ab");
    EXPECT_EQ(timers_.next(), start_ + 30ms);
}

TEST_F(TimerQueueTest, KeepsTheOrderOfTimersOfTheSameTime) {
    for (const char name : {'a', 'b', 'c'}) add(5ms, name);
    run_until(5ms);
    EXPECT_EQ(ran_, "abc");
}

TEST_F(TimerQueueTest, ForgetsACancelledTimer) {
    const auto a = add(1ms, 'a');
    add(2ms, 'b');
    timers_.cancel(a);
    EXPECT_EQ(timers_.next(), start_ + 2ms);
    run_until(1s);
    EXPECT_EQ(ran_, "b");
}

TEST_F(TimerQueueTest, TakesACancelOfATimerThatHasRunOrNeverWas) {
    const auto a = add(1ms, 'a');
    run_until(1ms);
    add(2ms, 'b');
    timers_.cancel(a);
    timers_.cancel(0);
    timers_.cancel(12345);
    run_until(2ms);
    EXPECT_EQ(ran_, "ab");
}

TEST_F(TimerQueueTest, LetsATimerCancelAnotherThatIsDue) {
    Loop::TimerId b = 0;
    timers_.add(start_ + 1ms, [&] { timers_.cancel(b); });
    b = add(1ms, 'b');
    run_until(1ms);
    EXPECT_EQ(ran_, "");
}

}  // namespace
}  // namespace busbar
