// SPDX-License-Identifier: Apache-2.0
// eventually(): waits for another process. The one place of the tests that lets time pass.
#pragma once

#include <algorithm>
#include <chrono>
#include <thread>

namespace busbar::testing {

// Long enough for a loaded machine under a sanitizer; a test that passes never waits for it.
inline constexpr std::chrono::milliseconds kPatience{20'000};

// Asks `condition` again and again until it holds or `within` has passed. Returns what it said
// last.
template <class Condition>
[[nodiscard]] bool eventually(Condition condition, std::chrono::milliseconds within = kPatience) {
    const auto deadline = std::chrono::steady_clock::now() + within;
    auto pause = std::chrono::milliseconds(1);
    while (!condition()) {
        if (std::chrono::steady_clock::now() >= deadline) return condition();
        std::this_thread::sleep_for(pause);
        pause = std::min(pause * 2, std::chrono::milliseconds(20));
    }
    return true;
}

}  // namespace busbar::testing
