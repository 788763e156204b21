// SPDX-License-Identifier: Apache-2.0
// AsioLoop: a Loop on Boost.Asio, for plugins that use its sockets. Header-only, so that only those
// need Boost.
#pragma once

#include <algorithm>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <memory>

#include "busbar/loop.hpp"
#include "busbar/timer_queue.hpp"

namespace busbar {

class AsioLoop final : public Loop {
 public:
    // The context for the plugin's sockets; runs on the thread that calls run().
    [[nodiscard]] boost::asio::io_context& context() { return context_; }

    [[nodiscard]] Clock::time_point now() const override { return Clock::now(); }

    TimerId call_at(Clock::time_point time, Task task) override {
        time = std::max(time, now());  // the past is the next turn
        const auto id = timers_.add(time, std::move(task));
        if (*timers_.next() == time) arm();
        return id;
    }

    void cancel(TimerId timer) override { timers_.cancel(timer); }

    void post(Task task) override { boost::asio::post(context_, std::move(task)); }

    void watch(int fd, Task readable) override {
        unwatch(fd);
        auto watch = std::make_shared<Watch>(context_, fd, std::move(readable));
        watches_[fd] = watch;
        wait(std::move(watch));
    }

    void unwatch(int fd) override {
        const auto found = watches_.find(fd);
        if (found == watches_.end()) return;
        found->second->descriptor.release();  // cancels the wait, leaves the fd to its owner
        watches_.erase(found);
    }

    void at_end_of_turn(Task task) override { end_of_turn_ = std::move(task); }
    void quit() override { quit_ = true; }

    // Turns until quit(). A turn is what is ready, but at most 64 handlers, so that what a burst
    // leads to is sent in batches and yet not held back for long.
    void run() {
        quit_ = false;
        while (!quit_) {
            if (end_of_turn_) end_of_turn_();
            if (quit_) break;
            context_.run_one();
            for (int i = 0; i < kTurnMax && !quit_ && context_.poll_one() > 0; ++i) {
            }
        }
        if (end_of_turn_) end_of_turn_();
    }

 private:
    static constexpr int kTurnMax = 64;

    struct Watch {
        Watch(boost::asio::io_context& context, int fd, Task task)
            : descriptor(context, fd), readable(std::move(task)) {}
        ~Watch() {
            if (descriptor.is_open()) descriptor.release();
        }
        boost::asio::posix::stream_descriptor descriptor;
        Task readable;
    };

    // shared_ptr: a wait under way outlives unwatch().
    void wait(std::shared_ptr<Watch> watch) {
        auto& descriptor = watch->descriptor;
        descriptor.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                              [this, watch = std::move(watch)](boost::system::error_code error) {
                                  if (error || !watch->descriptor.is_open()) return;
                                  watch->readable();
                                  if (watch->descriptor.is_open()) wait(watch);
                              });
    }

    void arm() {
        const auto next = timers_.next();
        if (!next) return;
        timer_.expires_at(*next);
        timer_.async_wait([this](boost::system::error_code error) {
            if (error) return;  // armed anew for an earlier time
            const auto time = now();
            while (const auto task = timers_.take_due(time)) task();
            arm();
        });
    }

    boost::asio::io_context context_{1};
    // Without it the context stops for good when a run() ends with nothing left to wait for.
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{
        context_.get_executor()};
    boost::asio::steady_timer timer_{context_};
    TimerQueue timers_;
    std::map<int, std::shared_ptr<Watch>> watches_;
    Task end_of_turn_;
    bool quit_ = false;
};

}  // namespace busbar
