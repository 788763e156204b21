// SPDX-License-Identifier: Apache-2.0
// AwaitedStates: commands whose state a device has yet to report, so that the report can name its
// cause. A report equal to what was written, until 3 s after the confirmation, is the command's.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <unordered_map>
#include <vector>

#include "busbar/plugin.hpp"
#include "knx/protocol/tunnel/actions.hpp"

namespace knx {

// Pure: time is passed in.
class AwaitedStates {
 public:
    static constexpr std::chrono::seconds kReportMax{3};
    // Commands of one object; the oldest makes room for another.
    static constexpr std::size_t kPerObjectMax = 16;

    // The command is on its way to the line: its report may overtake the confirmation.
    void sent(busbar::Handle object, RequestId request, const Payload& payload,
              busbar::v1::Cause cause);
    void confirmed(busbar::Handle object, RequestId request, TimePoint now);
    // It was not done; nothing will be reported.
    void failed(busbar::Handle object, RequestId request);

    // The cause of a report; forgets the command and those before it, whose reports did not come.
    [[nodiscard]] std::optional<busbar::v1::Cause> take(busbar::Handle object,
                                                        const Payload& report, TimePoint now);

    void forget(busbar::Handle object) { by_object_.erase(object); }
    // Drops what is overdue; call now and then.
    void expire(TimePoint now);
    [[nodiscard]] bool empty() const { return by_object_.empty(); }

 private:
    struct Awaited {
        RequestId request;
        Payload payload;
        busbar::v1::Cause cause;
        TimePoint deadline = TimePoint::max();  // until confirmed
    };
    using PerObject = std::vector<Awaited>;  // in the order of sending

    std::unordered_map<busbar::Handle, PerObject> by_object_;
};

}  // namespace knx
