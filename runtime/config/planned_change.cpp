// SPDX-License-Identifier: Apache-2.0
// Drafts as differences.
#include "config/planned_change.hpp"

#include <map>
#include <optional>
#include <utility>

#include "config/object_record.hpp"
#include "config/project_pointer.hpp"

namespace busbar {
namespace {

// What an item's secrets are, by JSON name; only ever compared.
std::map<std::string, std::string> secrets_of(const Schema& schema, const Collection& collection,
                                              const std::string& settings) {
    std::map<std::string, std::string> secrets;
    (void)schema.change_secrets(collection, settings,
                                [&](const std::string& field, const std::string& text) {
                                    const auto* rule = collection.type->find(field);
                                    secrets.emplace(rule->field->json_name(), text);
                                    return Result<std::string>(text);
                                });
    return secrets;
}

std::vector<PlannedChange::Field> differences(const Json& before, const Json& after) {
    std::vector<PlannedChange::Field> fields;
    for (const auto& [name, value] : before.items()) {
        const auto found = after.find(name);
        auto now = found == after.end() ? Json() : *found;
        if (now != value) fields.push_back({name, value, std::move(now)});
    }
    for (const auto& [name, value] : after.items()) {
        if (!before.contains(name)) fields.push_back({name, nullptr, value});
    }
    return fields;
}

template <class T>
PlannedChange::Kind kind_of(const std::optional<T>& before, const std::optional<T>& after) {
    if (!before && after) return PlannedChange::Kind::Add;
    return before && !after ? PlannedChange::Kind::Remove : PlannedChange::Kind::Change;
}

PlannedChange describe(const ItemDraft& item, const Schema& schema) {
    const auto& collection = *schema.find(item.key.collection);
    const auto json = [&](const std::optional<std::string>& settings, bool started) {
        auto result = settings ? schema.write(collection, *settings) : Json::object();
        if (settings && collection.options.startable()) result[kStarted] = started;
        return result;
    };
    auto fields =
        differences(json(item.before, item.started_before), json(item.after, item.started_after));
    if (item.before && item.after) {
        const auto secrets_after = secrets_of(schema, collection, *item.after);
        for (const auto& [name, text] : secrets_of(schema, collection, *item.before)) {
            const auto after = secrets_after.find(name);
            if (after == secrets_after.end() || after->second == text) continue;
            fields.push_back({name, {{"set", true}}, {{"changed", true}}});
        }
    }
    return {kind_of(item.before, item.after),
            pointer_to(item.key.plugin, item.key.collection, item.key.id), std::move(fields)};
}

PlannedChange describe(const ObjectDraft& object) {
    const auto json = [](const std::optional<ObjectRecord>& record) {
        return record ? write_object_record(*record) : Json::object();
    };
    return {kind_of(object.before, object.after), pointer_to("", "", object.id),
            differences(json(object.before), json(object.after))};
}

}  // namespace

std::vector<PlannedChange> describe_changes(const Configuration& configuration,
                                            const Draft& draft) {
    std::vector<PlannedChange> changes;
    changes.reserve(draft.items.size() + draft.objects.size() + 1);
    if (draft.project_name) {
        changes.push_back({PlannedChange::Kind::Change,
                           "/name",
                           {{"name", configuration.project_name(), *draft.project_name}}});
    }
    for (const auto& object : draft.objects) changes.push_back(describe(object));
    for (const auto& item : draft.items) {
        const auto* schema = configuration.schema(item.key.plugin);
        if (schema != nullptr) changes.push_back(describe(item, *schema));
    }
    return changes;
}

}  // namespace busbar
