// SPDX-License-Identifier: Apache-2.0
// Limiter: at most one log line per interval from one place; says how many it held back.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

namespace busbar {

// Not thread-safe: belongs to the place that logs.
class Limiter {
 public:
    explicit Limiter(std::chrono::milliseconds interval) : interval_(interval) {}

    // A number when a line may be written now: how many were held back since the last one.
    [[nodiscard]] std::optional<std::uint64_t> allow(std::chrono::steady_clock::time_point now) {
        if (last_ && now - *last_ < interval_) {
            ++held_back_;
            return std::nullopt;
        }
        last_ = now;
        const auto held_back = held_back_;
        held_back_ = 0;
        return held_back;
    }

 private:
    std::chrono::milliseconds interval_;
    std::optional<std::chrono::steady_clock::time_point> last_;
    std::uint64_t held_back_ = 0;
};

}  // namespace busbar
