// SPDX-License-Identifier: Apache-2.0
// What every Loop does, asked of all three: a plugin tested on FakeLoop behaves the same on a real
// one. And Timer, which is the same on all of them.
#include "busbar/loop.hpp"

#include <gtest/gtest.h>

#include <string>
#include <thread>

#include "busbar/asio_loop.hpp"
#include "busbar/poll_loop.hpp"
#include "busbar/testing/fake_loop.hpp"
#include "sdk/pipe.hpp"

namespace busbar {
namespace {

using namespace std::chrono_literals;
using testing::FakeLoop;

// Lets a loop turn until a test's task calls quit(). A real one waits; CTest ends one that hangs.
template <class RealLoop>
void run(RealLoop& loop) {
    loop.run();
}
void run(FakeLoop& loop) {
    for (int i = 0; i < 1000 && !loop.quit_called(); ++i) loop.advance(1ms);
}

template <class L>
class LoopTest : public ::testing::Test {
 protected:
    void quit_after(Clock::duration time) {
        loop_.call_at(loop_.now() + time, [this] { loop_.quit(); });
    }
    L loop_;
    std::string ran_;
};

struct LoopName {
    template <class L>
    static std::string GetName(int) {
        if (std::is_same_v<L, FakeLoop>) return "FakeLoop";
        return std::is_same_v<L, PollLoop> ? "PollLoop" : "AsioLoop";
    }
};
using Loops = ::testing::Types<PollLoop, AsioLoop, FakeLoop>;
TYPED_TEST_SUITE(LoopTest, Loops, LoopName);

TYPED_TEST(LoopTest, RunsTimersInTheOrderTheyAreDue) {
    const auto start = this->loop_.now();
    this->loop_.call_at(start + 3ms, [this] { this->loop_.quit(); });
    this->loop_.call_at(start + 2ms, [this] { this->ran_ += 'b'; });
    this->loop_.call_at(start + 1ms, [this] { this->ran_ += 'a'; });
    run(this->loop_);
    EXPECT_EQ(this->ran_, "ab");
    EXPECT_GE(this->loop_.now(), start + 3ms);
}

TYPED_TEST(LoopTest, RunsATimerOfThePast) {
    this->loop_.call_at(this->loop_.now() - 1h, [this] { this->loop_.quit(); });
    run(this->loop_);
}

TYPED_TEST(LoopTest, NeverRunsATimerThatWasCancelled) {
    const auto timer = this->loop_.call_at(this->loop_.now() + 1ms, [this] { this->ran_ += 'x'; });
    this->loop_.cancel(timer);
    this->quit_after(2ms);
    run(this->loop_);
    EXPECT_EQ(this->ran_, "");
}

TYPED_TEST(LoopTest, RunsWhatAnotherThreadPostsInItsOrder) {
    std::thread other([this] {
        for (const char name : {'a', 'b', 'c'}) {
            this->loop_.post([this, name] { this->ran_ += name; });
        }
        this->loop_.post([this] { this->loop_.quit(); });
    });
    if (std::is_same_v<TypeParam, FakeLoop>) other.join();  // it does not wait for anybody
    run(this->loop_);
    if (other.joinable()) other.join();
    EXPECT_EQ(this->ran_, "abc");
}

TYPED_TEST(LoopTest, CallsAWatchAsOftenAsItsDescriptorIsReadable) {
    Pipe pipe;
    int calls = 0;
    this->loop_.watch(pipe.reader(), [&] {
        EXPECT_EQ(pipe.read(), 1U);
        if (++calls == 3) return this->loop_.quit();
        pipe.write();
    });
    pipe.write();
    run(this->loop_);
    EXPECT_EQ(calls, 3);
    this->loop_.unwatch(pipe.reader());
}

TYPED_TEST(LoopTest, CallsAWatchAgainThatDidNotReadEverything) {
    Pipe pipe;
    int calls = 0;
    this->loop_.watch(pipe.reader(), [&] {
        if (++calls < 3) return;
        pipe.read();
        this->loop_.quit();
    });
    pipe.write();
    run(this->loop_);
    EXPECT_EQ(calls, 3);
    this->loop_.unwatch(pipe.reader());
}

TYPED_TEST(LoopTest, CallsAWatchWhenThePeerHangsUp) {
    Pipe pipe;
    this->loop_.watch(pipe.reader(), [&] {
        this->ran_ += 'h';
        this->loop_.unwatch(pipe.reader());
        this->loop_.quit();
    });
    pipe.hang_up();
    run(this->loop_);
    EXPECT_EQ(this->ran_, "h");
}

TYPED_TEST(LoopTest, DoesNotCallAWatchThatAnotherJustTookBack) {
    Pipe one;
    Pipe other;
    int calls = 0;
    const auto take_both_back = [&] {
        ++calls;
        this->loop_.unwatch(one.reader());
        this->loop_.unwatch(other.reader());
    };
    this->loop_.watch(one.reader(), take_both_back);
    this->loop_.watch(other.reader(), take_both_back);
    one.write();
    other.write();
    this->quit_after(2ms);
    run(this->loop_);
    EXPECT_EQ(calls, 1);
}

TYPED_TEST(LoopTest, WatchesADescriptorOnceHoweverOftenItIsAskedTo) {
    Pipe pipe;
    this->loop_.watch(pipe.reader(), [this] { this->ran_ += 'x'; });
    this->loop_.watch(pipe.reader(), [&] {
        pipe.read();
        this->ran_ += 'y';
        this->loop_.quit();
    });
    pipe.write();
    run(this->loop_);
    EXPECT_EQ(this->ran_, "y");
    this->loop_.unwatch(pipe.reader());
}

TYPED_TEST(LoopTest, EndsATurnBehindWhatRanInIt) {
    this->loop_.at_end_of_turn([this] {
        if (!this->ran_.empty() && this->ran_.back() != '|') this->ran_ += '|';
    });
    this->loop_.post([this] {
        this->ran_ += 'a';
        this->loop_.post([this] {
            this->ran_ += 'c';
            this->loop_.quit();
        });
    });
    this->loop_.post([this] { this->ran_ += 'b'; });
    run(this->loop_);
    EXPECT_EQ(this->ran_.back(), '|');
    EXPECT_EQ(this->ran_.front(), 'a');
}

// What a plugin sends last, in the handler that also ends it, must leave.
TYPED_TEST(LoopTest, EndsTheTurnInWhichAWatchQuits) {
    Pipe pipe;
    this->loop_.at_end_of_turn([this] { this->ran_ += '|'; });
    this->loop_.watch(pipe.reader(), [&] {
        pipe.read();
        this->ran_ = "q";
        this->loop_.quit();
    });
    pipe.write();
    run(this->loop_);
    EXPECT_EQ(this->ran_.substr(0, 2), "q|");
    this->loop_.unwatch(pipe.reader());
}

TYPED_TEST(LoopTest, TimerSetAnewForgetsWhatItWasSetTo) {
    Timer timer(this->loop_);
    EXPECT_FALSE(timer.waiting());
    timer.after(1ms, [this] { this->ran_ += 'a'; });
    timer.after(2ms, [this] { this->ran_ += 'b'; });
    EXPECT_TRUE(timer.waiting());
    this->quit_after(4ms);
    run(this->loop_);
    EXPECT_EQ(this->ran_, "b");
    EXPECT_FALSE(timer.waiting());
}

TYPED_TEST(LoopTest, TimerMaySetItselfAnew) {
    Timer timer(this->loop_);
    const std::function<void()> again = [&] {
        if (this->ran_.size() == 3) return this->loop_.quit();
        this->ran_ += 't';
        timer.after(1ms, again);
    };
    timer.after(1ms, again);
    run(this->loop_);
    EXPECT_EQ(this->ran_, "ttt");
}

TYPED_TEST(LoopTest, TimerThatIsGoneDoesNotRun) {
    {
        Timer timer(this->loop_);
        timer.after(1ms, [this] { this->ran_ += 'x'; });
    }
    this->quit_after(2ms);
    run(this->loop_);
    EXPECT_EQ(this->ran_, "");
}

}  // namespace
}  // namespace busbar
