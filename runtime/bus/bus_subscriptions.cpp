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
namespace {

using Subscriptions = std::vector<Subscription>;

Subscriptions::iterator find_in(Subscriptions& subscriptions, ParticipantId participant) {
    return std::find_if(subscriptions.begin(), subscriptions.end(),
                        [&](const Subscription& one) { return one.participant == participant; });
}

void append_gap(std::string& frame, Handle handle, std::uint64_t count) {
    v1::Gap gap;
    auto& missing = *gap.add_missing();
    missing.set_object(handle);
    missing.set_count(count);
    append_message(frame, v1::Message::kGapFieldNumber, gap);
}

}  // namespace

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
    from.complete_after = from.inbox.end();
    waiting(from);
}

void Bus::subscribe(Participant& participant, Handle handle) {
    auto& subscriptions = registry_.at(handle).subscriptions;
    auto one = find_in(subscriptions, participant.id);
    if (one == subscriptions.end()) {
        one = subscriptions.insert(one, {participant.id});
    } else if (one->hears) {
        return;
    }
    one->hears = true;
    put_on_list(participant, handle, *one);
}

// From now on the object's changes are not told: the list will come to it, when what waits before
// has been taken. An object is on the list once at most.
void Bus::put_on_list(Participant& participant, Handle handle, Subscription& one) {
    participant.inbox.tell_gap_of(handle, stamp_);
    one.pending = true;
    one.newest = 0;
    if (!one.listed) participant.catch_up.push_back(handle);
    one.listed = true;
    participant.catch_up_after = participant.inbox.end();
    waiting(participant);
}

void Bus::on_unsubscribe(Participant& from, const FrameReader::Part& part) {
    v1::Unsubscribe wish;
    if (!parse(from, part, wish)) return;
    if (wish.all()) {
        from.subscribed_to_all = false;
        for (Handle handle = 1; handle <= registry_.count(); ++handle) unsubscribe(from, handle);
    }
    for (const auto& id : wish.object_ids()) {
        // Who hears all and not this one: that is noted, whether the object exists yet or not.
        const auto handle =
            from.subscribed_to_all ? registry_.handle_of(id).value_or(0) : registry_.find(id);
        if (handle != 0) unsubscribe(from, handle);
    }
}

// What the subscriber was told is remembered: when it subscribes again it is told if the object has
// gone since.
void Bus::unsubscribe(Participant& participant, Handle handle) {
    auto& subscriptions = registry_.at(handle).subscriptions;
    auto one = find_in(subscriptions, participant.id);
    if (one == subscriptions.end()) {
        if (!participant.subscribed_to_all) return;
        one = subscriptions.insert(one, {participant.id});
    }
    participant.missed.erase(handle);
    one->hears = false;
    one->pending = false;
    one->newest = 0;
    forget_if_idle(participant, subscriptions, one);
}

// A subscription that says nothing any more is not kept.
void Bus::forget_if_idle(const Participant& participant, std::vector<Subscription>& subscriptions,
                         std::vector<Subscription>::iterator one) {
    if (one->hears || one->told || one->listed || participant.subscribed_to_all) return;
    subscriptions.erase(one);
}

// Fills the frame with objects the subscriber has not seen yet, as they are now.
void Bus::catch_up(Participant& participant, std::string& frame) {
    while (!participant.catch_up.empty()) {
        const auto handle = participant.catch_up.front();
        auto& entry = registry_.at(handle);
        constexpr std::size_t kOverhead = 96;  // tags and lengths, ObjectRemoved and Gap
        const auto size = entry.description.size() + entry.state.size() + kOverhead;
        if (!frame.empty() && frame.size() + size > BUSBAR_FRAME_SIZE_MAX) return;
        participant.catch_up.pop_front();
        const auto one = find_in(entry.subscriptions, participant.id);
        one->listed = false;
        if (one->pending) give_object(participant, handle, entry, *one, frame);
        forget_if_idle(participant, entry.subscriptions, one);
    }
    constexpr std::size_t kCompleteSize = 8;
    if (!participant.may_complete() || frame.size() + kCompleteSize > BUSBAR_FRAME_SIZE_MAX) return;
    participant.catalogue_due = false;
    append_message(frame, v1::Message::kCatalogueCompleteFieldNumber, v1::CatalogueComplete{});
}

void Bus::give_object(Participant& participant, Handle handle, const Entry& entry,
                      Subscription& one, std::string& frame) {
    const auto missed = participant.missed.extract(handle);
    const bool exists = entry.exists() && entry.owner != participant.owner;
    one.pending = false;
    if (one.gone) append_removed(frame, handle);
    one.told = exists;
    one.gone = false;
    if (!exists) return;
    append_serialized(frame, v1::Message::kObjectAppearedFieldNumber, entry.description.view());
    // What an event was is no news: only what happens from now on counts.
    if (entry.is_event) {
        if (!missed.empty()) append_gap(frame, handle, missed.mapped());
    } else if (!entry.state.empty()) {
        append_serialized(frame, v1::Message::kStateChangedFieldNumber, entry.state.view());
    }
}

}  // namespace busbar
