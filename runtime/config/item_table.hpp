// SPDX-License-Identifier: Apache-2.0
// ItemTable: all items in memory, as the Store keeps them.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "config/store.hpp"

namespace busbar {

class ItemTable {
 public:
    using Items = std::map<std::string, StoredItem, std::less<>>;     // by id
    using Collections = std::map<std::string, Items, std::less<>>;    // by name
    using Plugins = std::map<std::string, Collections, std::less<>>;  // by id

    [[nodiscard]] const Plugins& plugins() const { return plugins_; }
    // Never fails: what is not there is empty.
    [[nodiscard]] const Collections& collections(std::string_view plugin) const;
    [[nodiscard]] const Items& items(std::string_view plugin, std::string_view collection) const;
    // nullptr when there is none; one that is removed but still applied is there.
    [[nodiscard]] const StoredItem* find(std::string_view plugin, std::string_view collection,
                                         std::string_view id) const;

    // Replaces, adds or (without an item) removes.
    void set(const ItemKey& key, std::optional<StoredItem> item);

 private:
    Plugins plugins_;
};

}  // namespace busbar
