// SPDX-License-Identifier: Apache-2.0
// ObjectTable: an array and three ways into it.
#include "knx/bridge/object_table.hpp"

#include <utility>

#include "knx/bridge/object_type.hpp"

namespace knx {
namespace {

template <class Key>
std::uint32_t look_up(const std::unordered_map<Key, std::uint32_t>& numbers, const Key& key) {
    const auto found = numbers.find(key);
    return found == numbers.end() ? ObjectTable::kNone : found->second;
}

}  // namespace

std::uint32_t ObjectTable::find_item(const std::string& item_id) const {
    return look_up(by_item_, item_id);
}

std::uint32_t ObjectTable::find_id(const std::string& object_id) const {
    return look_up(by_id_, object_id);
}

std::uint32_t ObjectTable::find_handle(busbar::Handle handle) const {
    return look_up(by_handle_, handle);
}

std::uint32_t ObjectTable::add(std::string item_id, GroupObject group) {
    const auto number = static_cast<std::uint32_t>(objects_.size());
    auto& object = objects_.emplace_back();
    object.item_id = std::move(item_id);
    object.event = object_kind(*group.dpt) == busbar::v1::OBJECT_KIND_EVENT;
    object.group = std::move(group);
    index(number);
    return number;
}

void ObjectTable::set_handle(std::uint32_t number, busbar::Handle handle) {
    objects_[number].handle = handle;
    by_handle_[handle] = number;
}

void ObjectTable::remove(std::uint32_t number) {
    by_item_.erase(objects_[number].item_id);
    by_id_.erase(objects_[number].group.id);
    by_handle_.erase(objects_[number].handle);
    if (number + 1 != objects_.size()) {
        objects_[number] = std::move(objects_.back());
        index(number);
    }
    objects_.pop_back();
}

void ObjectTable::index(std::uint32_t number) {
    const auto& object = objects_[number];
    by_item_[object.item_id] = number;
    by_id_[object.group.id] = number;
    if (object.handle != 0) by_handle_[object.handle] = number;
}

}  // namespace knx
