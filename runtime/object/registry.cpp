// SPDX-License-Identifier: Apache-2.0
// Registry: a deque of entries and a map from id to handle.
#include "object/registry.hpp"

#include <algorithm>
#include <cctype>

namespace busbar {

bool valid_id(std::string_view id) {
    constexpr std::size_t kLengthMax = 128;
    if (id.empty() || id.size() > kLengthMax) return false;
    return std::all_of(id.begin(), id.end(), [](unsigned char c) {
        return c < 0x80 && (std::isalnum(c) != 0 || c == '_' || c == '.' || c == '-');
    });
}

Registry::Registry() : owners_{"", "virtual"} {}

Result<OwnerId> Registry::owner_of(std::string_view name) {
    const auto found = std::find(owners_.begin() + 1, owners_.end(), name);
    if (found != owners_.end()) return static_cast<OwnerId>(found - owners_.begin());
    if (owners_.size() == kOwnersMax) {
        return fail(ErrorCode::Unavailable, "there have been 4,096 owners of objects already");
    }
    owners_.emplace_back(name);
    return static_cast<OwnerId>(owners_.size() - 1);
}

Result<Handle> Registry::handle_of(std::string_view id) {
    if (const auto known = find(id); known != 0) return known;
    if (!valid_id(id)) {
        return fail(ErrorCode::InvalidArgument, "object id is not 1 to 128 of A-Z a-z 0-9 _ . -");
    }
    if (entries_.size() == kObjectsMax) {
        return fail(ErrorCode::Unavailable, "there are 1,000,000 objects already");
    }
    entries_.emplace_back().id.assign(id);
    const auto handle = count();
    handles_.add(id, handle);
    return handle;
}

Handle Registry::find(std::string_view id) const {
    const auto handle =
        handles_.first(id, [&](Handle known) { return entries_[known - 1].id.view() == id; });
    return handle == SlotIndex::kNone ? 0 : handle;
}

Entry* Registry::entry(Handle handle) {
    return handle == 0 || handle > entries_.size() ? nullptr : &entries_[handle - 1];
}

const Entry* Registry::entry(Handle handle) const {
    return handle == 0 || handle > entries_.size() ? nullptr : &entries_[handle - 1];
}

bool Registry::changes_kind(const Entry& entry, const v1::Object& object) {
    return entry.value_kind != static_cast<std::uint8_t>(object.type().value_kind()) ||
           entry.is_event != (object.kind() == v1::OBJECT_KIND_EVENT);
}

bool Registry::describe(Handle handle, v1::Object object) {
    auto& entry = at(handle);
    const auto& type = object.type();
    entry.value_kind = static_cast<std::uint8_t>(type.value_kind());
    entry.commandable = object.commandable();
    entry.is_event = object.kind() == v1::OBJECT_KIND_EVENT;
    entry.has_range = type.has_minimum() || type.has_maximum();
    object.set_handle(handle);
    object.set_owner(owner_name(entry.owner));
    if (const auto record = records_.find(handle); record != records_.end()) {
        auto& [user, name, room] = record->second;
        name = object.name();
        room = object.room();
        if (!user.name.empty()) object.set_name(user.name);
        if (!user.room.empty()) object.set_room(user.room);
    }
    v1::ObjectAppeared appeared;
    *appeared.mutable_object() = std::move(object);
    return store(handle, appeared);
}

void Registry::remove(Handle handle) {
    auto& entry = at(handle);
    entry.description.clear();
    entry.state.clear();
    entry.owner = 0;
    entry.owner_participant = kNobody;
    entry.owner_handle = 0;
}

bool Registry::set_record(Handle handle, UserRecord user) {
    v1::ObjectAppeared appeared;
    const bool readable = at(handle).exists() && parse_octets(at(handle).description, appeared);
    auto& object = *appeared.mutable_object();
    const auto known = records_.find(handle);
    const auto name = known != records_.end() ? known->second.owner_name : object.name();
    const auto room = known != records_.end() ? known->second.owner_room : object.room();
    object.set_name(user.name.empty() ? name : user.name);
    object.set_room(user.room.empty() ? room : user.room);
    if (user.name.empty() && user.room.empty()) {
        records_.erase(handle);
    } else {
        records_[handle] = {std::move(user), name, room};
    }
    return readable && store(handle, appeared);
}

bool Registry::store(Handle handle, const v1::ObjectAppeared& appeared) {
    auto& entry = at(handle);
    const auto description = appeared.SerializeAsString();
    if (description == entry.description.view()) return false;
    entry.description.assign(description);
    return true;
}

}  // namespace busbar
