// SPDX-License-Identifier: Apache-2.0
// Loop: time, timers and wake-ups of a plugin. Real ones wait; the test's is turned by hand.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>

namespace busbar {

using Clock = std::chrono::steady_clock;

// What a plugin's one thread waits on. All calls are for that thread, except post().
class Loop {
 public:
    using Task = std::function<void()>;
    using TimerId = std::uint64_t;  // never 0

    Loop() = default;
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;
    virtual ~Loop() = default;

    // The time to hand to state machines. Monotonic; the same during one turn in a test.
    [[nodiscard]] virtual Clock::time_point now() const = 0;

    // Runs `task` once at `time`, or in the next turn when that is past.
    virtual TimerId call_at(Clock::time_point time, Task task) = 0;
    // Forgets a timer; harmless when it has run.
    virtual void cancel(TimerId timer) = 0;

    // Runs `task` on the loop's thread in the next turn. Tasks of one thread keep their order.
    // [thread-safe]
    virtual void post(Task task) = 0;

    // Calls `readable` whenever `fd` is. The fd stays the caller's; unwatch() before closing it.
    virtual void watch(int fd, Task readable) = 0;
    virtual void unwatch(int fd) = 0;

    // Called at the end of every turn that ran something, before the loop waits again.
    virtual void at_end_of_turn(Task task) = 0;

    // Makes run() return after this turn.
    virtual void quit() = 0;
};

// One timer that cancels itself when it goes out of scope or is set anew.
class Timer {
 public:
    explicit Timer(Loop& loop) : loop_(loop) {}
    Timer(const Timer&) = delete;
    Timer& operator=(const Timer&) = delete;
    ~Timer() { cancel(); }

    void at(Clock::time_point time, Loop::Task task) {
        cancel();
        id_ = loop_.call_at(time, [this, task = std::move(task)] {
            id_ = 0;
            task();
        });
    }
    void after(Clock::duration delay, Loop::Task task) { at(loop_.now() + delay, std::move(task)); }
    void cancel() {
        if (id_ != 0) loop_.cancel(id_);
        id_ = 0;
    }
    [[nodiscard]] bool waiting() const { return id_ != 0; }

 private:
    Loop& loop_;
    Loop::TimerId id_ = 0;
};

}  // namespace busbar
