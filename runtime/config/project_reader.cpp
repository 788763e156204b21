// SPDX-License-Identifier: Apache-2.0
// The format of the project file, from the outside in.
#include "config/project_reader.hpp"

#include <algorithm>
#include <utility>

#include "config/nearest_name.hpp"
#include "config/project.hpp"
#include "config/project_pointer.hpp"

namespace busbar {
namespace {

using Kind = Change::Kind;

}  // namespace

std::vector<Change> ProjectReader::read(const Json& project, bool prune_rest) {
    if (!is_object(project, "")) return {};
    header(project);
    if (const auto found = project.find("objects"); found != project.end()) objects(*found);
    if (const auto found = project.find("plugins"); found != project.end()) {
        if (is_object(*found, "/plugins")) {
            for (const auto& [id, collections] : found->items()) plugin(id, collections);
        }
    }
    if (prune_rest && problems_.empty()) prune(project);
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
        error(pointer_part(name), "unknown_field",
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
    const auto pointer = "/plugins" + pointer_part(id);
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
            pointer + pointer_part(name), "unknown_collection",
            "Plugin “" + id + "” has no “" + name + "”." + did_you_mean(nearest_name(name, names)));
    }
}

void ProjectReader::collection(const std::string& plugin, const Collection& collection,
                               const Json& items) {
    if (!is_object(items, "/plugins" + pointer_part(plugin) + pointer_part(collection.name)))
        return;
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

}  // namespace busbar
