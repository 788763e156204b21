// SPDX-License-Identifier: Apache-2.0
// Bus: which objects there are, and whose.
#include <algorithm>

#include "bus/participant.hpp"

namespace busbar {
namespace {

ObjectSnapshot snapshot_of(const Entry& entry) {
    return {std::string(entry.description.view()), std::string(entry.state.view())};
}

}  // namespace

void append_removed(std::string& frame, Handle handle) {
    v1::ObjectRemoved removed;
    removed.set_handle(handle);
    append_message(frame, v1::Message::kObjectRemovedFieldNumber, removed);
}

void Bus::on_appeared(Participant& from, const FrameReader::Part& part) {
    v1::ObjectAppeared appeared;
    if (!parse(from, part, appeared)) return;
    auto& object = *appeared.mutable_object();
    if (part.body.size() > kDescriptionMax) {
        return complain(from, "description has more than 32,768 octets", object.id());
    }
    const auto owner_handle = object.handle();
    if (owner_handle == 0 || owner_handle > kOwnerHandleMax) {
        return complain(from, "handle is not 1 to 1,000,000", object.id());
    }
    const auto found = registry_.handle_of(object.id());
    if (!found) return complain(from, found.error().message);
    const auto handle = *found;
    auto& entry = registry_.at(handle);
    if (entry.owner != 0 && entry.owner != from.owner) {
        return complain(from, "object belongs to " + registry_.owner_name(entry.owner),
                        entry.id.view());
    }
    const auto mapped = own_object(from, owner_handle);
    if ((mapped != 0 && mapped != handle) ||
        (entry.owner_participant == from.id && entry.owner_handle != owner_handle)) {
        return complain(from, "handle and object id are not one to one", entry.id.view());
    }
    if (from.own.size() <= owner_handle) from.own.resize(owner_handle + 1U);
    from.own[owner_handle] = handle;
    remove_if_other(handle, entry, object);
    if (entry.owner_participant != from.id) entry.last_sequence = 0;
    entry.owner = from.owner;
    entry.owner_participant = from.id;
    entry.owner_handle = owner_handle;
    const bool comes = !entry.exists();
    if (registry_.describe(handle, std::move(object))) fan_out_appeared(handle, entry);
    if (comes) take_restored(handle, entry, v1::QUALITY_STALE);
}

void Bus::fan_out_appeared(Handle handle, Entry& entry) {
    for (const auto& participant : participants_) {
        if (!participant->subscribed_to_all) continue;
        const auto has = std::any_of(
            entry.subscriptions.begin(), entry.subscriptions.end(),
            [&](const Subscription& one) { return one.participant == participant->id; });
        if (!has) entry.subscriptions.push_back({participant->id});
    }
    for (auto& one : entry.subscriptions) {
        auto& to = *participants_[one.participant - 1U];
        if (!one.hears || one.pending || to.owner == entry.owner) continue;
        if (!tell_object(to, handle, entry, one)) put_on_list(to, handle, one);
    }
}

// Tells a subscriber of the object, behind what waits already. False when its inbox has no room.
bool Bus::tell_object(Participant& to, Handle handle, const Entry& entry, Subscription& one) {
    std::string message;
    if (one.gone) append_removed(message, handle);
    append_serialized(message, v1::Message::kObjectAppearedFieldNumber, entry.description.view());
    if (!to.inbox.push_control(message, handle, stamp_)) return false;
    one.newest = 0;  // what waits is of before
    one.told = true;
    one.gone = false;
    one.pending = false;
    waiting(to);
    return true;
}

void Bus::on_removed(Participant& from, const FrameReader::Part& part) {
    v1::ObjectRemoved removed;
    if (!parse(from, part, removed)) return;
    const auto handle = own_object(from, removed.handle());
    if (handle == 0) return complain(from, "removal of an object that is not its own");
    from.own[removed.handle()] = 0;
    remove(handle, registry_.at(handle));
}

void Bus::remove(Handle handle, Entry& entry) {
    registry_.remove(handle);
    std::string message;
    append_removed(message, handle);
    for (auto& one : entry.subscriptions) {
        auto& to = *participants_[one.participant - 1U];
        if (!one.told) {
            to.missed.erase(handle);  // of an object it has never heard of
            continue;
        }
        if (one.hears && !one.pending && to.inbox.push_control(message, handle, stamp_)) {
            one.newest = 0;
            one.told = false;
            waiting(to);
            continue;
        }
        one.gone = true;
        if (!one.hears) continue;
        if (const auto missed = to.missed.extract(handle)) to.inbox.miss(handle, missed.mapped());
        put_on_list(to, handle, one);
    }
}

// The id now names another kind of thing: for subscribers the old one goes and the new one comes.
void Bus::remove_if_other(Handle handle, Entry& entry, const v1::Object& object) {
    if (entry.exists() && Registry::changes_kind(entry, object)) remove(handle, entry);
}

// The owner has announced all it has: what it had in an earlier life and has no more is gone.
void Bus::on_announced(Participant& from) {
    if (std::exchange(from.announced, true)) return;  // nothing is left to be found
    for (Handle handle = 1; handle <= registry_.count(); ++handle) {
        auto& entry = registry_.at(handle);
        if (entry.owner == from.owner && entry.owner_participant != from.id) remove(handle, entry);
    }
}

void Bus::remove_objects_of(std::string_view plugin_id) {
    auto lock = enter();
    const auto owner = registry_.owner_of(plugin_id);
    for (Handle handle = 1; handle <= registry_.count(); ++handle) {
        auto& entry = registry_.at(handle);
        if (owner && entry.owner == *owner && entry.owner_participant == kNobody)
            remove(handle, entry);
    }
    release(lock);
}

Status Bus::set_virtual(const v1::Object& object, const v1::StateChanged& start) {
    auto lock = enter();
    const auto handle = BUSBAR_TRY(registry_.handle_of(object.id()));
    auto& entry = registry_.at(handle);
    if (entry.owner != 0 && entry.owner != kVirtualOwner) {
        return fail(ErrorCode::AlreadyExists,
                    "object '" + object.id() + "' belongs to " + registry_.owner_name(entry.owner));
    }
    remove_if_other(handle, entry, object);
    const bool comes = !entry.exists();
    entry.owner = kVirtualOwner;
    entry.owner_participant = kVirtual;
    if (registry_.describe(handle, object)) fan_out_appeared(handle, entry);
    if (comes) take_restored(handle, entry, v1::QUALITY_GOOD);
    if (entry.state.empty() && start.has_value() && value_fits(entry.value_kind, start.value())) {
        auto state = start;
        state.set_sequence(++entry.last_sequence);
        store(handle, entry, state);
    }
    release(lock);
    return {};
}

void Bus::remove_virtual(std::string_view id) {
    auto lock = enter();
    const auto handle = registry_.find(id);
    if (handle != 0 && registry_.at(handle).owner_participant == kVirtual) {
        remove(handle, registry_.at(handle));
    }
    release(lock);
}

Status Bus::set_record(std::string_view id, const std::string& name, const std::string& room) {
    auto lock = enter();
    const auto handle = BUSBAR_TRY(registry_.handle_of(id));
    if (registry_.set_record(handle, {name, room})) fan_out_appeared(handle, registry_.at(handle));
    release(lock);
    return {};
}

Result<ObjectSnapshot> Bus::object(std::string_view id) const {
    const Lock lock(mutex_);
    const auto* entry = registry_.entry(registry_.find(id));
    if (entry == nullptr || !entry->exists()) {
        return fail(ErrorCode::NotFound, "there is no object '" + std::string(id) + "'");
    }
    return snapshot_of(*entry);
}

std::vector<ObjectSnapshot> Bus::objects(Handle& from, std::size_t count) const {
    const Lock lock(mutex_);
    std::vector<ObjectSnapshot> snapshots;
    for (; from <= registry_.count() && snapshots.size() < count; ++from) {
        const auto& entry = *registry_.entry(from);
        if (entry.exists()) snapshots.push_back(snapshot_of(entry));
    }
    if (from > registry_.count()) from = 0;
    return snapshots;
}

std::size_t Bus::object_count() const {
    const Lock lock(mutex_);
    std::size_t count = 0;
    for (Handle handle = 1; handle <= registry_.count(); ++handle) {
        if (registry_.entry(handle)->exists()) ++count;
    }
    return count;
}

}  // namespace busbar
