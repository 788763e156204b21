// SPDX-License-Identifier: Apache-2.0
// BusyPause: how long ROUTING_BUSY keeps a sender quiet.
//
//   ROUTING_BUSY
//        |---- wait ----|-- random: 0 to N x 50 ms --|-- N x 100 ms: N stays --|-- N-1 every 5 ms
//                                                    ^ sending goes on
//
// N counts the busy frames that came more than 10 ms apart: the more often routers are busy, the
// wider their senders spread when they begin again. Source: the flow control in xknx/io/routing.py
// of XKNX/xknx, after KNX 03_08_05.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "knx/protocol/tunnel/actions.hpp"

namespace knx {

// Pure: time and chance are passed in.
class BusyPause {
 public:
    using Duration = std::chrono::steady_clock::duration;
    static constexpr std::chrono::milliseconds kApart{10};
    static constexpr std::chrono::milliseconds kRandomStep{50};
    static constexpr std::chrono::milliseconds kSlowStep{100};
    static constexpr std::chrono::milliseconds kDecayStep{5};
    // Bounds the random part to 5 s, whatever is sent to us.
    static constexpr std::int64_t kCountMax = 100;

    // A router asks everybody to be quiet for `wait`. `chance` is random in [0, 1).
    void on_busy(std::chrono::milliseconds wait, TimePoint now, double chance) {
        const auto before = count(now);
        const bool counts = last_ == TimePoint::min() || now - last_ > kApart;
        count_ = std::min(before + (counts ? 1 : 0), kCountMax);
        last_ = now;
        wait_end_ = std::max(wait_end_, now + wait);
        const auto random = std::chrono::duration<double, std::milli>(kRandomStep) * chance *
                            static_cast<double>(count_);
        end_ = std::max(end_, wait_end_ + std::chrono::duration_cast<Duration>(random));
    }

    // When sending may go on; in the past when it may now.
    [[nodiscard]] TimePoint end() const { return end_; }

    // N at `now`.
    [[nodiscard]] std::int64_t count(TimePoint now) const {
        if (count_ == 0) return 0;  // before the first one there is no end to decay from
        const auto decaying = now - (end_ + count_ * kSlowStep);
        if (decaying < Duration::zero()) return count_;
        return std::max<std::int64_t>(count_ - decaying / kDecayStep, 0);
    }

 private:
    std::int64_t count_ = 0;  // when the last busy frame came
    TimePoint last_ = TimePoint::min();
    TimePoint wait_end_ = TimePoint::min();
    TimePoint end_ = TimePoint::min();
};

}  // namespace knx
