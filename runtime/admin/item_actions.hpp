// SPDX-License-Identifier: Apache-2.0
// "plugins/{plugin}/{collection}/{item}:{action}": what an operator asks of an item.
//
// POST with {"parameter": value …} (or nothing) answers {"message"} when it is done, within 60 s;
// 409 with the plugin's words when it is not, 504 when there was no answer.
// Thread: the runtime loop.
#pragma once

#include "admin/environment.hpp"
#include "admin/router.hpp"

namespace busbar {

void add_item_action_routes(Router& router, const AdminEnvironment& environment);

}  // namespace busbar
