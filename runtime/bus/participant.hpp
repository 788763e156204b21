// SPDX-License-Identifier: Apache-2.0
// Bus::Participant: what the bus keeps of one plugin or of the admin door. Private to bus/.
#pragma once

#include "bus/bus.hpp"

namespace busbar {

// Whether `value` is of the kind (any, where none is said) and keeps the bounds of value.proto.
[[nodiscard]] bool value_fits(std::uint8_t value_kind, const v1::Value& value);

struct Bus::Participant {
    ParticipantId id = kNobody;
    std::string name;  // empty: the slot is free
    Other other;
    // Kept by the slot until the bus ends, so that a late wake-up never meets a foreign descriptor.
    int wake_fd = -1;
    bool woken = false;  // wake_fd is, or is about to be, readable
    std::uint32_t epoch = 0;
    Inbox inbox;

    OwnerId owner = 0;        // its name, as the owner of objects
    std::vector<Handle> own;  // by the owner's own handle; 0 where it has none
    bool announced = false;   // all it has is known; what it had before is gone

    bool subscribed_to_all = false;
    std::deque<Handle> catch_up;       // the catalogue still has to come to these
    Inbox::Number catch_up_after = 0;  // … when everything before this has been taken
    bool catalogue_due = false;        // CatalogueComplete follows when catch_up is empty
    Inbox::Number complete_after = 0;  // … and everything before this has been taken
    // Events of objects on the list for which the inbox had no room; told with the object.
    std::unordered_map<Handle, std::uint64_t> missed;
    std::set<std::string> services;  // whose offer (or withdrawal) has to be told

    [[nodiscard]] bool may_catch_up() const {
        return catch_up.empty() ? may_complete() : inbox.taken_before(catch_up_after);
    }
    [[nodiscard]] bool may_complete() const {
        return catalogue_due && inbox.taken_before(complete_after);
    }

    BusFigures figures;
    Limiter complaints{std::chrono::seconds(1)};
};
// Appends ObjectRemoved.
void append_removed(std::string& frame, Handle handle);

template <class Body>
void Bus::push_answer(Participant& to, int field, const Body& body) {
    encoded_.clear();
    append_message(encoded_, field, body);
    to.inbox.push_answer(encoded_, stamp_);
    waiting(to);
}

template <class Body>
bool Bus::parse(Participant& from, const FrameReader::Part& part, Body& body) {
    if (part.parse(body)) return true;
    complain(from, "message not readable");
    return false;
}

}  // namespace busbar
