// SPDX-License-Identifier: Apache-2.0
// The resource "status", and the two health checks.
//
// GET /api/v1/status  {"version", "uptimeSeconds", "project", "revision", "runtimeUuid", "objects",
//                     "missingPlugins", "plugins": [{"id", "state", "sentence", "restarts",
//                     "updateNeeded", "figures"}]}
// GET /healthz        200 "ok" while the admin thread answers
// GET /readyz         200 "ready" when the runtime loop answers as well
// Thread: the runtime loop, but for healthz.
#pragma once

#include <chrono>

#include "admin/environment.hpp"
#include "admin/router.hpp"

namespace busbar {

// `begin` is when the runtime started, by the environment's clock.
void add_status_routes(Router& router, const AdminEnvironment& environment,
                       std::chrono::steady_clock::time_point begin);

}  // namespace busbar
