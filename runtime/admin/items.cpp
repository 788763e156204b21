// SPDX-License-Identifier: Apache-2.0
// The resources of a plugin's settings. Actions are in item_actions.cpp.
#include "admin/items.hpp"

#include "admin/problem.hpp"
#include "admin/status_json.hpp"
#include "admin/wish.hpp"

namespace busbar {
namespace {

Json write_item(const AdminEnvironment& environment, const std::string& plugin,
                const std::string& collection, ItemView item) {
    Json json = {{"id", item.id},
                 {"settings", std::move(item.settings)},
                 {"revision", item.revision},
                 {"appliedRevision", item.applied_revision},
                 {"started", item.started},
                 {"status", nullptr}};
    if (const auto* instance = environment.plugins.find(plugin)) {
        const auto status = instance->statuses().find({collection, item.id});
        if (status != instance->statuses().end()) json["status"] = write_status(status->second);
    }
    return json;
}

ApiResponse list(const AdminEnvironment& environment, const ApiRequest& request) {
    auto items = environment.configuration.items(request.names[0], request.names[1]);
    if (!items) return problem(items.error());
    auto json = Json::array();
    for (auto& item : *items) {
        json.push_back(
            write_item(environment, request.names[0], request.names[1], std::move(item)));
    }
    return json_response({{"items", std::move(json)}});
}

// Which item: plugin, collection, id.
struct Place {
    std::string plugin;
    std::string collection;
    std::string id;
};

ApiResponse show(const AdminEnvironment& environment, const Place& place, int status = 200,
                 Json problems = Json::array()) {
    auto item = environment.configuration.item(place.plugin, place.collection, place.id);
    if (!item) return problem(item.error());
    const auto revision = item->revision;
    auto json = write_item(environment, place.plugin, place.collection, *std::move(item));
    if (!problems.empty()) json["problems"] = std::move(problems);
    auto response = json_response(json, status);
    response.etag = etag_of(revision);
    return response;
}

Error bad_body(const std::string& sentence) {
    return {ErrorCode::InvalidArgument, sentence, "body"};
}

// {"settings", "started"}; what GET shows besides may stay in it and is ignored.
Status read_body(const Json& body, Change& change) {
    if (!body.is_object()) return tl::unexpected(bad_body("the body is not a JSON object"));
    for (const auto& [name, value] : body.items()) {
        if (name == "settings") {
            change.value = value;
        } else if (name == "started") {
            if (value.is_null()) continue;
            if (!value.is_boolean()) {
                return tl::unexpected(bad_body("\"started\" is not true or false"));
            }
            change.started = value.get<bool>();
        } else if (name != "id" && name != "revision" && name != "appliedRevision" &&
                   name != "status" && name != "problems") {
            return tl::unexpected(bad_body("the body has an unknown member \"" + name +
                                           "\"; settings go into \"settings\""));
        }
    }
    return {};
}

void change_item(const AdminEnvironment& environment, const ApiRequest& request, Change change,
                 const Reply& reply, int status) {
    const Place place{change.plugin, change.collection, change.id};
    const bool removes = change.kind == Change::Kind::RemoveItem;
    const auto pointer = "/plugins/" + place.plugin + '/' + place.collection + '/' + place.id;
    carry_out(environment, request, {std::move(change), pointer, "/settings"}, reply,
              [=](Json problems) {
                  if (removes) return no_content();
                  auto response = show(environment, place, status, std::move(problems));
                  if (status == 201) response.location = "/api/v1" + pointer;
                  return response;
              });
}

void post(const AdminEnvironment& environment, const ApiRequest& request, const Reply& reply) {
    Change change;
    change.plugin = request.names[0];
    change.collection = request.names[1];
    change.expected_revision = 0;
    if (const auto read = read_body(request.body, change); !read) {
        return reply(problem(read.error()));
    }
    const auto id = request.body.find("id");
    if (id == request.body.end() || !id->is_string()) {
        return reply(problem(bad_body("the body has no text \"id\"")));
    }
    change.id = id->get<std::string>();
    change_item(environment, request, std::move(change), reply, 201);
}

Handler changing(const AdminEnvironment& environment, Change::Kind kind) {
    return [environment, kind](const ApiRequest& request, const Reply& reply) {
        const auto expected = expected_revision(request);
        if (!expected) return reply(revision_problem(expected.error(), false));
        Change change;
        change.kind = kind;
        change.plugin = request.names[0];
        change.collection = request.names[1];
        change.id = request.names[2];
        change.expected_revision = *expected;
        const bool removes = kind == Change::Kind::RemoveItem;
        if (const auto read = removes ? Status{} : read_body(request.body, change); !read) {
            return reply(problem(read.error()));
        }
        const auto known =
            environment.configuration.item(change.plugin, change.collection, change.id);
        if (removes && !known) return reply(problem(known.error()));
        const bool made = kind == Change::Kind::PutItem && !known;
        change_item(environment, request, std::move(change), reply, made ? 201 : 200);
    };
}

}  // namespace

void add_item_routes(Router& router, const AdminEnvironment& environment) {
    constexpr auto kCollection = "/api/v1/plugins/*/*";
    constexpr auto kItem = "/api/v1/plugins/*/*/*";
    router.add({Method::Get, kCollection, "", Where::Runtime,
                [environment](const ApiRequest& request, const Reply& reply) {
                    reply(list(environment, request));
                }});
    router.add({Method::Post, kCollection, "", Where::Runtime,
                [environment](const ApiRequest& request, const Reply& reply) {
                    post(environment, request, reply);
                }});
    router.add({Method::Get, kItem, "", Where::Runtime,
                [environment](const ApiRequest& request, const Reply& reply) {
                    const auto& names = request.names;
                    reply(show(environment, {names[0], names[1], names[2]}));
                }});
    router.add(
        {Method::Put, kItem, "", Where::Runtime, changing(environment, Change::Kind::PutItem)});
    router.add(
        {Method::Patch, kItem, "", Where::Runtime, changing(environment, Change::Kind::PatchItem)});
    router.add({Method::Delete, kItem, "", Where::Runtime,
                changing(environment, Change::Kind::RemoveItem)});
}

}  // namespace busbar
