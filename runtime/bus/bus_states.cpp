// SPDX-License-Identifier: Apache-2.0
// Bus: states, from owners to subscribers.
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

bool value_fits(std::uint8_t value_kind, const v1::Value& value) {
    const auto is = value.kind_case();
    if (is == v1::Value::KIND_NOT_SET) return false;
    // ValueKind has the numbers of Value's members, see value.proto and object.proto.
    if (value_kind != v1::VALUE_KIND_UNSPECIFIED && value_kind != static_cast<int>(is)) {
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
        return complain(from, "state does not fit the object's type", entry.id.view());
    }
    if (state_.sequence() <= entry.last_sequence) {
        return complain(from, "state is older than the one before", entry.id.view());
    }
    if (part.body.size() > kStateMax) return complain(from, "state is too large", entry.id.view());
    ++from.figures.states_in;
    if (entry.is_event) ++from.figures.events_in;
    entry.last_sequence = state_.sequence();
    state_.set_epoch(from.epoch);
    store(handle, entry, state_);
}

// Makes `state` the object's state and tells it to who hears of it.
void Bus::store(Handle handle, Entry& entry, v1::StateChanged& state) {
    state.set_object(handle);
    if (state.change_time_us() == 0) state.set_change_time_us(clock_.wall_us());
    if (state.quality() == v1::QUALITY_UNSPECIFIED) state.set_quality(v1::QUALITY_GOOD);
    keep(entry, state);
    fan_out_state(handle, entry);
}

// The state as it is kept; `encoded_` is then the message that tells it.
void Bus::keep(Entry& entry, const v1::StateChanged& state) {
    encoded_.clear();
    append_message(encoded_, v1::Message::kStateChangedFieldNumber, state);
    const auto size = static_cast<std::size_t>(state.GetCachedSize());
    entry.state.assign(std::string_view(encoded_).substr(encoded_.size() - size));
}

// Tells the state in `encoded_`.
void Bus::fan_out_state(Handle handle, Entry& entry) {
    for (auto& one : entry.subscriptions) {
        auto& to = *participants_[one.participant - 1U];
        if (!one.hears || to.owner == entry.owner) continue;
        ++to.figures.states_out;
        if (entry.is_event) {
            tell_event(to, handle, entry, one);
        } else if (!one.pending) {
            to.inbox.push_state(handle, encoded_, one.newest, stamp_);
            waiting(to);
        } else if (one.told) {
            ++to.figures.conflated;  // it has heard of an older one; the list will tell the newest
        }
    }
}

// An event cannot wait for the catch-up list as a state can: the object goes ahead of it. Where
// there is no room even for that, the list says how many are missing.
void Bus::tell_event(Participant& to, Handle handle, const Entry& entry, Subscription& one) {
    const bool missed = to.missed.contains(handle);
    const bool went_ahead = one.pending && !missed && tell_object(to, handle, entry, one);
    if (one.pending) {
        ++to.missed[handle];
        ++to.figures.dropped;
        return;
    }
    if (went_ahead) to.complete_after = to.inbox.end();
    (void)to.inbox.push_event(handle, encoded_, stamp_);  // counts what it drops, and says so
    waiting(to);
}

// The owner has gone; its object stays, but nobody vouches for the state.
void Bus::mark_stale(Handle handle, Entry& entry) {
    entry.owner_participant = kNobody;
    entry.owner_handle = 0;
    if (entry.state.empty() || !parse_octets(entry.state, state_)) return;
    if (!state_.has_value() || state_.quality() == v1::QUALITY_STALE) return;
    state_.set_quality(v1::QUALITY_STALE);
    keep(entry, state_);
    if (!entry.is_event) fan_out_state(handle, entry);
}

Status Bus::restore_state(std::string_view id, v1::StateChanged state) {
    const Lock lock(mutex_);
    const auto handle = BUSBAR_TRY(registry_.handle_of(id));
    auto& entry = registry_.at(handle);
    if (entry.exists()) return {};
    state.clear_cause();
    state.clear_epoch();  // older than whatever an owner says
    state.clear_sequence();
    keep(entry, state);
    return {};
}

// The object has come (back): what was kept of it is its state if it fits.
void Bus::take_restored(Handle handle, Entry& entry, v1::Quality quality) {
    if (entry.state.empty()) return;
    const bool fits = parse_octets(entry.state, state_) && !entry.is_event &&
                      value_fits(entry.value_kind, state_.value());
    if (!fits) return entry.state.clear();
    state_.set_quality(quality);
    store(handle, entry, state_);
}

}  // namespace busbar
