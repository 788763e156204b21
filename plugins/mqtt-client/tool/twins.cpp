// SPDX-License-Identifier: Apache-2.0
// From the assignments of one server to those of another.
#include "mqtt-client/tool/twins.hpp"

#include <map>
#include <utility>

#include "mqtt-client/protocol/topic.hpp"

namespace mqtt_client {
namespace {

using busbar::ErrorCode;
using busbar::fail;
using busbar::Result;
using nlohmann::json;

// The member behind a path, or null: what others wrote may be anything.
const json& at(const json& value, std::initializer_list<const char*> path) {
    static const json kNothing;
    const auto* found = &value;
    for (const auto* name : path) {
        if (!found->is_object() || !found->contains(name)) return kNothing;
        found = &(*found)[name];
    }
    return *found;
}

std::string text(const json& item, const char* name) {
    const auto& member = at(item, {name});
    return member.is_string() ? member.get<std::string>() : std::string();
}

Result<std::string> connection_of(const json& project, const std::string& wished) {
    const auto& connections = at(project, {"plugins", "mqtt-client", "connections"});
    if (!connections.is_object() || connections.empty()) {
        return fail(ErrorCode::InvalidArgument, "The project has no MQTT connection.");
    }
    if (wished.empty() && connections.size() == 1) return connections.begin().key();
    if (!wished.empty() && connections.contains(wished)) return wished;
    std::string ids;
    for (const auto& [id, connection] : connections.items()) ids += (ids.empty() ? "" : ", ") + id;
    return fail(ErrorCode::InvalidArgument,
                (wished.empty() ? "Which connection of the project (--from)? It has "
                                : "The project has no connection '" + wished + "', but ") +
                    ids + ".");
}

using ObjectsById = std::map<std::string, const json*>;

ObjectsById by_id(const json& objects) {
    ObjectsById result;
    const auto& list = at(objects, {"objects"});
    if (!list.is_array()) return result;
    for (const auto& object : list) result[text(object, "id")] = &object;
    return result;
}

// What the runtime needs to know of a twin: name, room and type. Null when the type is not known.
json record_of(const json& project, const ObjectsById& objects, const std::string& id) {
    auto record = at(project, {"objects", id.c_str()});
    if (!record.is_object()) record = json::object();
    const auto known = objects.find(id);
    if (known != objects.end() && at(*known->second, {"type"}).is_object()) {
        const auto& object = *known->second;
        record["virtual"] = object["type"];
        record["virtual"]["kind"] = text(object, "kind");
        record["name"] = text(object, "name");
        record["room"] = text(object, "room");
    }
    if (!record.contains("virtual") || !record["virtual"].is_object()) return {};
    record["virtual"].erase("start");  // the original knows better
    record.erase("keepAfterRestart");
    return record;
}

json assignment_of(const json& original, const TwinWish& wish, const std::string& twin) {
    json assignment = {
        {"connection", wish.connection}, {"object", twin}, {"mode", "ASSIGNMENT_MODE_SYNC"}};
    if (const auto topic = text(original, "reportTopic"); !topic.empty()) {
        assignment["commandTopic"] = topic;
    }
    if (const auto topic = text(original, "commandTopic"); !topic.empty()) {
        assignment["reportTopic"] = topic;
    }
    return assignment;
}

}  // namespace

Result<Twins> twins_of(const json& project, const json& objects, const TwinWish& wish) {
    const auto from = BUSBAR_TRY(connection_of(project, wish.from));
    Twins twins;
    auto records = json::object();
    auto assignments = json::object();
    const auto known = by_id(objects);
    const auto& originals = at(project, {"plugins", "mqtt-client", "assignments"});
    for (const auto& [id, original] : originals.items()) {
        if (text(original, "connection") != from) continue;
        const auto object = text(original, "object");
        if (!at(original, {"format"}).empty()) {
            twins.left_out.push_back("'" + object + "' has a payload format.");
            continue;
        }
        if (has_wildcard(text(original, "commandTopic"))) {
            twins.left_out.push_back("'" + object + "' has a command topic with wildcards.");
            continue;
        }
        auto record = record_of(project, known, object);
        if (record.is_null()) {
            twins.left_out.push_back("'" + object + "' has no type in the project (--objects).");
            continue;
        }
        const auto twin = wish.prefix + object;
        records[twin] = std::move(record);
        assignments[twin] = assignment_of(original, wish, twin);
    }
    if (records.empty()) {
        auto why = "No assignment of '" + from + "' can have a twin.";
        if (!twins.left_out.empty()) why += " " + twins.left_out.front();
        return fail(ErrorCode::InvalidArgument, std::move(why));
    }
    twins.project = {{"busbar", 1},
                     {"objects", std::move(records)},
                     {"plugins", {{"mqtt-client", {{"assignments", std::move(assignments)}}}}}};
    return twins;
}

}  // namespace mqtt_client
