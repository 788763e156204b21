// SPDX-License-Identifier: Apache-2.0
// The resource "status", and the health checks.
#include "admin/runtime_status.hpp"

#include "admin/plugins.hpp"
#include "admin/status_json.hpp"
#include "base/version.hpp"

namespace busbar {
namespace {

ApiResponse status(const AdminEnvironment& environment,
                   std::chrono::steady_clock::time_point begin) {
    const auto uptime = environment.clock.now() - begin;
    const auto& configuration = environment.configuration;
    Json json = {
        {"version", kVersion},
        {"uptimeSeconds", std::chrono::duration_cast<std::chrono::seconds>(uptime).count()},
        {"project", configuration.project_name()},
        {"revision", configuration.revision()},
        {"runtimeUuid", configuration.runtime_uuid()},
        {"objects", environment.bus.object_count()},
        {"missingPlugins", configuration.missing_plugins()},
        {"plugins", Json::array()}};
    for (const auto& [id, instance] : environment.plugins.plugins()) {
        auto plugin = write_plugin_state(*instance);
        plugin["updateNeeded"] = configuration.update_needed(id);
        plugin["figures"] = write_figures(instance->figures());
        json["plugins"].push_back(std::move(plugin));
    }
    return json_response(json);
}

ApiResponse word(const char* text) {
    ApiResponse response;
    response.content_type = "text/plain";
    response.body = text;
    return response;
}

}  // namespace

void add_status_routes(Router& router, const AdminEnvironment& environment,
                       std::chrono::steady_clock::time_point begin) {
    router.add({Method::Get, "/api/v1/status", "", Where::Runtime,
                [environment, begin](const ApiRequest&, const Reply& reply) {
                    reply(status(environment, begin));
                }});
    router.add({Method::Get, "/healthz", "", Where::Admin,
                [](const ApiRequest&, const Reply& reply) { reply(word("ok\n")); }});
    router.add({Method::Get, "/readyz", "", Where::Runtime,
                [](const ApiRequest&, const Reply& reply) { reply(word("ready\n")); }});
}

}  // namespace busbar
