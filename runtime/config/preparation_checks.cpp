// SPDX-License-Identifier: Apache-2.0
// Preparation: what the items of a collection owe each other.
#include <algorithm>
#include <unordered_map>
#include <utility>

#include "config/limits.hpp"
#include "config/preparation.hpp"

namespace busbar {

template <class Visit>
void Preparation::for_each(const std::string& plugin, const Collection& collection,
                           Visit visit) const {
    for (const auto& [id, stored] : configuration_.items_.items(plugin, collection.name)) {
        if (stored.settings && !items_.contains({plugin, collection.name, id})) {
            visit(id, *stored.settings);
        }
    }
    for (const auto& item : draft_.items) {
        if (item.after && item.key.plugin == plugin && item.key.collection == collection.name) {
            visit(item.key.id, *item.after);
        }
    }
}

void Preparation::report(const ItemKey& key, const std::string& field, const char* code,
                         std::string message, bool is_warning) {
    Problems problems;
    add_problem(problems, field, code, std::move(message), is_warning);
    problems.front().set_item_id(key.id);
    draft_.problems.push_back({key.plugin, key.collection, std::move(problems.front())});
}

void Preparation::check_unique(const std::string& plugin, const Collection& collection) {
    const auto& schema = *configuration_.schema(plugin);
    for (const auto* rule : collection.unique) {
        std::unordered_map<std::string, std::vector<std::string>> ids;
        for_each(plugin, collection, [&](const std::string& id, const std::string& settings) {
            auto value = schema.unique_value(collection, *rule, settings);
            if (!value.empty()) ids[std::move(value)].push_back(id);
        });
        for (const auto& [value, holders] : ids) {
            if (holders.size() == 1) continue;
            for (const auto& id : holders) {
                if (!items_.contains({plugin, collection.name, id})) continue;
                const auto& other = holders.front() == id ? holders.back() : holders.front();
                report({plugin, collection.name, id}, rule->field->name(), "not_unique",
                       "“" + value + "” already exists, in “" + other + "”.");
            }
        }
    }
}

void Preparation::check_count(const std::string& plugin, const Collection& collection) {
    std::size_t count = 0;
    for_each(plugin, collection, [&](const std::string&, const std::string&) { ++count; });
    const auto added =
        std::find_if(draft_.items.rbegin(), draft_.items.rend(), [&](const ItemDraft& item) {
            return item.key.plugin == plugin && item.key.collection == collection.name &&
                   item.after && !item.before;
        });
    if (count <= collection.items_max() || added == draft_.items.rend()) return;
    report(added->key, "", "too_many_items",
           "There can be at most " + std::to_string(collection.items_max()) + " of these.");
}

Status Preparation::check_object_count() const {
    auto count = configuration_.objects_.size();
    for (const auto& object : draft_.objects) {
        if (object.after && !object.before) ++count;
        if (object.before && !object.after) --count;
    }
    if (count <= kObjectRecordsMax) return {};
    return fail(ErrorCode::InvalidArgument,
                "more than " + std::to_string(kObjectRecordsMax) + " objects");
}

void Preparation::check_removed() {
    std::map<std::pair<std::string, std::string>, std::set<std::string>> removed;
    for (const auto& item : draft_.items) {
        if (!item.after) removed[{item.key.plugin, item.key.collection}].insert(item.key.id);
    }
    for (const auto& [place, ids] : removed) {
        const auto& [plugin, collection] = place;
        for (const auto& [id, count] : count_references({plugin, collection}, ids)) {
            report({plugin, collection, id}, "", "still_used",
                   "Is removed, but " + std::to_string(count) +
                       (count == 1 ? " item refers to it." : " items refer to it."),
                   true);
        }
    }
}

std::map<std::string, std::size_t> Preparation::count_references(
    const CollectionName& target, const std::set<std::string>& removed) const {
    std::map<std::string, std::size_t> counts;
    for (const auto& [plugin, schema] : configuration_.schemas_) {
        for (const auto& collection : schema->collections()) {
            if (collection.references.empty()) continue;
            const auto count = [&, &owner = plugin, &its_schema = *schema](
                                   const std::string&, const std::string& settings) {
                for (const auto& id :
                     its_schema.item_references(collection, owner, target, settings)) {
                    if (removed.contains(id)) ++counts[id];
                }
            };
            for_each(plugin, collection, count);
        }
    }
    return counts;
}

}  // namespace busbar
