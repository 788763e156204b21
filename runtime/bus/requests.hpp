// SPDX-License-Identifier: Apache-2.0
// Requests: what was asked and not yet answered. Exactly one answer each, whatever happens.
//
// Part of the bus monitor: no lock of its own, used under the bus's.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <queue>
#include <unordered_map>
#include <vector>

#include "object/registry.hpp"

namespace busbar {

// A command, or a question to a service.
struct Request {
    enum class Kind : std::uint8_t { Command, Service };
    Kind kind = Kind::Command;
    ParticipantId sender = kNobody;
    ParticipantId receiver = kNobody;
    std::uint64_t sender_id = 0;  // the sender's own number for it
    std::chrono::steady_clock::time_point deadline;
};

class Requests {
 public:
    using Time = std::chrono::steady_clock::time_point;
    static constexpr std::size_t kPerParticipantMax = 4096;  // under way, sent or to be answered

    // The bus's number for the request; 0 when the sender or the receiver has too many under way.
    [[nodiscard]] std::uint64_t add(const Request& request);
    // Takes a request that `receiver` answers; nothing when it is not (or no longer) its to answer.
    [[nodiscard]] std::optional<Request> finish(std::uint64_t id, ParticipantId receiver);
    // Takes the next one whose deadline has come.
    [[nodiscard]] std::optional<Request> take_late(Time now);
    // A participant has gone: forgets what it had asked, and takes what it should have answered, in
    // the order it was asked.
    [[nodiscard]] std::vector<Request> take_of(ParticipantId gone);

    [[nodiscard]] std::size_t count() const { return requests_.size(); }

 private:
    using ById = std::unordered_map<std::uint64_t, Request>;
    struct Deadline {
        Time time;
        std::uint64_t id;
        bool operator>(const Deadline& other) const { return time > other.time; }
    };
    static constexpr std::size_t kStaleMax = 1024;
    Request take(ById::iterator found);
    void drop_stale_deadlines();

    ById requests_;
    // May name requests that are long answered; they are skipped.
    std::priority_queue<Deadline, std::vector<Deadline>, std::greater<>> deadlines_;
    std::unordered_map<ParticipantId, std::size_t> sent_;
    std::unordered_map<ParticipantId, std::size_t> received_;
    std::uint64_t last_id_ = 0;
};

}  // namespace busbar
