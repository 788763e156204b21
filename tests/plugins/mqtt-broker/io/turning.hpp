// SPDX-License-Identifier: Apache-2.0
// turn_until(): turns a real loop until something has happened.
#pragma once

#include <functional>

#include "busbar/poll_loop.hpp"

namespace mqtt_broker {

// False when `condition` does not hold within 20 s.
inline bool turn_until(busbar::PollLoop& loop, const std::function<bool()>& condition) {
    constexpr std::chrono::seconds kPatience{20};
    constexpr std::chrono::milliseconds kPoll{2};
    const auto end = busbar::Clock::now() + kPatience;
    busbar::Timer poll(loop);
    const std::function<void()> look = [&] {
        if (condition() || busbar::Clock::now() > end) return loop.quit();
        poll.after(kPoll, look);
    };
    poll.after({}, look);
    loop.run();
    return condition();
}

}  // namespace mqtt_broker
