// SPDX-License-Identifier: Apache-2.0
// Project file: out of the configuration, and as changes into it.
#include "config/project.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "config/limits.hpp"
#include "config/nearest_name.hpp"
#include "config/object_record.hpp"

namespace busbar {
namespace {

using Kind = Change::Kind;
constexpr const char* kStarted = "started";

// One member name as a part of a JSON pointer (RFC 6901).
std::string escaped(std::string_view name) {
    std::string text = "/";
    for (const char c : name) {
        if (c == '~') {
            text += "~0";
        } else if (c == '/') {
            text += "~1";
        } else {
            text += c;
        }
    }
    return text;
}

std::string pointer_to(const std::string& plugin, const std::string& collection,
                       const std::string& id) {
    if (plugin.empty()) return "/objects" + escaped(id);
    return "/plugins" + escaped(plugin) + escaped(collection) + escaped(id);
}

// Reads a project into changes. What does not fit the format becomes a problem.
class ProjectReader {
 public:
    ProjectReader(const Configuration& configuration, Plan& plan)
        : configuration_(configuration), plan_(plan) {}

    std::vector<Change> read(const Json& project, bool prune);

 private:
    void error(std::string pointer, const char* code, std::string message) {
        plan_.problems.push_back({std::move(pointer), code, std::move(message), false, false});
    }
    bool is_object(const Json& json, const std::string& pointer);
    bool has_good_id(const std::string& id, const std::string& pointer);
    void header(const Json& project);
    void objects(const Json& objects);
    void plugin(const std::string& id, const Json& collections);
    void collection(const std::string& plugin, const Collection& collection, const Json& items);
    void item(const std::string& plugin, const Collection& collection, const std::string& id,
              Json json);
    void prune(const Json& project);

    const Configuration& configuration_;
    Plan& plan_;
    std::vector<Change> changes_;
};

std::vector<Change> ProjectReader::read(const Json& project, bool prune_rest) {
    if (!is_object(project, "")) return {};
    header(project);
    if (const auto found = project.find("objects"); found != project.end()) objects(*found);
    if (const auto found = project.find("plugins"); found != project.end()) {
        if (is_object(*found, "/plugins")) {
            for (const auto& [id, collections] : found->items()) plugin(id, collections);
        }
    }
    if (prune_rest && plan_.problems.empty()) prune(project);
    return std::move(changes_);
}

bool ProjectReader::is_object(const Json& json, const std::string& pointer) {
    if (!json.is_object()) error(pointer, "wrong_type", "Must be an object with named members.");
    return json.is_object();
}

bool ProjectReader::has_good_id(const std::string& id, const std::string& pointer) {
    if (!is_id(id)) error(pointer, "bad_id", "An id is 1 to 128 of A-Z a-z 0-9 _ . -");
    return is_id(id);
}

void ProjectReader::header(const Json& project) {
    const std::vector<std::string> known{"busbar", "name", "objects", "plugins"};
    for (const auto& [name, value] : project.items()) {
        if (std::find(known.begin(), known.end(), name) != known.end()) continue;
        error(escaped(name), "unknown_field",
              "A project has no “" + name + "”." + did_you_mean(nearest_name(name, known)));
    }
    if (const auto version = project.find("busbar");
        version == project.end() || *version != kProjectVersion) {
        error("/busbar", "wrong_version",
              "Must be " + std::to_string(kProjectVersion) + ", the version of the format.");
    }
    const auto name = project.find("name");
    if (name == project.end()) return;
    if (!name->is_string()) return error("/name", "wrong_type", "Must be a text.");
    auto& change = changes_.emplace_back();
    change.kind = Kind::SetProjectName;
    change.value = *name;
}

void ProjectReader::objects(const Json& objects) {
    if (!is_object(objects, "/objects")) return;
    for (const auto& [id, record] : objects.items()) {
        if (!has_good_id(id, pointer_to("", "", id))) continue;
        auto& change = changes_.emplace_back();
        change.kind = Kind::PutObject;
        change.id = id;
        change.value = record;
    }
}

void ProjectReader::plugin(const std::string& id, const Json& collections) {
    const auto pointer = "/plugins" + escaped(id);
    const auto* schema = configuration_.schema(id);
    if (schema == nullptr) {
        return error(pointer, "unknown_plugin",
                     "There is no plugin “" + id + "” here." +
                         did_you_mean(nearest_name(id, configuration_.plugins())));
    }
    if (!is_object(collections, pointer)) return;
    for (const auto& [name, items] : collections.items()) {
        if (const auto* known = schema->find(name)) {
            collection(id, *known, items);
            continue;
        }
        std::vector<std::string> names;
        for (const auto& other : schema->collections()) names.push_back(other.name);
        error(
            pointer + escaped(name), "unknown_collection",
            "Plugin “" + id + "” has no “" + name + "”." + did_you_mean(nearest_name(name, names)));
    }
}

void ProjectReader::collection(const std::string& plugin, const Collection& collection,
                               const Json& items) {
    if (!is_object(items, "/plugins" + escaped(plugin) + escaped(collection.name))) return;
    for (const auto& [id, json] : items.items()) {
        if (collection.singular && id != kMainItem) {
            error(pointer_to(plugin, collection.name, id), "unknown_item",
                  "There is only one, “main”.");
        } else {
            item(plugin, collection, id, json);
        }
    }
}

void ProjectReader::item(const std::string& plugin, const Collection& collection,
                         const std::string& id, Json json) {
    const auto pointer = pointer_to(plugin, collection.name, id);
    if (!has_good_id(id, pointer) || !is_object(json, pointer)) return;
    auto& change = changes_.emplace_back();
    change.kind = Kind::PutItem;
    change.plugin = plugin;
    change.collection = collection.name;
    change.id = id;
    const auto started = json.find(kStarted);
    if (started == json.end()) {
        const auto item = configuration_.item(plugin, collection.name, id);
        const bool is_new = !item || item->revision == 0;
        if (is_new && collection.options.startable()) change.started = true;
    } else if (!started->is_boolean()) {
        error(pointer + "/started", "wrong_type", "Must be true or false.");
    } else if (!collection.options.startable()) {
        error(pointer + "/started", "unknown_field", "Items of this kind are not started.");
    } else {
        change.started = started->get<bool>();
    }
    if (started != json.end()) json.erase(started);
    change.value = std::move(json);
}

void ProjectReader::prune(const Json& project) {
    const auto named = [&](const std::string& pointer) {
        return project.contains(Json::json_pointer(pointer));
    };
    for (const auto& [id, object] : configuration_.objects()) {
        if (named(pointer_to("", "", id))) continue;
        auto& change = changes_.emplace_back();
        change.kind = Kind::RemoveObject;
        change.id = id;
    }
    for (const auto& plugin : configuration_.plugins()) {
        for (const auto& collection : configuration_.schema(plugin)->collections()) {
            const auto items = configuration_.items(plugin, collection.name);
            for (const auto& item : items.value_or(std::vector<ItemView>())) {
                if (named(pointer_to(plugin, collection.name, item.id))) continue;
                auto& change = changes_.emplace_back();
                change.kind = Kind::RemoveItem;
                change.plugin = plugin;
                change.collection = collection.name;
                change.id = item.id;
            }
        }
    }
}

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

// "rows[2].ca_file" as "/rows/2/caFile". The file may spell it otherwise; this is the name the
// interface and the export use.
std::string field_pointer(const std::string& path) {
    std::string text = path.empty() ? "" : "/";
    bool upper = false;
    for (const char c : path) {
        if (c == '.' || c == '[') {
            text += '/';
        } else if (c == '_') {
            upper = true;
        } else if (c != ']') {
            text += upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
            upper = false;
        }
    }
    return text;
}

}  // namespace

Json export_project(const Configuration& configuration) {
    Json project{
        {"busbar", kProjectVersion}, {"objects", Json::object()}, {"plugins", Json::object()}};
    if (!configuration.project_name().empty()) project["name"] = configuration.project_name();
    for (const auto& [id, object] : configuration.objects()) {
        project["objects"][id] = write_object_record(object.record);
    }
    for (const auto& plugin : configuration.plugins()) {
        for (const auto& collection : configuration.schema(plugin)->collections()) {
            auto items = configuration.items(plugin, collection.name);
            for (auto& item : items.value_or(std::vector<ItemView>())) {
                if (item.revision == 0 && !item.started) continue;
                if (collection.options.startable()) item.settings[kStarted] = item.started;
                project["plugins"][plugin][collection.name][item.id] = std::move(item.settings);
            }
        }
    }
    return project;
}

Result<Json> parse_project(std::string_view text) {
    if (text.size() > kProjectSizeMax) {
        return fail(ErrorCode::InvalidArgument,
                    "the project has more than " + std::to_string(kProjectSizeMax) + " octets");
    }
    try {
        return Json::parse(text);
    } catch (const Json::exception& exception) {
        return fail(ErrorCode::InvalidArgument,
                    std::string("the project is not JSON: ") + exception.what());
    }
}

Result<Plan> plan_project(const Configuration& configuration, const Json& project, bool prune) {
    Plan plan;
    auto changes = ProjectReader(configuration, plan).read(project, prune);
    if (!plan.problems.empty()) return plan;
    plan.draft = BUSBAR_TRY(configuration.prepare(std::move(changes)));
    for (const auto& problem : plan.draft.problems) {
        plan.problems.push_back({pointer_of(problem), problem.problem.code(),
                                 problem.problem.message(), problem.problem.is_warning(),
                                 problem.is_note()});
    }
    plan.changes = describe_changes(configuration, plan.draft);
    return plan;
}

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

std::string pointer_of(const DraftProblem& problem) {
    return pointer_to(problem.plugin, problem.collection, problem.problem.item_id()) +
           field_pointer(problem.problem.field());
}

}  // namespace busbar
