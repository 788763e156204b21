// SPDX-License-Identifier: Apache-2.0
// Maps of packed rows, and empty ones for what is not there.
//
// A row is the id, a zero (no id has one) and a serialized config::v1::ItemRow.
#include "config/item_table.hpp"

#include <algorithm>

#include "busbar/config/v1/record.pb.h"

namespace busbar {
namespace {

std::string_view id_of(const Octets& row) {
    const auto octets = row.view();
    return octets.substr(0, octets.find('\0'));
}

std::string packed(std::string_view id, const StoredItem& item) {
    config::v1::ItemRow row;
    if (item.settings) row.set_settings(*item.settings);
    row.set_revision(item.revision);
    if (item.applied_settings) row.set_applied_settings(*item.applied_settings);
    row.set_applied_revision(item.applied_revision);
    row.set_started(item.started);
    std::string octets(id);
    octets += '\0';
    row.AppendToString(&octets);
    return octets;
}

StoredItem unpacked(const Octets& octets) {
    const auto body = octets.view().substr(id_of(octets).size() + 1);
    config::v1::ItemRow row;
    (void)row.ParseFromArray(body.data(), static_cast<int>(body.size()));  // packed() made it
    StoredItem item;
    if (row.has_settings()) item.settings = std::move(*row.mutable_settings());
    item.revision = row.revision();
    if (row.has_applied_settings())
        item.applied_settings = std::move(*row.mutable_applied_settings());
    item.applied_revision = row.applied_revision();
    item.started = row.started();
    return item;
}

}  // namespace

std::pair<std::string, StoredItem> ItemTable::Items::Iterator::operator*() const {
    return {std::string(id_of(*row_)), unpacked(*row_)};
}

std::vector<Octets>::const_iterator ItemTable::Items::place(std::string_view id) const {
    return std::ranges::lower_bound(rows_, id, std::less<>(), id_of);
}

bool ItemTable::Items::contains(std::string_view id) const {
    const auto row = place(id);
    return row != rows_.end() && id_of(*row) == id;
}

std::optional<StoredItem> ItemTable::Items::find(std::string_view id) const {
    const auto row = place(id);
    if (row == rows_.end() || id_of(*row) != id) return std::nullopt;
    return unpacked(*row);
}

void ItemTable::Items::set(std::string_view id, const std::optional<StoredItem>& item) {
    const auto row = rows_.begin() + (place(id) - rows_.cbegin());
    const bool known = row != rows_.end() && id_of(*row) == id;
    if (!item) {
        if (known) rows_.erase(row);
    } else if (known) {
        row->assign(packed(id, *item));
    } else {
        rows_.emplace(row, packed(id, *item));
    }
}

const ItemTable::Collections& ItemTable::collections(std::string_view plugin) const {
    static const Collections kNone;
    const auto found = plugins_.find(plugin);
    return found == plugins_.end() ? kNone : found->second;
}

const ItemTable::Items& ItemTable::items(std::string_view plugin,
                                         std::string_view collection) const {
    static const Items kNone;
    const auto& all = collections(plugin);
    const auto found = all.find(collection);
    return found == all.end() ? kNone : found->second;
}

std::optional<StoredItem> ItemTable::find(std::string_view plugin, std::string_view collection,
                                          std::string_view id) const {
    return items(plugin, collection).find(id);
}

void ItemTable::set(const ItemKey& key, const std::optional<StoredItem>& item) {
    plugins_[key.plugin][key.collection].set(key.id, item);
}

}  // namespace busbar
