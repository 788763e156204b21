// SPDX-License-Identifier: Apache-2.0
// Deadlines: which of many things is due next. Only those that have a deadline take memory.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <unordered_map>
#include <utility>

namespace mqtt_client {

class Deadlines {
 public:
    using Time = std::chrono::steady_clock::time_point;

    // In place of what was said of `slot` before; Time::max() is none.
    void set(std::uint32_t slot, Time time) {
        const auto known = times_.find(slot);
        if (known == times_.end() && time == Time::max()) return;
        if (known != times_.end()) {
            if (known->second == time) return;
            order_.erase({known->second, slot});
            times_.erase(known);
        }
        if (time == Time::max()) return;
        times_.emplace(slot, time);
        order_.emplace(time, slot);
    }
    // The first one; Time::max() when there is none.
    [[nodiscard]] Time next() const { return order_.empty() ? Time::max() : order_.begin()->first; }
    // Takes out one that is due.
    [[nodiscard]] std::optional<std::uint32_t> take_due(Time now) {
        if (next() > now || order_.empty()) return std::nullopt;
        const auto slot = order_.begin()->second;
        set(slot, Time::max());
        return slot;
    }

 private:
    std::set<std::pair<Time, std::uint32_t>> order_;
    std::unordered_map<std::uint32_t, Time> times_;
};

}  // namespace mqtt_client
