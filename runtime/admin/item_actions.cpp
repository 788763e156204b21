// SPDX-License-Identifier: Apache-2.0
// Actions on items.
#include "admin/item_actions.hpp"

#include "admin/problem.hpp"

namespace busbar {
namespace {

using Parameters = std::map<std::string, std::string>;

// Plugins get texts; numbers and booleans are written as JSON does.
Result<Parameters> read_parameters(const Json& body) {
    Parameters parameters;
    if (body.is_null()) return parameters;
    if (!body.is_object()) {
        return fail(ErrorCode::InvalidArgument, "the body is not a JSON object of parameters");
    }
    for (const auto& [name, value] : body.items()) {
        if (value.is_structured() || value.is_null()) {
            return fail(ErrorCode::InvalidArgument,
                        "parameter " + name + " is not a text, a number, true or false");
        }
        parameters[name] = value.is_string() ? value.get<std::string>() : to_text(value);
    }
    return parameters;
}

}  // namespace

void add_item_action_routes(Router& router, const AdminEnvironment& environment) {
    router.add({Method::Post, "/api/v1/plugins/*/*/*", "*", Where::Runtime,
                [environment](const ApiRequest& request, const Reply& reply) {
                    const auto parameters = read_parameters(request.body);
                    if (!parameters) return reply(problem(parameters.error()));
                    const auto& names = request.names;
                    environment.changes.action(
                        names[0], names[1], names[2], request.target.action, *parameters,
                        [reply](const Result<std::string>& result) {
                            reply(result ? json_response({{"message", *result}})
                                         : problem(result.error()));
                        });
                }});
}

}  // namespace busbar
