// SPDX-License-Identifier: Apache-2.0
// Router: from a request to the function that answers it.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "admin/crossing.hpp"
#include "admin/request.hpp"
#include "admin/response.hpp"

namespace busbar {

// The thread a handler runs on.
enum class Where : std::uint8_t { Admin, Runtime };

// Answers through the reply, now or later, on its own thread.
using Handler = std::function<void(const ApiRequest&, const Reply&)>;

struct Route {
    Method method;
    std::string_view pattern;  // "/api/v1/plugins/*": an asterisk is any one segment
    std::string_view action;   // what follows ':'; empty for nothing, "*" for anything
    Where where;
    Handler handler;
};

// Thread: the admin thread.
class Router {
 public:
    explicit Router(Crossing& crossing) : crossing_(crossing) {}

    // Of two routes that fit, the one added first is taken.
    void add(Route route) { routes_.push_back(std::move(route)); }

    // Answers through `reply`, on the admin thread: 404 no_such_resource where no pattern fits, 405
    // wrong_method (with Allow) where only the method does not.
    void handle(ApiRequest request, const Reply& reply) const;

    // The most octets a request's body may have: 64 MiB for a project, else 1 MiB.
    [[nodiscard]] static std::size_t body_size_max(const Target& target);

 private:
    Crossing& crossing_;
    std::vector<Route> routes_;
};

}  // namespace busbar
