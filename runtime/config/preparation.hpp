// SPDX-License-Identifier: Apache-2.0
// Preparation: from changes to a checked draft. Lives for one Configuration::prepare().
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "config/configuration.hpp"
#include "config/draft.hpp"

namespace busbar {

class Preparation {
 public:
    explicit Preparation(const Configuration& configuration);

    // See Configuration::prepare().
    [[nodiscard]] Result<Draft> run(std::vector<Change> changes);

 private:
    [[nodiscard]] Status check_request(const Change& change) const;
    void plan(const Change& change);
    [[nodiscard]] Status take(const Change& change);
    [[nodiscard]] Status take_item(const Change& change);
    [[nodiscard]] Status take_object(const Change& change);
    [[nodiscard]] Status take_name(const Change& change);

    ItemDraft& item_draft(const Configuration::Place& place, const ItemKey& key);
    ObjectDraft& object_draft(const std::string& id);
    void drop_unchanged();
    void report(const ItemKey& key, const std::string& field, const char* code, std::string message,
                bool is_warning = false);
    void check_unique(const std::string& plugin, const Collection& collection);
    void check_count(const std::string& plugin, const Collection& collection);
    void check_removed();
    [[nodiscard]] Status check_object_count() const;
    // Items that refer to one of `removed`, which are of `target`; by id of what they refer to.
    [[nodiscard]] std::map<std::string, std::size_t> count_references(
        const CollectionName& target, const std::set<std::string>& removed) const;

    // Calls `visit(id, settings)` for every item as it would be. Unchanged ones
    // come as they are stored, so nothing may be made of their secrets.
    template <class Visit>
    void for_each(const std::string& plugin, const Collection& collection, Visit visit) const;

    [[nodiscard]] bool item_exists(const std::string& plugin, const std::string& collection,
                                   std::string_view id) const;
    [[nodiscard]] bool object_exists(std::string_view id) const;

    const Configuration& configuration_;
    Draft draft_;
    std::map<ItemKey, std::size_t> items_;  // where in draft_.items
    std::map<std::string, std::size_t> objects_;
    // What will be there or not when all changes are made: items may refer to later ones.
    std::map<ItemKey, bool> planned_items_;
    std::map<std::string, bool, std::less<>> planned_objects_;
    std::set<std::string, std::less<>> planned_ids_;
};

}  // namespace busbar
