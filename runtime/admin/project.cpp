// SPDX-License-Identifier: Apache-2.0
// The resource "project".
#include "admin/project.hpp"

#include "admin/problem.hpp"

namespace busbar {
namespace {

const char* word(PlannedChange::Kind kind) {
    switch (kind) {
        case PlannedChange::Kind::Add:
            return "add";
        case PlannedChange::Kind::Change:
            return "change";
        case PlannedChange::Kind::Remove:
            return "remove";
    }
    return "";
}

Json write_changes(const std::vector<PlannedChange>& changes) {
    auto json = Json::array();
    for (const auto& change : changes) {
        auto fields = Json::array();
        for (const auto& field : change.fields) {
            fields.push_back(
                {{"name", field.name}, {"before", field.before}, {"after", field.after}});
        }
        json.push_back({{"kind", word(change.kind)},
                        {"pointer", change.pointer},
                        {"fields", std::move(fields)}});
    }
    return json;
}

ApiResponse answer(const Changes::ProjectOutcome& outcome, const Changes::ProjectOptions& options) {
    if (!options.dry_run && in_the_way(outcome.problems, options.confirmed)) {
        auto response = blocked(outcome.problems);
        auto json = Json::parse(response.body);
        json["changes"] = write_changes(outcome.changes);
        response.body = to_text(json);
        return response;
    }
    return json_response({{"changed", outcome.changed},
                          {"dryRun", options.dry_run},
                          {"changes", write_changes(outcome.changes)},
                          {"problems", problem_entries(outcome.problems)},
                          {"notApplied", outcome.not_applied}});
}

void apply(const AdminEnvironment& environment, const ApiRequest& request, const Reply& reply) {
    Changes::ProjectOptions options;
    options.prune = request.target.flag("prune");
    options.dry_run = request.target.flag("dry_run");
    const auto codes = request.target.list("confirm");
    options.confirmed = {codes.begin(), codes.end()};
    environment.changes.apply(
        request.body, options, [options, reply](const Result<Changes::ProjectOutcome>& outcome) {
            reply(outcome ? answer(*outcome, options) : problem(outcome.error()));
        });
}

}  // namespace

void add_project_routes(Router& router, const AdminEnvironment& environment) {
    router.add({Method::Get, "/api/v1/project", "", Where::Runtime,
                [environment](const ApiRequest&, const Reply& reply) {
                    auto response = json_response(export_project(environment.configuration));
                    response.etag = etag_of(environment.configuration.revision());
                    reply(std::move(response));
                }});
    router.add({Method::Post, "/api/v1/project", "apply", Where::Runtime,
                [environment](const ApiRequest& request, const Reply& reply) {
                    apply(environment, request, reply);
                }});
}

}  // namespace busbar
