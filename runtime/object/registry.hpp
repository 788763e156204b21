// SPDX-License-Identifier: Apache-2.0
// Registry: which objects there are, who owns each, what state it is in, who wants to hear of it.
//
// Part of the bus monitor: no lock of its own, used under the bus's.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "busbar/result.hpp"
#include "busbar/v1/bus.pb.h"
#include "busbar/v1/object.pb.h"

namespace busbar {

using Handle = std::uint32_t;         // the bus's number of an object; 0 is none
using ParticipantId = std::uint16_t;  // the bus's number of a plugin, or of the admin door

inline constexpr ParticipantId kNobody = 0;        // owner not running
inline constexpr ParticipantId kVirtual = 0xFFFF;  // the runtime itself

// Somebody who hears of an object.
struct Subscription {
    ParticipantId participant = kNobody;
    bool pending = true;  // the catalogue has not come to this object yet
};

// What the bus knows of one object. Kept small and serialized: there may be 100,000.
struct Entry {
    std::string id;
    std::string
        description;    // a serialized v1::ObjectAppeared as for subscribers; empty: nobody has it
    std::string state;  // a serialized v1::StateChanged; empty: no state yet. Without a
                        // description: from before a restart, waiting for the object
    std::string owner;  // plugin id that announced it, or "virtual"
    std::string owner_name;  // what the owner calls it and where it says it is: shown where the
    std::string owner_room;  // user said nothing else
    ParticipantId owner_participant = kNobody;
    Handle owner_handle = 0;  // the owner's own number
    std::uint64_t last_sequence = 0;
    std::uint32_t epoch = 0;
    v1::ValueKind value_kind = v1::VALUE_KIND_UNSPECIFIED;
    bool commandable = false;
    bool is_event = false;
    bool has_range = false;
    double minimum = 0;
    double maximum = 0;
    std::vector<Subscription> subscriptions;

    [[nodiscard]] bool exists() const { return !description.empty(); }
};

class Registry {
 public:
    static constexpr std::size_t kObjectsMax = 1'000'000;

    // The entry of an id, made when there is none (somebody may subscribe before the owner comes).
    // Fails when the id is malformed or there are kObjectsMax ids.
    [[nodiscard]] Result<Handle> handle_of(std::string_view id);
    // The handle of an id that is known; 0 when it is not.
    [[nodiscard]] Handle find(std::string_view id) const;
    // nullptr for a handle that was never given.
    [[nodiscard]] Entry* entry(Handle handle);
    [[nodiscard]] const Entry* entry(Handle handle) const;
    // Handles are 1 … count(), in the order the ids became known.
    [[nodiscard]] Handle count() const { return static_cast<Handle>(entries_.size()); }
    // The entry of a handle that is known to be good.
    [[nodiscard]] Entry& at(Handle handle) { return entries_[handle - 1]; }

    // Takes over what the owner says of an object. What the user said of it (name, room) wins.
    // Returns whether subscribers see a difference.
    [[nodiscard]] bool describe(Handle handle, v1::Object object);
    // Takes the object out of the catalogue; the entry, its id and subscriptions stay.
    void remove(Handle handle);
    // What the user calls an object and where it is; empty texts leave it to the owner.
    // Returns whether subscribers see a difference.
    struct UserRecord {
        std::string name;
        std::string room;
    };
    [[nodiscard]] bool set_record(Handle handle, UserRecord record);

 private:
    bool store(Handle handle, v1::Object object);

    std::deque<Entry> entries_;                             // a deque: entries never move
    std::unordered_map<std::string_view, Handle> handles_;  // keys live in the entries
    std::unordered_map<Handle, UserRecord> records_;
};

// 1 to 128 of A-Z a-z 0-9 _ . -
[[nodiscard]] bool valid_id(std::string_view id);

}  // namespace busbar
