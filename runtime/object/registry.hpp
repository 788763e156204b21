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

#include "busbar/octets.hpp"
#include "busbar/result.hpp"
#include "busbar/slot_index.hpp"
#include "busbar/v1/bus.pb.h"
#include "busbar/v1/object.pb.h"

namespace busbar {

using Handle = std::uint32_t;         // the bus's number of an object; 0 is none
using ParticipantId = std::uint16_t;  // the bus's number of a plugin, or of the admin door

// A plugin's id, as a number, whether it is running or not; 0 is none.
using OwnerId = std::uint16_t;

inline constexpr ParticipantId kNobody = 0;        // owner not running
inline constexpr ParticipantId kVirtual = 0xFFFF;  // the runtime itself
inline constexpr OwnerId kVirtualOwner = 1;        // the same, as an owner

// Somebody who hears of an object, and what it was told of it. What it "was told" may still wait in
// its inbox.
struct Subscription {
    ParticipantId participant = kNobody;
    bool hears : 1 = true;     // false: unsubscribed; what it was told is remembered
    bool pending : 1 = false;  // changes are not told: the catch-up list comes to the object
    bool listed : 1 = false;   // the object is on the participant's catch-up list
    bool told : 1 = false;     // it was told ObjectAppeared, and no ObjectRemoved since
    bool gone : 1 = false;     // told, and the object has been removed since
    std::uint32_t newest = 0;  // where its newest state waits, see Inbox; 0: none that counts
};

// What the bus knows of one object. Kept small and serialized: there may be 100,000.
struct Entry {
    Octets id;
    Octets description;  // a serialized v1::ObjectAppeared as for subscribers; empty: nobody has it
    Octets state;        // a serialized v1::StateChanged; empty: no state yet. Without a
                         // description: from before a restart, waiting for the object
    std::vector<Subscription> subscriptions;
    std::uint64_t last_sequence = 0;
    Handle owner_handle = 0;  // the owner's own number
    OwnerId owner = 0;        // who announced it; 0: nobody
    ParticipantId owner_participant = kNobody;
    std::uint8_t value_kind = v1::VALUE_KIND_UNSPECIFIED;  // a v1::ValueKind
    bool commandable : 1 = false;
    bool is_event : 1 = false;
    bool has_range : 1 = false;  // the description says which

    [[nodiscard]] bool exists() const { return !description.empty(); }
};

class Registry {
 public:
    static constexpr std::size_t kObjectsMax = 1'000'000;
    static constexpr std::size_t kOwnersMax = 4096;

    Registry();
    // The number of an owner's name, made when there is none. Fails when there are kOwnersMax.
    [[nodiscard]] Result<OwnerId> owner_of(std::string_view name);
    // The name of an owner; empty for 0.
    [[nodiscard]] const std::string& owner_name(OwnerId owner) const { return owners_[owner]; }

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

    // Whether `object` is another kind of thing than what the entry is: other values, or events
    // where there were states. Nobody's idea of the one is of use for the other.
    [[nodiscard]] static bool changes_kind(const Entry& entry, const v1::Object& object);
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
    // What the user said, and below it what the owner says: kept for these objects only.
    struct Record {
        UserRecord user;
        std::string owner_name;
        std::string owner_room;
    };
    bool store(Handle handle, const v1::ObjectAppeared& appeared);

    std::deque<Entry> entries_;  // a deque: entries never move
    SlotIndex handles_;          // by id
    std::unordered_map<Handle, Record> records_;
    std::vector<std::string> owners_;  // by OwnerId
};

// Parses a message that an entry keeps.
template <class Message>
[[nodiscard]] bool parse_octets(const Octets& octets, Message& message) {
    const auto view = octets.view();
    return message.ParseFromArray(view.data(), static_cast<int>(view.size()));
}

// 1 to 128 of A-Z a-z 0-9 _ . -
[[nodiscard]] bool valid_id(std::string_view id);

}  // namespace busbar
