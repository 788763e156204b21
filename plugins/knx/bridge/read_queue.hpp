// SPDX-License-Identifier: Apache-2.0
// ReadQueue: the group addresses of one interface that are to be read, and those that were and have
// not answered yet.
//
//   add -> [waiting] -> next, sent -> [unanswered] -> heard
//             ^                            |  2 s: once more, behind the others; then given up
//             +----------------------------+
//
// Few are unanswered at a time: a line has room for some forty telegrams a second, of everybody.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <unordered_set>
#include <vector>

#include "knx/protocol/address.hpp"
#include "knx/protocol/tunnel/actions.hpp"

namespace knx {

// Pure: time is passed in. Bounded, because it has an address at most once.
class ReadQueue {
 public:
    static constexpr std::size_t kUnansweredMax = 2;
    static constexpr std::chrono::seconds kAnswerMax{2};
    static constexpr int kAttemptsMax = 2;

    // Nothing new when it is to be read already.
    void add(GroupAddress address);
    // It said its value: there is nothing left to ask.
    void heard(GroupAddress address);
    void clear();

    // The address to read now; none while kUnansweredMax are unanswered.
    [[nodiscard]] std::optional<GroupAddress> next() const;
    // The one from next() was read.
    void sent(TimePoint now);
    // One that did not answer kAttemptsMax times, now forgotten; call until nothing.
    [[nodiscard]] std::optional<GroupAddress> take_unanswered(TimePoint now);

    // When take_unanswered() has something to look at; TimePoint::max() for never.
    [[nodiscard]] TimePoint deadline() const;
    [[nodiscard]] bool empty() const { return wanted_.empty(); }
    [[nodiscard]] std::size_t waiting() const { return waiting_.size(); }

 private:
    struct Read {
        GroupAddress address;
        int attempts = 0;
        TimePoint deadline = TimePoint::max();  // for an answer
    };

    std::unordered_set<std::uint16_t> wanted_;  // all of them
    std::deque<Read> waiting_;
    std::vector<Read> unanswered_;  // in the order they were sent
};

}  // namespace knx
