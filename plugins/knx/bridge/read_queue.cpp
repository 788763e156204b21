// SPDX-License-Identifier: Apache-2.0
// ReadQueue: a list to work off, a few at a time.
#include "knx/bridge/read_queue.hpp"

#include <algorithm>

namespace knx {

void ReadQueue::add(GroupAddress address) {
    if (wanted_.insert(address.raw).second) waiting_.push_back({address});
}

void ReadQueue::heard(GroupAddress address) {
    if (wanted_.erase(address.raw) == 0) return;
    const auto same = [address](const Read& read) { return read.address == address; };
    if (std::erase_if(unanswered_, same) > 0) return;
    const auto read = std::ranges::find_if(waiting_, same);
    if (read != waiting_.end()) waiting_.erase(read);
}

void ReadQueue::clear() {
    wanted_.clear();
    waiting_.clear();
    unanswered_.clear();
}

std::optional<GroupAddress> ReadQueue::next() const {
    if (waiting_.empty() || unanswered_.size() >= kUnansweredMax) return std::nullopt;
    return waiting_.front().address;
}

void ReadQueue::sent(TimePoint now) {
    auto read = waiting_.front();
    waiting_.pop_front();
    ++read.attempts;
    read.deadline = now + kAnswerMax;
    unanswered_.push_back(read);
}

std::optional<GroupAddress> ReadQueue::take_unanswered(TimePoint now) {
    while (!unanswered_.empty() && unanswered_.front().deadline <= now) {
        const auto read = unanswered_.front();
        unanswered_.erase(unanswered_.begin());
        if (read.attempts >= kAttemptsMax) {
            wanted_.erase(read.address.raw);
            return read.address;
        }
        waiting_.push_back(read);
    }
    return std::nullopt;
}

TimePoint ReadQueue::deadline() const {
    return unanswered_.empty() ? TimePoint::max() : unanswered_.front().deadline;
}

}  // namespace knx
