// SPDX-License-Identifier: Apache-2.0
// Router: a walk over some thirty patterns.
#include "admin/router.hpp"

#include <set>

#include "admin/problem.hpp"
#include "config/limits.hpp"

namespace busbar {
namespace {

// Fills `names` with what the asterisks stand for.
bool fits(const Route& route, const Target& target, std::vector<std::string>& names) {
    names.clear();
    const bool any_action = route.action == "*" && !target.action.empty();
    if (!any_action && route.action != target.action) return false;
    auto pattern = route.pattern.substr(1);
    for (const auto& segment : target.segments) {
        if (pattern.empty()) return false;
        const auto end = pattern.find('/');
        const auto expected = pattern.substr(0, end);
        pattern = end == std::string_view::npos ? std::string_view{} : pattern.substr(end + 1);
        if (expected == "*" && !segment.empty()) {
            names.push_back(segment);
        } else if (expected != segment) {
            return false;
        }
    }
    return pattern.empty();
}

}  // namespace

void Router::handle(ApiRequest request, const Reply& reply) const {
    std::set<std::string> allowed;
    for (const auto& route : routes_) {
        std::vector<std::string> names;
        if (!fits(route, request.target, names)) continue;
        if (route.method != request.method) {
            allowed.insert(to_string(route.method));
            continue;
        }
        request.names = std::move(names);
        if (route.where == Where::Admin) return route.handler(request, reply);
        // The handler lives as long as the routes, which nobody asks after Crossing::close().
        crossing_.to_runtime([&handler = route.handler, request = std::move(request),
                              back = crossing_.back(reply)] { handler(request, back); });
        return;
    }
    if (allowed.empty()) {
        return reply(problem(404, "no_such_resource", "there is no resource of that name"));
    }
    std::string methods;
    for (const auto& method : allowed) methods += (methods.empty() ? "" : ", ") + method;
    auto response = problem(405, "wrong_method", "the resource takes " + methods + " only");
    response.allow = methods;
    reply(std::move(response));
}

std::size_t Router::body_size_max(const Target& target) {
    constexpr std::size_t kBodySizeMax = 1024 * 1024;
    const auto& segments = target.segments;
    const bool project = segments.size() == 3 && segments[2] == "project";
    return project ? kProjectSizeMax : kBodySizeMax;
}

}  // namespace busbar
