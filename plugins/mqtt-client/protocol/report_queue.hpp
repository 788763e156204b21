// SPDX-License-Identifier: Apache-2.0
// ReportQueue: reports of one connection that wait for room on the wire.
//
// Every report is kept while the connection keeps up. Above kHighWater a report of a state takes
// the place of the one of the same assignment that waits, so the newest value always arrives and
// the queue is bounded by kHighWater and the number of assignments. Where every occurrence counts
// nothing is replaced; above kHardBound such a report is dropped. Both are told to the caller, who
// counts.
#pragma once

#include <cstdint>
#include <deque>
#include <string>

#include "protocol/anti_echo.hpp"
#include "protocol/origin_tag.hpp"

namespace mqtt_client {

// Names an assignment; the generation tells it from an earlier one in the same slot.
struct Ref {
    std::uint32_t slot = 0;
    std::uint32_t generation = 0;

    friend bool operator==(const Ref&, const Ref&) = default;
};

// Names none.
constexpr Ref kNoAssignment{0xFFFFFFFF, 0};

// A value on its way to a report topic.
struct Report {
    Ref assignment = kNoAssignment;
    Origin origin = Origin::Local;
    bool occurrence = false;  // every one counts, see above; never retained
    Comparable value;
    std::string payload;
    OriginTag tag{};  // none on connections that do not carry it
};

class ReportQueue {
 public:
    static constexpr std::size_t kHighWater = 4096;
    static constexpr std::size_t kHardBound = 65536;

    enum class Outcome : std::uint8_t { Queued, Replaced, Dropped };

    // `newest` is the assignment's own note of where its newest report waits; start it with 0.
    Outcome put(Report report, std::uint64_t& newest);

    [[nodiscard]] bool empty() const { return reports_.empty(); }
    [[nodiscard]] std::size_t size() const { return reports_.size(); }
    [[nodiscard]] const Report& front() const { return reports_.front(); }
    [[nodiscard]] Report take();  // the front; not from an empty queue
    void pop();
    void clear();

 private:
    std::deque<Report> reports_;
    std::uint64_t first_ = 1;  // number of the front; numbers are never used twice
};

}  // namespace mqtt_client
