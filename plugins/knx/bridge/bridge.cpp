// SPDX-License-Identifier: Apache-2.0
// Bridge: settings become objects and interfaces.
#include "knx/bridge/bridge.hpp"

#include <utility>

#include "knx/bridge/object_type.hpp"

namespace knx {
namespace {

busbar::v1::StatusChanged item_status(const std::string& item_id) {
    busbar::v1::StatusChanged status;
    status.set_collection("objects");
    status.set_item_id(item_id);
    return status;
}

}  // namespace

Bridge::Bridge(busbar::Loop& loop, BusPort& bus)
    : loop_(loop), bus_(bus), report_timer_(loop), expiry_timer_(loop), send_timer_(loop) {}

void Bridge::put_object(const std::string& item_id, const settings::GroupObject& item) {
    Problems problems;
    auto group = read_object(item_id, item, problems);
    if (!group) tell_trouble(item_id, problems.front().message());
    changes_.push_back({item_id, std::move(group), item.name(), item.room()});
}

void Bridge::remove_object(const std::string& item_id) {
    changes_.push_back({item_id, {}, {}, {}});
}

// Removals first: an object may have moved from one item to another.
void Bridge::commit() {
    for (const auto& change : changes_) {
        const auto number = objects_.find_item(change.item_id);
        if (number == ObjectTable::kNone) continue;
        if (!change.group || change.group->id != objects_[number].group.id) remove_object(number);
    }
    for (auto& change : changes_) {
        if (change.group) change_object(change);
    }
    changes_.clear();
    connect_objects();
    check_expiry_later();
}

void Bridge::change_object(Change& change) {
    const auto number = objects_.find_item(change.item_id);
    if (number == ObjectTable::kNone) return add_object(change);
    auto& object = objects_[number];
    if (object.group.dpt != change.group->dpt) {
        // An object's kind of value never changes: this is another one.
        remove_object(number);
        return add_object(change);
    }
    if (!(object.group == *change.group)) forget_state(object);
    object.group = std::move(*change.group);
    announce(number, change);
}

void Bridge::add_object(Change& change) {
    if (objects_.find_id(change.group->id) != ObjectTable::kNone) {
        return tell_trouble(change.item_id,
                            "object " + change.group->id + " belongs to another item already");
    }
    announce(objects_.add(change.item_id, std::move(*change.group)), change);
}

void Bridge::remove_object(std::uint32_t number) {
    auto& object = objects_[number];
    if (object.via != nullptr) {
        for (const auto id : object.via->commands.take_waiting(object.handle)) {
            refuse(id, "the object was removed");
        }
        object.via->awaited.forget(object.handle);
    }
    bus_.withdraw(object.handle);
    auto status = item_status(object.item_id);
    status.set_removed(true);
    bus_.set_status(status);
    objects_.remove(number);
}

void Bridge::announce(std::uint32_t number, const Change& change) {
    const auto& object = objects_[number];
    busbar::v1::Object announced;
    announced.set_id(object.group.id);
    announced.set_handle(object.handle);
    announced.set_name(change.name);
    announced.set_room(change.room);
    *announced.mutable_type() = object_type(*object.group.dpt);
    announced.set_readable(true);
    announced.set_commandable(object.group.commandable());
    announced.set_kind(object_kind(*object.group.dpt));
    objects_.set_handle(number, bus_.announce(std::move(announced)));
}

// What was heard on other addresses says nothing about the new ones.
void Bridge::forget_state(Object& object) {
    if (object.via != nullptr) object.via->awaited.forget(object.handle);
    object.read_wanted = true;
    if (object.quality == busbar::v1::QUALITY_UNKNOWN) return;
    object.quality = busbar::v1::QUALITY_UNKNOWN;
    bus_.publish(object.handle, {}, nullptr, object.quality);
}

// Finds every object's interface and rebuilds the tables: a few milliseconds for ten thousand.
void Bridge::connect_objects() {
    std::map<Interface*, std::vector<GroupTable::Entry>> entries;
    for (const auto& [id, interface] : interfaces_) entries[interface.get()] = {};
    for (std::uint32_t number = 0; number < objects_.all().size(); ++number) {
        auto& object = objects_[number];
        object.via = resolve(object.group.interface.view());
        if (object.via == nullptr) continue;
        auto& list = entries[object.via];
        const auto state = object.group.state_address();
        if (!state.broadcast()) list.emplace_back(state, number);
        for (const auto address : object.group.listening) list.emplace_back(address, number);
        const auto connected = object.via->status.state == LineState::Connected;
        const auto read = std::exchange(object.read_wanted, false);
        if (connected && read && object.group.read_at_start) object.via->reads.add(state);
    }
    for (const auto& [interface, list] : entries) {
        interface->states.build(list);
        send_waiting(*interface);
    }
}

void Bridge::tell_trouble(const std::string& item_id, const std::string& text) {
    auto status = item_status(item_id);
    status.set_state(busbar::v1::STATUS_STATE_ERROR);
    status.set_text(text);
    bus_.set_status(status);
    bus_.log(busbar::v1::LOG_LEVEL_ERROR, "object not usable item=" + item_id + " reason=" + text);
}

Interface& Bridge::put_interface(const std::string& id, Interface::Parameters parameters) {
    auto& interface = interfaces_[id];
    if (interface == nullptr) {
        interface = std::make_unique<Interface>(id, parameters);
    } else {
        interface->set_parameters(parameters);
    }
    report(*interface);
    return *interface;
}

void Bridge::remove_interface(const std::string& id) {
    const auto found = interfaces_.find(id);
    if (found == interfaces_.end()) return;
    for (auto& object : objects_.all()) {
        if (object.via == found->second.get()) object.via = nullptr;
    }
    busbar::v1::StatusChanged gone;
    gone.set_collection("interfaces");
    gone.set_item_id(id);
    gone.set_removed(true);
    bus_.set_status(gone);
    interfaces_.erase(found);
}

Interface* Bridge::find_interface(std::string_view id) {
    const auto found = interfaces_.find(id);
    return found == interfaces_.end() ? nullptr : found->second.get();
}

Interface* Bridge::resolve(std::string_view id) {
    if (!id.empty()) return find_interface(id);
    return interfaces_.size() == 1 ? interfaces_.begin()->second.get() : nullptr;
}

}  // namespace knx
