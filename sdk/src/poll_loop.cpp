// SPDX-License-Identifier: Apache-2.0
// PollLoop on poll(2) and an eventfd.
#include "busbar/poll_loop.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace busbar {

PollLoop::PollLoop() : wake_fd_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {
    if (wake_fd_ < 0) throw std::system_error(errno, std::generic_category(), "eventfd");
}

PollLoop::~PollLoop() { ::close(wake_fd_); }

Loop::TimerId PollLoop::call_at(Clock::time_point time, Task task) {
    return timers_.add(std::max(time, now()), std::move(task));  // the past is the next turn
}

void PollLoop::cancel(TimerId timer) { timers_.cancel(timer); }

void PollLoop::post(Task task) {
    const std::lock_guard lock(mutex_);
    posted_.push_back(std::move(task));
    if (posted_.size() == 1) (void)::eventfd_write(wake_fd_, 1);  // cannot be full at 1
}

void PollLoop::watch(int fd, Task readable) {
    unwatch(fd);
    watches_.push_back({fd, std::move(readable)});
}

void PollLoop::unwatch(int fd) {
    std::erase_if(watches_, [fd](const Watch& watch) { return watch.fd == fd; });
}

void PollLoop::at_end_of_turn(Task task) { end_of_turn_ = std::move(task); }

void PollLoop::run() {
    quit_ = false;
    while (!quit_) {
        run_posted();
        run_due();
        if (end_of_turn_) end_of_turn_();
        if (!quit_) wait();
    }
    if (end_of_turn_) end_of_turn_();
}

int PollLoop::wait_ms() const {
    const auto next = timers_.next();
    if (!next) return -1;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(*next - now()).count();
    return static_cast<int>(std::clamp<std::int64_t>(left, 0, 60'000));
}

void PollLoop::wait() {
    fds_.assign(1, {wake_fd_, POLLIN, 0});
    for (const auto& watch : watches_) fds_.push_back({watch.fd, POLLIN, 0});
    if (::poll(fds_.data(), fds_.size(), wait_ms()) <= 0) return;
    for (std::size_t i = 1; i < fds_.size(); ++i) {
        if (fds_[i].revents == 0) continue;
        // Found by fd and called as a copy: a callback may watch and unwatch.
        const auto watch = std::find_if(watches_.begin(), watches_.end(),
                                        [&](const Watch& w) { return w.fd == fds_[i].fd; });
        if (watch == watches_.end()) continue;
        const auto readable = watch->readable;
        readable();
    }
}

void PollLoop::run_posted() {
    std::vector<Task> tasks;
    {
        const std::lock_guard lock(mutex_);
        if (posted_.empty()) return;  // then nothing was written either
        eventfd_t ignored = 0;
        (void)::eventfd_read(wake_fd_, &ignored);
        tasks.swap(posted_);
    }
    for (const auto& task : tasks) task();
}

void PollLoop::run_due() {
    const auto time = now();
    while (const auto task = timers_.take_due(time)) task();
}

}  // namespace busbar
