// SPDX-License-Identifier: Apache-2.0
// Back-off: how long to wait before the next attempt to connect.
#pragma once

#include <algorithm>
#include <chrono>

namespace knx {

// 0.5, 1, 2, 4 … 60 s, each shortened by up to a quarter at random, so that many clients do not
// return to a restarted interface in the same instant.
class Backoff {
 public:
    using Duration = std::chrono::milliseconds;
    static constexpr Duration kFirst{500};
    static constexpr Duration kMax{60'000};
    // A connection that stood this long was a good one: the next attempt starts with kFirst again.
    // A shorter one counts as another failure, else a server that accepts and closes at once would
    // be asked twice a second for ever.
    static constexpr Duration kStable{10'000};

    // The next wait. `chance` is random in [0, 1).
    [[nodiscard]] Duration next(double chance) {
        const auto full = std::chrono::duration<double, std::milli>(delay_);
        delay_ = std::min(2 * delay_, kMax);
        return std::chrono::duration_cast<Duration>(full * (1.0 - kJitter * chance));
    }

    // Tells how long a connection stood that has just ended.
    void connection_stood(std::chrono::steady_clock::duration duration) {
        if (duration >= kStable) delay_ = kFirst;
    }

    void reset() { delay_ = kFirst; }

 private:
    static constexpr double kJitter = 0.25;
    Duration delay_ = kFirst;
};

}  // namespace knx
