// SPDX-License-Identifier: Apache-2.0
// The project file: the whole configuration as one JSON document.
//
//   {"busbar": 1, "name": "Demo",
//    "objects": {"kitchen-light": {"name": "Kitchen light", "room": "Kitchen", "virtual": {…}}},
//    "plugins": {"mqtt-client": {"connections": {"house": {"address": "…", "started": true}}}}}
//
// An item is its settings, with "started" beside them where the collection can be started. What a
// file does not name stays, unless it is applied with prune.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "config/configuration.hpp"
#include "config/planned_change.hpp"
#include "config/project_pointer.hpp"
#include "config/project_reader.hpp"

namespace busbar {

inline constexpr int kProjectVersion = 1;

// Secrets as {"set": true}. Items of plugins without a schema cannot be written and are left out:
// see Configuration::missing_plugins().
[[nodiscard]] Json export_project(const Configuration& configuration);

// Text to JSON; fails with InvalidArgument (where and why) on what is not JSON, on a member that is
// there twice, on more than kProjectSizeMax octets and on what is nested deeper than 64.
[[nodiscard]] Result<Json> parse_project(std::string_view text);

struct Plan {
    Draft draft;  // to be committed, after the plugins' checks
    std::vector<PlannedChange> changes;
    std::vector<PlanProblem> problems;

    [[nodiscard]] bool empty() const { return changes.empty(); }
};

// What applying `project` would do. Applying the same file twice gives an empty plan. The format
// itself, unknown members, plugins that are not installed and unknown collections are errors among
// the problems; then the draft is empty. Settings an update is needed for are saved by the commit:
// the caller updates these plugins (Committed::update_needed).
[[nodiscard]] Result<Plan> plan_project(const Configuration& configuration, const Json& project,
                                        bool prune);

}  // namespace busbar
