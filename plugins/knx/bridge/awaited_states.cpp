// SPDX-License-Identifier: Apache-2.0
// AwaitedStates: a short list for each object with a command under way.
#include "knx/bridge/awaited_states.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace knx {

void AwaitedStates::sent(busbar::Handle object, RequestId request, const Payload& payload,
                         busbar::v1::Cause cause) {
    auto& awaited = by_object_[object];
    if (awaited.size() == kPerObjectMax) awaited.erase(awaited.begin());
    awaited.push_back({request, payload, std::move(cause)});
}

void AwaitedStates::confirmed(busbar::Handle object, RequestId request, TimePoint now) {
    const auto found = by_object_.find(object);
    if (found == by_object_.end()) return;
    const auto awaited = std::ranges::find(found->second, request, &Awaited::request);
    if (awaited != found->second.end()) awaited->deadline = now + kReportMax;
}

void AwaitedStates::failed(busbar::Handle object, RequestId request) {
    const auto found = by_object_.find(object);
    if (found == by_object_.end()) return;
    std::erase_if(found->second,
                  [request](const Awaited& awaited) { return awaited.request == request; });
    if (found->second.empty()) by_object_.erase(found);
}

std::optional<busbar::v1::Cause> AwaitedStates::take(busbar::Handle object, const Payload& report,
                                                     TimePoint now) {
    const auto found = by_object_.find(object);
    if (found == by_object_.end()) return std::nullopt;
    auto& all = found->second;
    const auto match = std::ranges::find_if(all, [&](const Awaited& awaited) {
        return awaited.payload == report && now <= awaited.deadline;
    });
    if (match == all.end()) return std::nullopt;
    auto cause = std::move(match->cause);
    all.erase(all.begin(), match + 1);
    if (all.empty()) by_object_.erase(found);
    return cause;
}

void AwaitedStates::expire(TimePoint now) {
    for (auto object = by_object_.begin(); object != by_object_.end();) {
        auto& all = object->second;
        std::erase_if(all, [now](const Awaited& awaited) { return awaited.deadline < now; });
        object = all.empty() ? by_object_.erase(object) : std::next(object);
    }
}

}  // namespace knx
