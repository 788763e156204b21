// SPDX-License-Identifier: Apache-2.0
// The newest message of each topic, for a moment.
#include "protocol/copies.hpp"

#include <algorithm>
#include <functional>

namespace mqtt_client {

bool Copies::is_copy(std::string_view topic, std::string_view payload, bool retained,
                     std::size_t subscriptions, Time now) {
    std::erase_if(recent_, [&](const Recent& one) { return now - one.time > kTogether; });
    const std::hash<std::string_view> hash;
    const Recent arrived{hash(topic), hash(payload) ^ static_cast<std::size_t>(retained),
                         subscriptions - 1, now};
    const auto before = std::find_if(recent_.begin(), recent_.end(),
                                     [&](const Recent& one) { return one.topic == arrived.topic; });
    if (before != recent_.end()) {
        if (before->message == arrived.message && before->copies_due > 0) {
            --before->copies_due;
            return true;
        }
        recent_.erase(before);
    } else if (recent_.size() == kRecentMax) {
        recent_.erase(recent_.begin());
    }
    recent_.push_back(arrived);
    return false;
}

}  // namespace mqtt_client
