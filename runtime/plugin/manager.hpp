// SPDX-License-Identifier: Apache-2.0
// PluginManager: all plugins of the plugin folder, and what is asked of them by name.
//
// Thread: the runtime loop.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "config/configuration.hpp"
#include "plugin/instance.hpp"

namespace busbar {

class PluginManager {
 public:
    // `environment.items` is filled in here; the rest is the caller's. Everything outlives us.
    PluginManager(PluginEnvironment environment, Configuration& configuration);
    PluginManager(const PluginManager&) = delete;
    PluginManager& operator=(const PluginManager&) = delete;
    ~PluginManager();

    // Finds the folders with a manifest.json in `directory` and makes their settings known to the
    // configuration. Runs no code of theirs. A folder that cannot be used becomes a Broken plugin.
    void scan(const std::filesystem::path& directory);
    void start_all();
    // `done(stuck)` when all have stopped, or `timeout` is over: then with the ids of those that
    // have not.
    void stop_all(std::chrono::milliseconds timeout,
                  std::function<void(std::vector<std::string> stuck)> done);

    // nullptr when there is no such plugin.
    [[nodiscard]] Instance* find(const std::string& plugin);
    // Sorted by id.
    [[nodiscard]] const std::map<std::string, std::unique_ptr<Instance>>& plugins() const {
        return plugins_;
    }

    // Passes on what a commit changed.
    void deliver(const std::vector<Delivery>& deliveries);
    // Asks the running plugins about the draft's items; their problems are added to the draft that
    // `done` gets, on the loop, within about 2 s.
    void check(Draft draft, std::function<void(Draft)> done);

 private:
    [[nodiscard]] std::vector<v1::ItemsChanged> items_of(const std::string& plugin) const;
    void add(const std::filesystem::path& folder);

    PluginEnvironment environment_;
    Configuration& configuration_;
    std::map<std::string, std::unique_ptr<Instance>> plugins_;
};

}  // namespace busbar
