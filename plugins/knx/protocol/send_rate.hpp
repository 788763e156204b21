// SPDX-License-Identifier: Apache-2.0
// SendRate: when the next telegram may be sent. Evenly spaced, because routers have room for few
// and others want to be heard in between: a burst that keeps to the limit of a second would be in
// the way.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "knx/protocol/tunnel/actions.hpp"

namespace knx {

class SendRate {
 public:
    // At most so many telegrams a second; 0 counts as 1.
    explicit SendRate(std::uint32_t per_second)
        : interval_(std::chrono::nanoseconds(std::chrono::seconds(1)) /
                    std::max<std::uint32_t>(per_second, 1)) {}

    // When the next one may go; in the past when it may go now.
    [[nodiscard]] TimePoint ready() const { return ready_; }
    // So many telegrams went, or one of ours that so many in all come of.
    void sent(TimePoint now, int telegrams = 1) { ready_ = now + telegrams * interval_; }

 private:
    std::chrono::nanoseconds interval_;
    TimePoint ready_ = TimePoint::min();
};

}  // namespace knx
