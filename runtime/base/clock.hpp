// SPDX-License-Identifier: Apache-2.0
// Clock of the runtime: the seam that tests turn by hand.
#pragma once

#include <chrono>
#include <cstdint>

namespace busbar {

// Both functions are [thread-safe].
class RuntimeClock {
 public:
    virtual ~RuntimeClock() = default;
    // For deadlines; never goes back.
    [[nodiscard]] virtual std::chrono::steady_clock::time_point now() const = 0;
    // For people and for states: microseconds since 1970 UTC. May jump.
    [[nodiscard]] virtual std::int64_t wall_us() const = 0;
};

class SystemClock final : public RuntimeClock {
 public:
    [[nodiscard]] std::chrono::steady_clock::time_point now() const override {
        return std::chrono::steady_clock::now();
    }
    [[nodiscard]] std::int64_t wall_us() const override {
        return std::chrono::duration_cast<std::chrono::microseconds>(
                   std::chrono::system_clock::now().time_since_epoch())
            .count();
    }
};

}  // namespace busbar
