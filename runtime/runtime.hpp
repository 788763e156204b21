// SPDX-License-Identifier: Apache-2.0
// Runtime: builds the parts, wires them, and lets them run until it is asked to stop.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "base/log.hpp"
#include "busbar/result.hpp"

namespace busbar {

struct RuntimeOptions {
    std::filesystem::path state;                   // made when it is missing
    std::filesystem::path plugins;                 // folder of plugin folders
    std::filesystem::path socket;                  // of the HTTP API
    std::optional<std::filesystem::path> project;  // fills an empty state directory
    bool reapply = false;                          // applies the project at every start
};

class Runtime {
 public:
    // Everything but running: state directory, configuration, plugins found, project applied, HTTP
    // API open. SIGTERM and SIGINT must be blocked in the calling thread. Fails with one sentence.
    [[nodiscard]] static Result<std::unique_ptr<Runtime>> make(const RuntimeOptions& options,
                                                               Log& log);
    virtual ~Runtime() = default;

    // Starts the plugins; returns after SIGTERM or SIGINT, when everything has stopped, with the
    // exit code: 0, or 1 when a plugin had to be left behind.
    virtual int run() = 0;
};

}  // namespace busbar
