// SPDX-License-Identifier: Apache-2.0
// The resource "objects".
#include "admin/objects.hpp"

#include "admin/object_json.hpp"
#include "admin/problem.hpp"
#include "admin/value_json.hpp"
#include "busbar/convert.hpp"

namespace busbar {
namespace {

// Beside the outcome the answer shows what the command's text meant, and the state now: a device
// that reports for itself may say the new one only later.
ApiResponse command_response(const v1::CommandResult& result, const Value& value, const Bus& bus,
                             const std::string& id) {
    switch (result.outcome()) {
        case v1::COMMAND_OUTCOME_CONFIRMED: {
            Json json = {{"outcome", v1::CommandOutcome_Name(result.outcome())},
                         {"value", write_value(value)},
                         {"state", nullptr}};
            if (const auto object = bus.object(id))
                json["state"] = write_snapshot(*object)["state"];
            return json_response(json);
        }
        case v1::COMMAND_OUTCOME_TIMED_OUT:
            return problem(504, "timed_out", result.reason());
        case v1::COMMAND_OUTCOME_SUPERSEDED:
            return problem(409, "superseded", "a newer command took its place");
        default:
            return problem(409, "refused", result.reason());
    }
}

}  // namespace

void Objects::add_routes(Router& router) {
    router.add({Method::Get, "/api/v1/objects", "", Where::Admin,
                [this](const ApiRequest& request, const Reply& reply) { reply(list(request)); }});
    router.add({Method::Get, "/api/v1/objects/*/state", "", Where::Admin,
                [this](const ApiRequest& request, const Reply& reply) { reply(state(request)); }});
    router.add(
        {Method::Put, "/api/v1/objects/*/state", "", Where::Admin,
         [this](const ApiRequest& request, const Reply& reply) { command(request, reply); }});
}

ApiResponse Objects::list(const ApiRequest& request) const {
    const auto size = request.target.number("page_size", kPageSizeDefault);
    const auto token = request.target.number("page_token", 1);
    if (!size || !token) return problem(size ? token.error() : size.error());
    if (*size == 0 || *size > kPageSizeMax || *token == 0 || *token > Registry::kObjectsMax) {
        return problem(400, "out_of_range", "page_size is 1 to 10000, page_token as it was given");
    }
    auto from = static_cast<Handle>(*token);
    auto json = Json::array();
    constexpr std::size_t kChunk = 256;  // objects for which the bus is held at once
    while (from != 0 && json.size() < *size) {
        for (const auto& one : bus_.objects(from, std::min(kChunk, *size - json.size()))) {
            json.push_back(write_snapshot(one));
        }
    }
    Json page = {{"objects", std::move(json)}};
    if (from != 0) page["nextPageToken"] = std::to_string(from);
    return json_response(page);
}

ApiResponse Objects::state(const ApiRequest& request) const {
    const auto object = bus_.object(request.names[0]);
    if (!object) return problem(object.error());
    return json_response(write_snapshot(*object)["state"]);
}

void Objects::command(const ApiRequest& request, const Reply& reply) {
    const auto& id = request.names[0];
    const auto object = bus_.object(id);
    if (!object) return reply(problem(object.error()));
    const auto timeout = request.target.number("timeout_ms", 0);
    if (!timeout) return reply(problem(timeout.error()));
    constexpr std::uint64_t kTimeoutMax_ms = 60'000;
    if (*timeout > kTimeoutMax_ms) {
        return reply(problem(400, "out_of_range", "timeout_ms is at most 60000"));
    }
    if (!request.body.is_object() || !request.body.contains("value")) {
        return reply(problem(400, "invalid_argument", "the body is not {\"value\": …}"));
    }
    v1::ObjectAppeared appeared;
    (void)appeared.ParseFromString(object->description);  // the bus serialized it itself
    const auto value = read_value(request.body.at("value"), appeared.object().type());
    if (!value) {
        const Json at = {{"pointer", "/value"},
                         {"code", "invalid_argument"},
                         {"message", value.error().message},
                         {"severity", "error"}};
        return reply(problem(400, "invalid_argument", value.error().message, Json::array({at})));
    }
    v1::Value message;
    to_message(*value, message);
    seat_.command(appeared.object().handle(), message, static_cast<std::uint32_t>(*timeout),
                  [this, id, value = *value, reply](const v1::CommandResult& result) {
                      reply(command_response(result, value, bus_, id));
                  });
}

}  // namespace busbar
