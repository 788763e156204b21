// SPDX-License-Identifier: Apache-2.0
// TimerQueue: the timers of a loop in the order they are due.
#pragma once

#include <map>
#include <optional>
#include <utility>

#include "busbar/loop.hpp"

namespace busbar {

// Not thread-safe: belongs to one loop.
class TimerQueue {
 public:
    Loop::TimerId add(Clock::time_point time, Loop::Task task) {
        const auto id = ++last_id_;
        times_.emplace(id, time);
        tasks_.emplace(Key{time, id}, std::move(task));
        return id;
    }

    void cancel(Loop::TimerId id) {
        const auto found = times_.find(id);
        if (found == times_.end()) return;
        tasks_.erase(Key{found->second, id});
        times_.erase(found);
    }

    // When the next one is due.
    [[nodiscard]] std::optional<Clock::time_point> next() const {
        if (tasks_.empty()) return std::nullopt;
        return tasks_.begin()->first.first;
    }

    // Takes the next one that is due at `now`; empty when there is none.
    [[nodiscard]] Loop::Task take_due(Clock::time_point now) {
        if (tasks_.empty() || tasks_.begin()->first.first > now) return {};
        auto node = tasks_.extract(tasks_.begin());
        times_.erase(node.key().second);
        return std::move(node.mapped());
    }

 private:
    using Key = std::pair<Clock::time_point, Loop::TimerId>;
    std::map<Key, Loop::Task> tasks_;
    std::map<Loop::TimerId, Clock::time_point> times_;
    Loop::TimerId last_id_ = 0;
};

}  // namespace busbar
