// SPDX-License-Identifier: Apache-2.0
// The resource "project": the whole configuration as one document.
//
// GET  project                                export, see config/project.hpp
// POST project:apply?dry_run&prune&confirm=…  makes the document true, all or nothing:
//      {"changed", "dryRun", "changes": [{"kind", "pointer", "fields": [{"name", "before",
//      "after"}]}], "problems", "notApplied"}; 422 or 409 with the same "changes" where problems
//      are in the way, and then nothing was changed. A dry run always answers 200.
// Thread: the runtime loop.
#pragma once

#include "admin/environment.hpp"
#include "admin/router.hpp"

namespace busbar {

void add_project_routes(Router& router, const AdminEnvironment& environment);

}  // namespace busbar
