// SPDX-License-Identifier: Apache-2.0
// Maps of maps, and empty ones for what is not there.
#include "config/item_table.hpp"

#include <utility>

namespace busbar {

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

const StoredItem* ItemTable::find(std::string_view plugin, std::string_view collection,
                                  std::string_view id) const {
    const auto& all = items(plugin, collection);
    const auto found = all.find(id);
    return found == all.end() ? nullptr : &found->second;
}

void ItemTable::set(const ItemKey& key, std::optional<StoredItem> item) {
    auto& all = plugins_[key.plugin][key.collection];
    if (item) {
        all.insert_or_assign(key.id, std::move(*item));
    } else {
        all.erase(key.id);
    }
}

}  // namespace busbar
