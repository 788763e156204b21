// SPDX-License-Identifier: Apache-2.0
// Throttle: so many a second, and a count of what was held back.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <utility>

namespace mqtt_broker {

class Throttle {
 public:
    using Time = std::chrono::steady_clock::time_point;

    explicit Throttle(std::uint32_t per_second) : per_second_(per_second) {}

    // How many were held back since the last one that was allowed; nothing when this one is held
    // back.
    [[nodiscard]] std::optional<std::uint64_t> allow(Time now) {
        if (now - second_ >= std::chrono::seconds(1)) {
            second_ = now;
            allowed_ = 0;
        }
        if (allowed_ == per_second_) {
            ++held_back_;
            return std::nullopt;
        }
        ++allowed_;
        return std::exchange(held_back_, 0);
    }

 private:
    std::uint32_t per_second_;
    std::uint32_t allowed_ = 0;
    std::uint64_t held_back_ = 0;
    Time second_{};
};

}  // namespace mqtt_broker
