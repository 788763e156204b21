// SPDX-License-Identifier: Apache-2.0
// The resources "plugins" and "plugins/{plugin}".
//
// GET  plugins             {"plugins": [PLUGIN…]}
// GET  plugins/{p}         PLUGIN: the manifest's words, "state", "sentence", "restarts",
//                          "collections", "updateNeeded", "statuses", "figures"
// GET  plugins/{p}/schema  what its settings can be, see Schema::describe()
// POST plugins/{p}:start, :stop, :restart   answers with PLUGIN when it is done
// Thread: the runtime loop.
#pragma once

#include "admin/environment.hpp"
#include "admin/router.hpp"

namespace busbar {

void add_plugin_routes(Router& router, const AdminEnvironment& environment);

// What the event "plugin" tells: {"id", "state", "sentence", "restarts"}.
[[nodiscard]] Json write_plugin_state(const Instance& instance);

}  // namespace busbar
