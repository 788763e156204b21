// SPDX-License-Identifier: Apache-2.0
// Inbox: what waits for one participant, in order, bounded.
//
// Part of the bus monitor: no lock of its own, used under the bus's.
//
// While fewer than kHighWater entries wait everything is kept. Above, an older state of a STATE
// object that still waits is replaced in place by the newer one (conflated), so that beyond
// kHighWater there is at most one for each object. States of EVENT objects are never conflated;
// above kEventsMax they are dropped and counted per object, and a Gap message says so.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

#include "busbar/octets.hpp"
#include "object/registry.hpp"

namespace busbar {

class Inbox {
 public:
    static constexpr std::size_t kHighWater = 4096;
    static constexpr std::size_t kEventsMax = 65'536;
    static constexpr std::size_t kControlsMax = 65'536;
    // Who has so many answers to read is given no chance to ask more (BUSBAR_FULL), so there is
    // always room for an answer: these, those of one more frame, and of what is under way.
    static constexpr std::size_t kAnswersMax = 16'384;

    // When an entry came: milliseconds of the bus's clock, whose start does not matter.
    using Stamp = std::uint32_t;
    // An entry's number; rises by one for each and wraps.
    using Number = std::uint32_t;

    // All take one message as append_message() writes it. They return false where it was dropped.
    // `object` is the object a control message is about (ObjectRemoved …), 0 for none: what is
    // missing of it is told before. The caller sets its `newest` to 0, and tells it later what did
    // not fit.
    bool push_control(std::string_view message, Handle object = 0, Stamp now = 0);
    // The answer to a command or request. Never dropped.
    void push_answer(std::string_view message, Stamp now = 0);
    // `newest` is where the newest state of the object waits, kept by the caller for each object.
    // At 0 no state that waits is replaced by this one.
    void push_state(Handle object, std::string_view message, Number& newest, Stamp now = 0);
    bool push_event(Handle object, std::string_view message, Stamp now = 0);
    // Notes events of an object that were dropped; a Gap will say so.
    void miss(Handle object, std::uint64_t count);
    // Says what is missing of an object before whatever else is said of it.
    void tell_gap_of(Handle object, Stamp now = 0);

    // Moves waiting messages to the end of `frame` until it would pass `size_max` octets.
    void take(std::string& frame, std::size_t size_max);

    [[nodiscard]] bool empty() const { return waiting_.empty() && missing_.empty(); }
    [[nodiscard]] std::size_t depth() const { return waiting_.size(); }
    [[nodiscard]] std::size_t answers() const { return answers_; }
    [[nodiscard]] std::uint64_t conflated() const { return conflated_; }
    [[nodiscard]] std::uint64_t dropped() const { return dropped_; }
    // How long the oldest entry has been waiting; 0 when there is none.
    [[nodiscard]] Stamp age(Stamp now) const {
        return waiting_.empty() ? 0 : now - waiting_.front().came;
    }
    // The number the next entry will have, and whether all before a number have been taken.
    [[nodiscard]] Number end() const { return first_ + static_cast<Number>(waiting_.size()); }
    [[nodiscard]] bool taken_before(Number number) const {
        return waiting_.empty() || static_cast<std::int32_t>(first_ - number) >= 0;
    }

 private:
    enum class Kind : std::uint8_t { Control, Answer, State, Event };
    struct Waiting {
        Octets message;
        Handle object;
        Stamp came;
        Kind kind;
    };
    void push(Handle object, Kind kind, std::string_view message, Stamp now);
    [[nodiscard]] Waiting* state_at(Number number, Handle object);
    void append_gap(Stamp now);

    std::deque<Waiting> waiting_;
    Number first_ = 1;  // number of waiting_.front()
    std::size_t controls_ = 0;
    std::size_t answers_ = 0;
    std::size_t events_ = 0;
    std::unordered_map<Handle, std::uint64_t> missing_;
    std::uint64_t conflated_ = 0;
    std::uint64_t dropped_ = 0;
};

}  // namespace busbar
