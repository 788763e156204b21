// SPDX-License-Identifier: Apache-2.0
// ObjectTable: an array and three ways into it.
#include "knx/bridge/object_table.hpp"

#include <utility>

#include "knx/bridge/object_type.hpp"

namespace knx {

std::uint32_t ObjectTable::find_item(std::string_view item_id) const {
    return by_item_.first(item_id, [&](std::uint32_t i) { return objects_[i].item_id == item_id; });
}

std::uint32_t ObjectTable::find_id(std::string_view object_id) const {
    return by_id_.first(object_id,
                        [&](std::uint32_t i) { return objects_[i].group.id == object_id; });
}

std::uint32_t ObjectTable::find_handle(busbar::Handle handle) const {
    return by_handle_.first(handle, [&](std::uint32_t i) { return objects_[i].handle == handle; });
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
    auto& object = objects_[number];
    if (object.handle != 0) by_handle_.remove(object.handle, number);
    object.handle = handle;
    by_handle_.add(handle, number);
}

void ObjectTable::remove(std::uint32_t number) {
    forget(number);
    const auto last = static_cast<std::uint32_t>(objects_.size() - 1);
    if (number != last) {
        forget(last);
        objects_[number] = std::move(objects_.back());
        index(number);
    }
    objects_.pop_back();
}

void ObjectTable::index(std::uint32_t number) {
    const auto& object = objects_[number];
    by_item_.add(object.item_id, number);
    by_id_.add(object.group.id, number);
    if (object.handle != 0) by_handle_.add(object.handle, number);
}

void ObjectTable::forget(std::uint32_t number) {
    const auto& object = objects_[number];
    by_item_.remove(object.item_id, number);
    by_id_.remove(object.group.id, number);
    if (object.handle != 0) by_handle_.remove(object.handle, number);
}

}  // namespace knx
