// SPDX-License-Identifier: Apache-2.0
// AnswerQueue: the group addresses of one interface that were read by somebody and that we are to
// answer for. The value is looked up when it is sent: it may change meanwhile.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>

#include "knx/protocol/address.hpp"
#include "knx/protocol/tunnel/actions.hpp"

namespace knx {

// Pure: time is passed in.
class AnswerQueue {
 public:
    static constexpr std::size_t kWaitingMax = 64;
    // Who asked has given up by then.
    static constexpr std::chrono::seconds kUsefulMax{2};

    // One answer is for everybody who asked until it is sent. Counted as missed when there is no
    // room.
    void push(GroupAddress address, TimePoint now) {
        if (std::ranges::find(waiting_, address, &Asked::address) != waiting_.end()) return;
        if (waiting_.size() == kWaitingMax) {
            ++missed_;
        } else {
            waiting_.push_back({address, now + kUsefulMax});
        }
    }
    // The address to answer for now. Those that waited too long are dropped and counted.
    [[nodiscard]] std::optional<GroupAddress> next(TimePoint now) {
        for (; !waiting_.empty(); waiting_.pop_front(), ++missed_) {
            if (now < waiting_.front().deadline) return waiting_.front().address;
        }
        return std::nullopt;
    }
    // The one from next() was answered for, or there is nothing to say.
    void pop() { waiting_.pop_front(); }
    void clear() { waiting_.clear(); }

    [[nodiscard]] bool empty() const { return waiting_.empty(); }
    [[nodiscard]] std::uint64_t missed() const { return missed_; }

 private:
    struct Asked {
        GroupAddress address;
        TimePoint deadline;
    };

    std::deque<Asked> waiting_;
    std::uint64_t missed_ = 0;
};

}  // namespace knx
