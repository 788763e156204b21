// SPDX-License-Identifier: Apache-2.0
// The resource "logs": the newest lines of the log.
#pragma once

#include "admin/router.hpp"
#include "base/log.hpp"

namespace busbar {

// GET logs?after=NUMBER&lines=COUNT -> {"lines": [{"number", "time", "level", "part", "text"}]},
// oldest first: those after line NUMBER (0: all), of these the last COUNT (0: all). `log` outlives
// the router.
void add_log_routes(Router& router, const Log& log);

}  // namespace busbar
