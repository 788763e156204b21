// SPDX-License-Identifier: Apache-2.0
// The resource "logs".
#include "admin/logs.hpp"

#include "admin/log_json.hpp"
#include "admin/problem.hpp"

namespace busbar {
namespace {

ApiResponse get_logs(const ApiRequest& request, const Log& log) {
    const auto after = request.target.number("after", 0);
    const auto count = request.target.number("lines", 0);
    if (!after || !count) return problem(after ? count.error() : after.error());
    const auto lines = log.lines(*after);
    const auto skip = *count > 0 && lines.size() > *count ? lines.size() - *count : 0;
    auto json = Json::array();
    for (auto i = skip; i < lines.size(); ++i) json.push_back(write_log_line(lines[i]));
    return json_response({{"lines", std::move(json)}});
}

}  // namespace

void add_log_routes(Router& router, const Log& log) {
    router.add(
        {Method::Get, "/api/v1/logs", "", Where::Admin,
         [&log](const ApiRequest& request, const Reply& reply) { reply(get_logs(request, log)); }});
}

}  // namespace busbar
