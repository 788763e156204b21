// SPDX-License-Identifier: Apache-2.0
// PollLoop: the default loop of a plugin, on poll(2) and nothing else.
#pragma once

#include <poll.h>

#include <mutex>
#include <vector>

#include "busbar/loop.hpp"
#include "busbar/timer_queue.hpp"

namespace busbar {

class PollLoop final : public Loop {
 public:
    PollLoop();  // throws std::system_error when the process has no file descriptor left
    ~PollLoop() override;

    [[nodiscard]] Clock::time_point now() const override { return Clock::now(); }
    TimerId call_at(Clock::time_point time, Task task) override;
    void cancel(TimerId timer) override;
    void post(Task task) override;
    void watch(int fd, Task readable) override;
    void unwatch(int fd) override;
    void at_end_of_turn(Task task) override;
    void quit() override { quit_ = true; }

    // Turns until quit().
    void run();

 private:
    struct Watch {
        int fd;
        Task readable;
    };
    [[nodiscard]] int wait_ms() const;
    void wait();
    void run_posted();
    void run_due();

    std::vector<Watch> watches_;
    std::vector<pollfd> fds_;  // what wait() waits for; kept for its memory
    TimerQueue timers_;
    Task end_of_turn_;
    bool quit_ = false;
    int wake_fd_;
    std::mutex mutex_;          // guards posted_
    std::vector<Task> posted_;  // bounded by who posts: one entry per event the plugin waits for
};

}  // namespace busbar
