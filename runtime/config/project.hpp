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

namespace busbar {

inline constexpr int kProjectVersion = 1;

// Secrets as {"set": true}. Items of plugins without a schema cannot be written and are left out:
// see Configuration::missing_plugins().
[[nodiscard]] Json export_project(const Configuration& configuration);

// Text to JSON; fails with InvalidArgument (where and why) on what is not JSON, and on more than
// kProjectSizeMax octets.
[[nodiscard]] Result<Json> parse_project(std::string_view text);

// One difference between the file and the configuration.
struct PlannedChange {
    enum class Kind : std::uint8_t { Add, Change, Remove };
    // A field's value; null where not set. Secrets only as {"set": …}, or {"changed": true}.
    struct Field {
        std::string name;
        Json before;
        Json after;
    };
    Kind kind = Kind::Add;
    std::string pointer;  // "/plugins/knx/objects/kitchen-light"
    std::vector<Field> fields;
};

// Something wrong with the file. RFC 6901 pointer into it.
struct PlanProblem {
    std::string pointer;
    std::string code;
    std::string message;
    bool is_warning = false;
    bool is_note = false;  // never in the way
};

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

// The differences a draft makes, for showing and for the audit log.
[[nodiscard]] std::vector<PlannedChange> describe_changes(const Configuration& configuration,
                                                          const Draft& draft);
// The pointer of a problem with a draft, in terms of the project file.
[[nodiscard]] std::string pointer_of(const DraftProblem& problem);

}  // namespace busbar
