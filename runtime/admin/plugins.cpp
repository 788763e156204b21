// SPDX-License-Identifier: Apache-2.0
// The resources "plugins" and "plugins/{plugin}".
#include "admin/plugins.hpp"

#include "admin/problem.hpp"
#include "admin/status_json.hpp"

namespace busbar {
namespace {

constexpr std::chrono::seconds kStopTimeout{10};

Json write_plugin(const AdminEnvironment& environment, const Instance& instance) {
    const auto& manifest = instance.manifest();
    auto json = write_plugin_state(instance);
    json["name"] = manifest.name().empty() ? instance.id() : manifest.name();
    json["version"] = manifest.version();
    json["vendor"] = manifest.vendor();
    json["description"] = manifest.description();
    json["program"] = manifest.program();
    json["updateNeeded"] = environment.configuration.update_needed(instance.id());
    json["collections"] = Json::array();
    if (const auto* schema = environment.configuration.schema(instance.id())) {
        for (const auto& one : schema->collections()) json["collections"].push_back(one.name);
    }
    json["statuses"] = Json::array();
    for (const auto& [key, status] : instance.statuses()) {
        json["statuses"].push_back(write_status(status));
    }
    json["figures"] = write_figures(instance.figures());
    return json;
}

ApiResponse list(const AdminEnvironment& environment) {
    auto json = Json::array();
    for (const auto& [id, instance] : environment.plugins.plugins()) {
        json.push_back(write_plugin(environment, *instance));
    }
    return json_response({{"plugins", std::move(json)}});
}

ApiResponse no_such_plugin(const std::string& id) {
    return problem(404, "not_found", "there is no plugin '" + id + "'");
}

ApiResponse show(const AdminEnvironment& environment, const std::string& id) {
    const auto* instance = environment.plugins.find(id);
    if (instance == nullptr) return no_such_plugin(id);
    return json_response(write_plugin(environment, *instance));
}

ApiResponse schema(const AdminEnvironment& environment, const std::string& id) {
    if (const auto* found = environment.configuration.schema(id)) {
        return json_response(found->describe());
    }
    if (environment.plugins.find(id) == nullptr) return no_such_plugin(id);
    return json_response({{"collections", Json::array()}});
}

ApiResponse start(const AdminEnvironment& environment, const std::string& id) {
    auto* instance = environment.plugins.find(id);
    if (instance == nullptr) return no_such_plugin(id);
    instance->start();
    if (instance->state() == PluginState::Running) return show(environment, id);
    return problem(409, "not_started",
                   "plugin '" + id + "' is " + to_string(instance->state()) +
                       (instance->sentence().empty() ? "" : ": " + instance->sentence()));
}

// `then` gives the answer when the plugin has stopped.
void stop(const AdminEnvironment& environment, const std::string& id, const Reply& reply,
          const std::function<ApiResponse()>& then) {
    auto* instance = environment.plugins.find(id);
    if (instance == nullptr) return reply(no_such_plugin(id));
    if (instance->state() == PluginState::Stopping) {
        return reply(
            problem(409, "failed_precondition", "plugin '" + id + "' is stopping already"));
    }
    instance->stop(kStopTimeout, [instance, reply, then] {
        if (instance->state() != PluginState::Stuck) return reply(then());
        reply(problem(504, "stuck", instance->sentence()));
    });
}

void add_lifecycle_routes(Router& router, const AdminEnvironment& environment) {
    constexpr auto kPlugin = "/api/v1/plugins/*";
    router.add({Method::Post, kPlugin, "start", Where::Runtime,
                [environment](const ApiRequest& request, const Reply& reply) {
                    reply(start(environment, request.names[0]));
                }});
    router.add({Method::Post, kPlugin, "stop", Where::Runtime,
                [environment](const ApiRequest& request, const Reply& reply) {
                    stop(environment, request.names[0], reply,
                         [environment, id = request.names[0]] { return show(environment, id); });
                }});
    router.add({Method::Post, kPlugin, "restart", Where::Runtime,
                [environment](const ApiRequest& request, const Reply& reply) {
                    stop(environment, request.names[0], reply,
                         [environment, id = request.names[0]] { return start(environment, id); });
                }});
}

}  // namespace

Json write_plugin_state(const Instance& instance) {
    return {{"id", instance.id()},
            {"state", to_string(instance.state())},
            {"sentence", instance.sentence()},
            {"restarts", instance.restarts()}};
}

void add_plugin_routes(Router& router, const AdminEnvironment& environment) {
    router.add(
        {Method::Get, "/api/v1/plugins", "", Where::Runtime,
         [environment](const ApiRequest&, const Reply& reply) { reply(list(environment)); }});
    router.add({Method::Get, "/api/v1/plugins/*", "", Where::Runtime,
                [environment](const ApiRequest& request, const Reply& reply) {
                    reply(show(environment, request.names[0]));
                }});
    router.add({Method::Get, "/api/v1/plugins/*/schema", "", Where::Runtime,
                [environment](const ApiRequest& request, const Reply& reply) {
                    reply(schema(environment, request.names[0]));
                }});
    add_lifecycle_routes(router, environment);
}

}  // namespace busbar
