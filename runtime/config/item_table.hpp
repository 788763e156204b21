// SPDX-License-Identifier: Apache-2.0
// ItemTable: all items in memory, packed: there may be tens of thousands, and hardly ever is one
// looked at. Thread: the runtime loop.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "busbar/octets.hpp"
#include "config/store.hpp"

namespace busbar {

class ItemTable {
 public:
    // The items of one collection, sorted by id. Whoever looks at one gets a copy.
    class Items {
        using Rows = std::vector<Octets>;

     public:
        class Iterator {
         public:
            explicit Iterator(Rows::const_iterator row) : row_(row) {}
            [[nodiscard]] std::pair<std::string, StoredItem> operator*() const;
            Iterator& operator++() {
                ++row_;
                return *this;
            }
            friend bool operator==(const Iterator&, const Iterator&) = default;

         private:
            Rows::const_iterator row_;
        };

        [[nodiscard]] Iterator begin() const { return Iterator(rows_.begin()); }
        [[nodiscard]] Iterator end() const { return Iterator(rows_.end()); }
        [[nodiscard]] std::size_t size() const { return rows_.size(); }
        [[nodiscard]] bool empty() const { return rows_.empty(); }
        [[nodiscard]] bool contains(std::string_view id) const;
        [[nodiscard]] std::optional<StoredItem> find(std::string_view id) const;
        // Replaces, adds or (without an item) removes.
        void set(std::string_view id, const std::optional<StoredItem>& item);

     private:
        [[nodiscard]] Rows::const_iterator place(std::string_view id) const;
        Rows rows_;  // see item_table.cpp
    };
    using Collections = std::map<std::string, Items, std::less<>>;    // by name
    using Plugins = std::map<std::string, Collections, std::less<>>;  // by id

    [[nodiscard]] const Plugins& plugins() const { return plugins_; }
    // Never fails: what is not there is empty.
    [[nodiscard]] const Collections& collections(std::string_view plugin) const;
    [[nodiscard]] const Items& items(std::string_view plugin, std::string_view collection) const;
    // Nothing when there is none; one that is removed but still applied is there.
    [[nodiscard]] std::optional<StoredItem> find(std::string_view plugin,
                                                 std::string_view collection,
                                                 std::string_view id) const;

    // Replaces, adds or (without an item) removes.
    void set(const ItemKey& key, const std::optional<StoredItem>& item);

 private:
    Plugins plugins_;
};

}  // namespace busbar
