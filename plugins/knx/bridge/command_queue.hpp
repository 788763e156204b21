// SPDX-License-Identifier: Apache-2.0
// CommandQueue: the commands of one interface that wait to be sent, and those sent and not yet
// answered for.
//
//   push -> [waiting] -> next, sent -> [under way] -> finish
//             |  backlog and a newer one for the same address (but not of events): superseded
//             |  its time is over: expired
//
// Only as many are handed to the line as may be unconfirmed, because what the line holds cannot be
// taken back when a newer command comes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <unordered_map>
#include <vector>

#include "busbar/plugin.hpp"
#include "knx/protocol/tunnel/actions.hpp"

namespace knx {

struct QueuedCommand {
    std::uint64_t id = 0;  // the bus's; 0: taken back
    busbar::Handle object = 0;
    bool every_counts = false;  // of an event: never superseded
    bool reported = false;      // a device will report the state it leads to
    GroupAddress destination;
    Payload payload;
    busbar::v1::Cause cause;
    TimePoint deadline;  // afterwards nobody waits for it
};

// Pure: time is passed in.
class CommandQueue {
 public:
    // At most `waiting_max` wait. While `backlog` or more wait, a newer one takes the place of the
    // newest older one for its group address.
    CommandQueue(std::size_t waiting_max, std::size_t backlog);

    struct Pushed {
        bool taken = false;            // false: the queue is full
        std::uint64_t superseded = 0;  // the older command that it replaced, 0 for none
    };
    [[nodiscard]] Pushed push(QueuedCommand command);

    // The command to send now, or nullptr when none waits. Valid until the next call. Those whose
    // time is over are moved to `expired`.
    [[nodiscard]] const QueuedCommand* next(TimePoint now, std::vector<std::uint64_t>& expired);
    // The request id that the one from next() gets with sent().
    [[nodiscard]] RequestId next_request() const { return front_request_ + under_way_.size(); }
    // The one from next() is under way.
    void sent();
    // The one from next() could not be sent; takes it out.
    [[nodiscard]] QueuedCommand drop() { return pop_front(); }

    // A request is answered for. Nothing when it is not known.
    [[nodiscard]] std::optional<QueuedCommand> finish(RequestId request);

    // Takes the waiting commands of one object, or all, out of the queue; in order.
    [[nodiscard]] std::vector<std::uint64_t> take_waiting(busbar::Handle object);
    [[nodiscard]] std::vector<std::uint64_t> take_waiting();

    [[nodiscard]] std::size_t waiting() const { return waiting_count_; }
    [[nodiscard]] std::size_t under_way() const { return under_way_count_; }

 private:
    [[nodiscard]] QueuedCommand pop_front();
    [[nodiscard]] QueuedCommand* find_newest(GroupAddress destination);
    void forget_place(GroupAddress destination, std::uint64_t place);
    void skip_taken_back();

    std::size_t waiting_max_;
    std::size_t backlog_;
    std::deque<QueuedCommand> waiting_;
    std::uint64_t front_place_ = 0;  // of waiting_.front(), counted from the first one ever
    std::size_t waiting_count_ = 0;  // without those taken back
    std::unordered_map<std::uint16_t, std::uint64_t> newest_;  // of what may be superseded: places
    std::deque<std::optional<QueuedCommand>> under_way_;       // requests in order; none: finished
    RequestId front_request_ = 1;                              // of under_way_.front()
    std::size_t under_way_count_ = 0;
};

}  // namespace knx
