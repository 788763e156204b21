// SPDX-License-Identifier: Apache-2.0
// The resource "objects/{id}".
#include "admin/object_records.hpp"

#include "admin/object_json.hpp"
#include "admin/problem.hpp"
#include "admin/wish.hpp"
#include "config/object_record.hpp"

namespace busbar {
namespace {

// An object there is no more (or not yet) is shown by its record alone.
ApiResponse show(const AdminEnvironment& environment, const std::string& id, int status = 200,
                 Json problems = Json::array()) {
    const auto record = environment.configuration.objects().find(id);
    const bool recorded = record != environment.configuration.objects().end();
    const auto object = environment.bus.object(id);
    if (!object && !recorded) return problem(object.error());
    auto json = object ? write_snapshot(*object) : Json{{"id", id}, {"state", nullptr}};
    json["record"] = recorded ? write_object_record(record->second.record) : Json();
    if (!problems.empty()) json["problems"] = std::move(problems);
    auto response = json_response(json, status);
    response.etag = etag_of(recorded ? record->second.revision : 0);
    return response;
}

void post(const AdminEnvironment& environment, const ApiRequest& request, const Reply& reply) {
    if (!request.body.is_object() || !request.body.contains("id") ||
        !request.body.at("id").is_string()) {
        return reply(problem(400, "invalid_argument", "the body has no text \"id\""));
    }
    Change change;
    change.kind = Change::Kind::PutObject;
    change.value = request.body;
    change.id = request.body.at("id").get<std::string>();
    change.value.erase("id");
    change.expected_revision = 0;
    const auto id = change.id;
    carry_out(environment, request, {std::move(change), "/objects/" + id, ""}, reply,
              [environment, id](Json problems) {
                  auto response = show(environment, id, 201, std::move(problems));
                  response.location = "/api/v1/objects/" + id;
                  return response;
              });
}

Handler changing(const AdminEnvironment& environment, Change::Kind kind) {
    return [environment, kind](const ApiRequest& request, const Reply& reply) {
        const auto expected = expected_revision(request);
        if (!expected) return reply(revision_problem(expected.error(), false));
        Change change;
        change.kind = kind;
        change.id = request.names[0];
        change.expected_revision = *expected;
        const bool removes = kind == Change::Kind::RemoveObject;
        if (!removes && !request.body.is_object()) {
            return reply(problem(400, "invalid_argument", "the body is not a JSON object"));
        }
        if (!removes) change.value = request.body;
        const auto id = change.id;
        if (removes && !environment.configuration.objects().contains(id)) {
            return reply(problem(404, "not_found", "object '" + id + "' has no record"));
        }
        carry_out(environment, request, {std::move(change), "/objects/" + id, ""}, reply,
                  [environment, id, removes](Json problems) {
                      return removes ? no_content()
                                     : show(environment, id, 200, std::move(problems));
                  });
    };
}

}  // namespace

void add_object_record_routes(Router& router, const AdminEnvironment& environment) {
    constexpr auto kObject = "/api/v1/objects/*";
    router.add({Method::Get, kObject, "", Where::Runtime,
                [environment](const ApiRequest& request, const Reply& reply) {
                    reply(show(environment, request.names[0]));
                }});
    router.add({Method::Post, "/api/v1/objects", "", Where::Runtime,
                [environment](const ApiRequest& request, const Reply& reply) {
                    post(environment, request, reply);
                }});
    router.add(
        {Method::Put, kObject, "", Where::Runtime, changing(environment, Change::Kind::PutObject)});
    router.add({Method::Patch, kObject, "", Where::Runtime,
                changing(environment, Change::Kind::PatchObject)});
    router.add({Method::Delete, kObject, "", Where::Runtime,
                changing(environment, Change::Kind::RemoveObject)});
}

}  // namespace busbar
