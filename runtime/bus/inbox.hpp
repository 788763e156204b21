// SPDX-License-Identifier: Apache-2.0
// Inbox: what waits for one participant, in order, bounded.
//
// Part of the bus monitor: no lock of its own, used under the bus's.
//
// Up to kHighWater entries everything is kept. Above, an older state of a STATE object that still
// waits is replaced in place by the newer one (conflated), so the inbox holds at most kHighWater
// entries plus one per object. States of EVENT objects are never conflated; above kEventsMax they
// are dropped and counted per object, and a Gap message says so.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

#include "object/registry.hpp"

namespace busbar {

class Inbox {
 public:
    static constexpr std::size_t kHighWater = 4096;
    static constexpr std::size_t kEventsMax = 65'536;
    static constexpr std::size_t kControlsMax = 65'536;

    // All take one message as append_message() writes it. They return false where it was dropped.
    // `object` is the object a control message is about (ObjectRemoved …), 0 for none: states on
    // either side of it never replace each other.
    bool push_control(std::string_view message, Handle object = 0);
    void push_state(Handle object, std::string_view message);
    bool push_event(Handle object, std::string_view message);

    // Moves waiting messages to the end of `frame` until it would pass `size_max` octets.
    void take(std::string& frame, std::size_t size_max);
    // Forgets all states that wait, and counts those of EVENT objects as missing.
    void drop_states();

    [[nodiscard]] bool empty() const { return live_ == 0 && missing_.empty(); }
    [[nodiscard]] std::size_t depth() const { return live_; }
    [[nodiscard]] std::uint64_t conflated() const { return conflated_; }
    [[nodiscard]] std::uint64_t dropped() const { return dropped_; }

 private:
    enum class Kind : std::uint8_t { Control, State, Event, Gone };
    struct Waiting {
        Handle object;
        Kind kind;
        std::string message;
    };
    void push(Handle object, Kind kind, std::string_view message);
    void miss(Handle object);
    void index_states();
    void gone(Waiting& waiting);
    void append_gap();

    std::deque<Waiting> waiting_;
    std::uint64_t first_ = 0;  // number of waiting_.front(); numbers never change
    // Where the newest state of an object waits. Only kept above kHighWater.
    std::unordered_map<Handle, std::uint64_t> newest_;
    bool indexed_ = false;
    std::size_t live_ = 0;  // entries that are not Gone
    std::size_t controls_ = 0;
    std::size_t events_ = 0;
    std::unordered_map<Handle, std::uint64_t> missing_;
    std::uint64_t conflated_ = 0;
    std::uint64_t dropped_ = 0;
};

}  // namespace busbar
