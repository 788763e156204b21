// SPDX-License-Identifier: Apache-2.0
// Changes: carries a change of the configuration from the wish to its effect, and actions to items.
//
//   wish ─► schema checks ─► the plugins' checks ─► commit ─► ItemsChanged to the plugins
//                │                   │                 └────► object records to the bus
//                └────────┬──────────┘
//                  problems: nothing is changed
//
// Thread: the runtime loop; callbacks come there too.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "bus/bus.hpp"
#include "config/configuration.hpp"
#include "config/project.hpp"
#include "plugin/manager.hpp"

namespace busbar {

class Changes {
 public:
    // What became of a wish. With `problems` in the way nothing was changed; those that are not in
    // the way (notes, confirmed warnings) are told as well.
    struct Outcome {
        bool changed = false;
        std::vector<DraftProblem> problems;
        std::uint64_t revision = 0;
    };
    struct ProjectOutcome {
        bool changed = false;  // false for a dry run, with problems, and when nothing differs
        std::vector<PlannedChange> changes;
        std::vector<PlanProblem> problems;
        // What could not be put into effect by "update", a sentence each; it is saved.
        std::vector<std::string> not_applied;
    };

    Changes(Bus& bus, Configuration& configuration, PluginManager& plugins);

    // Makes changes true, all or none. Fails as Configuration::prepare() and commit() do.
    void commit(std::vector<Change> changes, std::set<std::string> confirmed,
                std::function<void(const Result<Outcome>&)> done);

    struct ProjectOptions {
        bool prune = false;    // what the file does not name is removed
        bool dry_run = false;  // only say what would change
        std::set<std::string> confirmed;
    };
    // Makes a project file true: changes, then updates what waits for it.
    void apply(const Json& project, ProjectOptions options,
               std::function<void(const Result<ProjectOutcome>&)> done);

    // Asks an item to do something. "update" of a plugin with settings that wait for it applies
    // them, or takes them back when the plugin refuses; "start" and "stop" are remembered.
    void action(const std::string& plugin, const std::string& collection, const std::string& item,
                const std::string& action, const std::map<std::string, std::string>& parameters,
                Instance::ActionDone done);

    // Puts all object records on the bus; at start, before the plugins run.
    void publish_objects();

 private:
    void pass_on(const Committed& committed);
    void publish_object(const std::string& id,
                        const std::optional<config::v1::ObjectRecord>& record);
    void update(const std::string& plugin, const std::string& collection, const std::string& item,
                Instance::ActionDone done);
    void update_all(std::vector<std::string> plugins, ProjectOutcome outcome,
                    std::function<void(const Result<ProjectOutcome>&)> done);

    Bus& bus_;
    Configuration& configuration_;
    PluginManager& plugins_;
};

}  // namespace busbar
