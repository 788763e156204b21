// SPDX-License-Identifier: Apache-2.0
// Registry: a deque of entries and a map from id to handle.
#include "object/registry.hpp"

#include <algorithm>
#include <cctype>
#include <limits>

namespace busbar {

bool valid_id(std::string_view id) {
    constexpr std::size_t kLengthMax = 128;
    if (id.empty() || id.size() > kLengthMax) return false;
    return std::all_of(id.begin(), id.end(), [](unsigned char c) {
        return c < 0x80 && (std::isalnum(c) != 0 || c == '_' || c == '.' || c == '-');
    });
}

Result<Handle> Registry::handle_of(std::string_view id) {
    if (const auto known = find(id); known != 0) return known;
    if (!valid_id(id)) {
        return fail(ErrorCode::InvalidArgument, "object id is not 1 to 128 of A-Z a-z 0-9 _ . -");
    }
    if (entries_.size() == kObjectsMax) {
        return fail(ErrorCode::Unavailable, "there are 1,000,000 objects already");
    }
    entries_.emplace_back().id = std::string(id);
    const auto handle = count();
    handles_.emplace(entries_.back().id, handle);
    return handle;
}

Handle Registry::find(std::string_view id) const {
    const auto found = handles_.find(id);
    return found == handles_.end() ? 0 : found->second;
}

Entry* Registry::entry(Handle handle) {
    return handle == 0 || handle > entries_.size() ? nullptr : &entries_[handle - 1];
}

const Entry* Registry::entry(Handle handle) const {
    return handle == 0 || handle > entries_.size() ? nullptr : &entries_[handle - 1];
}

bool Registry::describe(Handle handle, v1::Object object) {
    auto& entry = at(handle);
    const auto& type = object.type();
    constexpr auto kInfinity = std::numeric_limits<double>::infinity();
    entry.value_kind = type.value_kind();
    entry.commandable = object.commandable();
    entry.is_event = object.kind() == v1::OBJECT_KIND_EVENT;
    entry.has_range = type.has_minimum() || type.has_maximum();
    entry.minimum = type.has_minimum() ? type.minimum() : -kInfinity;
    entry.maximum = type.has_maximum() ? type.maximum() : kInfinity;
    entry.owner_name = object.name();
    entry.owner_room = object.room();
    object.set_handle(handle);
    object.set_owner(entry.owner);
    return store(handle, std::move(object));
}

void Registry::remove(Handle handle) {
    auto& entry = at(handle);
    entry.description.clear();
    entry.state.clear();
    entry.owner.clear();
    entry.owner_participant = kNobody;
    entry.owner_handle = 0;
}

bool Registry::set_record(Handle handle, UserRecord record) {
    records_[handle] = std::move(record);
    v1::ObjectAppeared appeared;
    if (!at(handle).exists() || !appeared.ParseFromString(at(handle).description)) return false;
    return store(handle, std::move(*appeared.mutable_object()));
}

bool Registry::store(Handle handle, v1::Object object) {
    auto& entry = at(handle);
    const auto record = records_.find(handle);
    const bool known = record != records_.end();
    object.set_name(known && !record->second.name.empty() ? record->second.name : entry.owner_name);
    object.set_room(known && !record->second.room.empty() ? record->second.room : entry.owner_room);
    v1::ObjectAppeared appeared;
    *appeared.mutable_object() = std::move(object);
    auto description = appeared.SerializeAsString();
    if (description == entry.description) return false;
    entry.description = std::move(description);
    return true;
}

}  // namespace busbar
