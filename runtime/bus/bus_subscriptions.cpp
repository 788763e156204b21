// SPDX-License-Identifier: Apache-2.0
// Bus: who hears of what, and how a subscriber catches up.
//
// The catalogue is not put into the inbox: the subscriber gets a list of handles, and receive()
// fills its frames from the objects as they are then. Until the list has come to an object its
// changes are not told (they will be in what comes), so a hundred thousand objects need no room and
// leave no gap.
#include <algorithm>

#include "bus/participant.hpp"

namespace busbar {

void Bus::on_subscribe(Participant& from, const FrameReader::Part& part) {
    v1::Subscribe wish;
    if (!parse(from, part, wish)) return;
    if (wish.all()) {
        from.subscribed_to_all = true;
        for (Handle handle = 1; handle <= registry_.count(); ++handle) subscribe(from, handle);
    }
    for (const auto& id : wish.object_ids()) {
        const auto handle = registry_.handle_of(id);
        if (!handle) {
            complain(from, handle.error().message);
            continue;
        }
        subscribe(from, *handle);
    }
    from.catalogue_due = true;
    waiting(from);
}

void Bus::subscribe(Participant& participant, Handle handle) {
    auto& subscriptions = registry_.at(handle).subscriptions;
    const auto known =
        std::any_of(subscriptions.begin(), subscriptions.end(),
                    [&](const Subscription& one) { return one.participant == participant.id; });
    if (known) return;
    subscriptions.push_back({participant.id, true});
    participant.catch_up.push_back(handle);
}

void Bus::on_unsubscribe(Participant& from, const FrameReader::Part& part) {
    v1::Unsubscribe wish;
    if (!parse(from, part, wish)) return;
    const auto forget = [&](Handle handle) {
        std::erase_if(registry_.at(handle).subscriptions,
                      [&](const Subscription& one) { return one.participant == from.id; });
    };
    if (wish.all()) {
        from.subscribed_to_all = false;
        from.catch_up.clear();
        for (Handle handle = 1; handle <= registry_.count(); ++handle) forget(handle);
    }
    for (const auto& id : wish.object_ids()) {
        if (const auto handle = registry_.find(id); handle != 0) forget(handle);
    }
}

// Fills the frame with objects the subscriber has not seen yet, as they are now.
void Bus::catch_up(Participant& participant, std::string& frame) {
    while (!participant.catch_up.empty()) {
        const auto handle = participant.catch_up.front();
        const auto& entry = registry_.at(handle);
        constexpr std::size_t kOverhead = 32;  // tags and lengths of two messages
        const auto size = entry.description.size() + entry.state.size() + kOverhead;
        if (!frame.empty() && frame.size() + size > BUSBAR_FRAME_SIZE_MAX) return;
        participant.catch_up.pop_front();
        auto& subscriptions = registry_.at(handle).subscriptions;
        const auto mine = std::find_if(
            subscriptions.begin(), subscriptions.end(),
            [&](const Subscription& one) { return one.participant == participant.id; });
        if (mine == subscriptions.end()) continue;  // unsubscribed meanwhile
        mine->pending = false;
        if (entry.owner_participant == participant.id) continue;
        if (entry.exists()) {
            append_serialized(frame, v1::Message::kObjectAppearedFieldNumber, entry.description);
            // What an event was is no news: only what happens from now on counts.
            if (!entry.state.empty() && !entry.is_event) {
                append_serialized(frame, v1::Message::kStateChangedFieldNumber, entry.state);
            }
        } else if (participant.resyncing) {
            v1::ObjectRemoved removed;
            removed.set_handle(handle);
            append_message(frame, v1::Message::kObjectRemovedFieldNumber, removed);
        }
    }
    participant.resyncing = false;
    if (!participant.catalogue_due) return;
    participant.catalogue_due = false;
    append_message(frame, v1::Message::kCatalogueCompleteFieldNumber, v1::CatalogueComplete{});
}

// The subscriber has missed changes of the catalogue: it gets all of it once more.
void Bus::resync(Participant& participant) {
    participant.inbox.drop_states();
    participant.catch_up.clear();
    for (Handle handle = 1; handle <= registry_.count(); ++handle) {
        for (auto& one : registry_.at(handle).subscriptions) {
            if (one.participant != participant.id) continue;
            one.pending = true;
            participant.catch_up.push_back(handle);
        }
    }
    participant.resyncing = true;
}

}  // namespace busbar
