// SPDX-License-Identifier: Apache-2.0
// Bus::Participant: what the bus keeps of one plugin or of the admin door. Private to bus/.
#pragma once

#include "bus/bus.hpp"

namespace busbar {

// Whether `value` is of the kind (any, where none is said) and keeps the bounds of value.proto.
[[nodiscard]] bool value_fits(v1::ValueKind kind, const v1::Value& value);

struct Bus::Participant {
    ParticipantId id = kNobody;
    std::string name;  // empty: the slot is free
    Other other;
    // Kept by the slot until the bus ends, so that a late wake-up never meets a foreign descriptor.
    int wake_fd = -1;
    bool woken = false;  // wake_fd is, or is about to be, readable
    std::uint32_t epoch = 0;
    Inbox inbox;

    std::vector<Handle> own;  // by the owner's own handle; 0 where it has none

    bool subscribed_to_all = false;
    std::vector<Handle> subscribed;  // one by one, when not to all
    std::deque<Handle> catch_up;     // the catalogue still has to come to these
    bool catalogue_due = false;      // CatalogueComplete follows when catch_up is empty
    bool resyncing = false;          // the catalogue also says which objects are gone
    std::set<std::string> services;  // whose offer (or withdrawal) has to be told

    BusFigures figures;
    Limiter complaints{std::chrono::seconds(1)};
};

template <class Body>
void Bus::push(Participant& to, int field, const Body& body) {
    encoded_.clear();
    append_message(encoded_, field, body);
    push_control(to, encoded_);
}

template <class Body>
bool Bus::parse(Participant& from, const FrameReader::Part& part, Body& body) {
    if (part.parse(body)) return true;
    complain(from, "message not readable");
    return false;
}

}  // namespace busbar
