// SPDX-License-Identifier: Apache-2.0
// Wish: one change of the configuration that a request asks for.
#pragma once

#include <functional>
#include <string>

#include "admin/environment.hpp"
#include "admin/request.hpp"
#include "admin/response.hpp"

namespace busbar {

struct Wish {
    Change change;
    std::string pointer;         // of its settings in a project file: "/plugins/knx/objects/lamp"
    std::string pointer_prefix;  // of its settings in the request's body: "/settings"
};

// Makes the change true, warnings confirmed as ?confirm=CODE,… says, and answers with what `show`
// gives, or with a problem. `show` gets the notes and confirmed warnings, as problem_entries().
// [runtime loop]
void carry_out(const AdminEnvironment& environment, const ApiRequest& request, Wish wish,
               const Reply& reply, const std::function<ApiResponse(Json problems)>& show);

}  // namespace busbar
