// SPDX-License-Identifier: Apache-2.0
// Bus: objects and their states, from owners to subscribers.
#include <cmath>

#include "bus/participant.hpp"

namespace busbar {
namespace {

bool plain_value_fits(const v1::Value& value) {
    constexpr std::size_t kOctetsMax = 4096;
    if (value.has_number()) return std::isfinite(value.number());
    if (value.has_text()) return value.text().size() <= kOctetsMax;
    return !value.has_bytes() || value.bytes().size() <= kOctetsMax;
}

bool fields_fit(const v1::FieldValues& fields) {
    constexpr int kFieldsMax = 32;
    if (fields.fields_size() > kFieldsMax) return false;
    for (int i = 0; i < fields.fields_size(); ++i) {
        const auto& field = fields.fields(i);
        if (field.value().has_fields() || !plain_value_fits(field.value())) return false;
        for (int j = 0; j < i; ++j) {
            if (fields.fields(j).name() == field.name()) return false;
        }
    }
    return true;
}

}  // namespace

bool value_fits(v1::ValueKind kind, const v1::Value& value) {
    const auto is = value.kind_case();
    if (is == v1::Value::KIND_NOT_SET) return false;
    // ValueKind has the numbers of Value's members, see value.proto and object.proto.
    if (kind != v1::VALUE_KIND_UNSPECIFIED && static_cast<int>(kind) != static_cast<int>(is)) {
        return false;
    }
    return value.has_fields() ? fields_fit(value.fields()) : plain_value_fits(value);
}

Handle Bus::own_object(const Participant& from, Handle owner_handle) const {
    return owner_handle < from.own.size() ? from.own[owner_handle] : 0;
}

void Bus::on_state(Participant& from, const FrameReader::Part& part) {
    if (!parse(from, part, state_)) return;
    const auto handle = own_object(from, state_.object());
    if (handle == 0) return complain(from, "state of an object that is not its own");
    auto& entry = registry_.at(handle);
    const bool unknown = state_.quality() == v1::QUALITY_UNKNOWN && !state_.has_value();
    if (!unknown && !value_fits(entry.value_kind, state_.value())) {
        return complain(from, "state does not fit the object's type", entry.id);
    }
    if (state_.sequence() <= entry.last_sequence) {
        return complain(from, "state is older than the one before", entry.id);
    }
    ++from.figures.states_in;
    entry.last_sequence = state_.sequence();
    state_.set_epoch(from.epoch);
    store(handle, entry, state_);
}

// Makes `state` the object's state and tells it to who hears of it.
void Bus::store(Handle handle, Entry& entry, v1::StateChanged& state) {
    state.set_object(handle);
    if (state.change_time_us() == 0) state.set_change_time_us(clock_.wall_us());
    if (state.quality() == v1::QUALITY_UNSPECIFIED) state.set_quality(v1::QUALITY_GOOD);
    state.SerializeToString(&entry.state);
    fan_out_state(handle, entry);
}

void Bus::fan_out_state(Handle handle, Entry& entry) {
    encoded_.clear();
    append_serialized(encoded_, v1::Message::kStateChangedFieldNumber, entry.state);
    for (const auto& subscription : entry.subscriptions) {
        if (subscription.pending || subscription.participant == entry.owner_participant) continue;
        auto& to = *participants_[subscription.participant - 1U];
        if (entry.is_event) {
            (void)to.inbox.push_event(handle, encoded_);  // counts what it drops, and says so
        } else {
            to.inbox.push_state(handle, encoded_);
        }
        waiting(to);
    }
}

void Bus::fan_out_control(Handle handle, Entry& entry, std::string_view message) {
    for (const auto& subscription : entry.subscriptions) {
        if (subscription.pending || subscription.participant == entry.owner_participant) continue;
        push_control(*participants_[subscription.participant - 1U], message, handle);
    }
}

// A control message that does not fit the inbox must not be lost: the subscriber gets everything
// anew instead, which needs no room.
void Bus::push_control(Participant& to, std::string_view message, Handle handle) {
    if (!to.inbox.push_control(message, handle) && handle != 0) resync(to);
    waiting(to);
}

void Bus::on_appeared(Participant& from, const FrameReader::Part& part) {
    v1::ObjectAppeared appeared;
    if (!parse(from, part, appeared)) return;
    auto& object = *appeared.mutable_object();
    const auto owner_handle = object.handle();
    if (owner_handle == 0 || owner_handle > kOwnerHandleMax) {
        return complain(from, "handle is not 1 to 1,000,000", object.id());
    }
    const auto found = registry_.handle_of(object.id());
    if (!found) return complain(from, found.error().message);
    const auto handle = *found;
    auto& entry = registry_.at(handle);
    if (!entry.owner.empty() && entry.owner != from.name) {
        return complain(from, "object belongs to " + entry.owner, entry.id);
    }
    const auto mapped = own_object(from, owner_handle);
    if ((mapped != 0 && mapped != handle) ||
        (entry.owner_participant == from.id && entry.owner_handle != owner_handle)) {
        return complain(from, "handle and object id are not one to one", entry.id);
    }
    if (from.own.size() <= owner_handle) from.own.resize(owner_handle + 1U);
    from.own[owner_handle] = handle;
    if (entry.owner_participant != from.id) entry.last_sequence = 0;
    entry.owner = from.name;
    entry.owner_participant = from.id;
    entry.owner_handle = owner_handle;
    entry.epoch = from.epoch;
    const bool comes = !entry.exists();
    if (registry_.describe(handle, std::move(object))) fan_out_appeared(handle, entry);
    if (comes) take_restored(handle, entry, v1::QUALITY_STALE);
}

void Bus::fan_out_appeared(Handle handle, Entry& entry) {
    for (const auto& participant : participants_) {
        if (!participant->subscribed_to_all || participant->id == entry.owner_participant) continue;
        const auto has = std::any_of(
            entry.subscriptions.begin(), entry.subscriptions.end(),
            [&](const Subscription& one) { return one.participant == participant->id; });
        if (!has) entry.subscriptions.push_back({participant->id, false});
    }
    encoded_.clear();
    append_serialized(encoded_, v1::Message::kObjectAppearedFieldNumber, entry.description);
    fan_out_control(handle, entry, encoded_);
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
    v1::ObjectRemoved removed;
    removed.set_handle(handle);
    encoded_.clear();
    append_message(encoded_, v1::Message::kObjectRemovedFieldNumber, removed);
    fan_out_control(handle, entry, encoded_);
}

// The owner has announced all it has: what it had in an earlier life and has no more is gone.
void Bus::on_announced(Participant& from) {
    for (Handle handle = 1; handle <= registry_.count(); ++handle) {
        auto& entry = registry_.at(handle);
        if (entry.owner == from.name && entry.owner_participant != from.id) remove(handle, entry);
    }
}

// The owner has gone; its object stays, but nobody vouches for the state.
void Bus::mark_stale(Handle handle, Entry& entry) {
    entry.owner_participant = kNobody;
    entry.owner_handle = 0;
    if (entry.state.empty() || !state_.ParseFromString(entry.state)) return;
    state_.set_quality(v1::QUALITY_STALE);
    state_.SerializeToString(&entry.state);
    if (!entry.is_event) fan_out_state(handle, entry);
}

void Bus::remove_objects_of(std::string_view plugin_id) {
    Lock lock(mutex_);
    for (Handle handle = 1; handle <= registry_.count(); ++handle) {
        auto& entry = registry_.at(handle);
        if (entry.owner == plugin_id && entry.owner_participant == kNobody) remove(handle, entry);
    }
    release(lock);
}

Status Bus::set_virtual(const v1::Object& object, const v1::StateChanged& start) {
    Lock lock(mutex_);
    const auto handle = BUSBAR_TRY(registry_.handle_of(object.id()));
    auto& entry = registry_.at(handle);
    if (!entry.owner.empty() && entry.owner != "virtual") {
        return fail(ErrorCode::AlreadyExists,
                    "object '" + object.id() + "' belongs to " + entry.owner);
    }
    const bool comes = !entry.exists();
    const bool new_kind = !comes && entry.value_kind != object.type().value_kind();
    entry.owner = "virtual";
    entry.owner_participant = kVirtual;
    if (registry_.describe(handle, object)) fan_out_appeared(handle, entry);
    if (comes) take_restored(handle, entry, v1::QUALITY_GOOD);
    if ((entry.state.empty() || new_kind) && start.has_value() &&
        value_fits(entry.value_kind, start.value())) {
        auto state = start;
        state.set_sequence(++entry.last_sequence);
        store(handle, entry, state);
    }
    release(lock);
    return {};
}

void Bus::remove_virtual(std::string_view id) {
    Lock lock(mutex_);
    const auto handle = registry_.find(id);
    if (handle != 0 && registry_.at(handle).owner_participant == kVirtual) {
        remove(handle, registry_.at(handle));
    }
    release(lock);
}

Status Bus::restore_state(std::string_view id, v1::StateChanged state) {
    const Lock lock(mutex_);
    const auto handle = BUSBAR_TRY(registry_.handle_of(id));
    auto& entry = registry_.at(handle);
    if (entry.exists()) return {};
    state.clear_cause();
    state.clear_epoch();  // older than whatever an owner says
    state.clear_sequence();
    state.SerializeToString(&entry.state);
    return {};
}

// The object has come (back): what was kept of it is its state if it fits.
void Bus::take_restored(Handle handle, Entry& entry, v1::Quality quality) {
    if (entry.state.empty()) return;
    const bool fits = state_.ParseFromString(entry.state) && !entry.is_event &&
                      value_fits(entry.value_kind, state_.value());
    if (!fits) return entry.state.clear();
    state_.set_quality(quality);
    store(handle, entry, state_);
}

Status Bus::set_record(std::string_view id, const std::string& name, const std::string& room) {
    Lock lock(mutex_);
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
    return ObjectSnapshot{entry->description, entry->state};
}

std::vector<ObjectSnapshot> Bus::objects(Handle& from, std::size_t count) const {
    const Lock lock(mutex_);
    std::vector<ObjectSnapshot> snapshots;
    for (; from <= registry_.count() && snapshots.size() < count; ++from) {
        const auto& entry = *registry_.entry(from);
        if (entry.exists()) snapshots.push_back({entry.description, entry.state});
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
