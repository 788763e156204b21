// SPDX-License-Identifier: Apache-2.0
// FakeLoop: a Loop whose clock is turned by hand, for tests of plugins.
#pragma once

#include <mutex>
#include <vector>

#include "busbar/loop.hpp"
#include "busbar/timer_queue.hpp"

namespace busbar::testing {

// Starts at an arbitrary time that is not zero. One thread, but for post().
class FakeLoop final : public Loop {
 public:
    [[nodiscard]] Clock::time_point now() const override { return now_; }
    TimerId call_at(Clock::time_point time, Task task) override;
    void cancel(TimerId timer) override;
    void post(Task task) override;
    void watch(int fd, Task readable) override;
    void unwatch(int fd) override;
    void at_end_of_turn(Task task) override;
    void quit() override { quit_ = true; }

    // Turns until nothing is left to do at this time: posted tasks, readable descriptors, due
    // timers.
    void turn();
    // Moves the clock, stopping at every timer on the way, in order.
    void advance(Clock::duration duration);
    [[nodiscard]] bool quit_called() const { return quit_; }

 private:
    struct Watch {
        int fd;
        Task readable;
    };
    bool run_posted();
    bool run_readable();
    bool run_due();

    Clock::time_point now_{std::chrono::hours(1)};
    TimerQueue timers_;
    std::vector<Watch> watches_;
    Task end_of_turn_;
    bool quit_ = false;
    std::mutex mutex_;
    std::vector<Task> posted_;
};

}  // namespace busbar::testing
