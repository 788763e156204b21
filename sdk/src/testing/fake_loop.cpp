// SPDX-License-Identifier: Apache-2.0
// FakeLoop: time turned by hand.
#include "busbar/testing/fake_loop.hpp"

#include <poll.h>

#include <algorithm>

namespace busbar::testing {

Loop::TimerId FakeLoop::call_at(Clock::time_point time, Task task) {
    return timers_.add(time, std::move(task));
}

void FakeLoop::cancel(TimerId timer) { timers_.cancel(timer); }

void FakeLoop::post(Task task) {
    const std::lock_guard lock(mutex_);
    posted_.push_back(std::move(task));
}

void FakeLoop::watch(int fd, Task readable) {
    unwatch(fd);
    watches_.push_back({fd, std::move(readable)});
}

void FakeLoop::unwatch(int fd) {
    std::erase_if(watches_, [fd](const Watch& watch) { return watch.fd == fd; });
}

void FakeLoop::at_end_of_turn(Task task) { end_of_turn_ = std::move(task); }

void FakeLoop::turn() {
    bool ran = true;
    while (ran) {
        ran = run_posted();
        ran = run_readable() || ran;
        ran = run_due() || ran;
        if (end_of_turn_) end_of_turn_();
    }
}

void FakeLoop::advance(Clock::duration duration) {
    const auto end = now_ + duration;
    turn();
    for (auto next = timers_.next(); next && *next <= end; next = timers_.next()) {
        now_ = std::max(now_, *next);
        turn();
    }
    now_ = end;
    turn();
}

bool FakeLoop::run_posted() {
    std::vector<Task> tasks;
    {
        const std::lock_guard lock(mutex_);
        tasks.swap(posted_);
    }
    for (const auto& task : tasks) task();
    return !tasks.empty();
}

bool FakeLoop::run_readable() {
    std::vector<pollfd> fds;
    for (const auto& watch : watches_) fds.push_back({watch.fd, POLLIN, 0});
    if (::poll(fds.data(), fds.size(), 0) <= 0) return false;
    bool ran = false;
    for (const auto& fd : fds) {
        if (fd.revents == 0) continue;  // a peer that hung up counts, as it does in a real loop
        // Found by fd and called as a copy: a callback may watch and unwatch.
        const auto watch = std::find_if(watches_.begin(), watches_.end(),
                                        [&](const Watch& w) { return w.fd == fd.fd; });
        if (watch == watches_.end()) continue;
        const auto readable = watch->readable;
        readable();
        ran = true;
    }
    return ran;
}

bool FakeLoop::run_due() {
    bool ran = false;
    while (const auto task = timers_.take_due(now_)) {
        task();
        ran = true;
    }
    return ran;
}

}  // namespace busbar::testing
