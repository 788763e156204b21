// SPDX-License-Identifier: Apache-2.0
// BusbardProcess: the runtime as it was built, with all its plugins, and its HTTP API.
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "busbar/result.hpp"
#include "support/process.hpp"
#include "support/temporary_directory.hpp"

namespace busbar::testing {

// One runtime with a state directory of its own, which outlives stop() and kill().
class BusbardProcess {
 public:
    using Json = nlohmann::json;

    // `project` is the project file that fills the state directory at the first start.
    explicit BusbardProcess(const Json& project);

    // Starts it and waits until it is ready.
    [[nodiscard]] Status start();
    // As a service manager would; how it ended.
    Exit stop() { return process_->stop(); }
    // As a power cut would.
    void kill() { process_->kill(); }

    // Its state directory, made at the first start unless it is there.
    [[nodiscard]] std::string state() const { return directory_.file("state"); }

    // What the API answers on "/api/v1" + path. Fails with what it said when that is no success.
    [[nodiscard]] Result<Json> get(const std::string& path) const;
    [[nodiscard]] Result<Json> put(const std::string& path, const Json& body) const;
    [[nodiscard]] Result<Json> post(const std::string& path, const Json& body) const;

    // The value of an object; null while nobody has said it.
    [[nodiscard]] Json value(const std::string& object) const;
    // Waits until an item says that it is connected: "knx", "interfaces", "main".
    [[nodiscard]] bool connected(const std::string& plugin, const std::string& collection,
                                 const std::string& item) const;

    // Its socket, and the folder of the programs that were built with it.
    [[nodiscard]] std::string socket() const { return directory_.file("socket"); }
    [[nodiscard]] static std::string programs();
    // `busbar` with these words, asking this runtime.
    [[nodiscard]] Result<std::unique_ptr<Process>> command(std::vector<std::string> words) const;

    // What it logged since its last start.
    [[nodiscard]] std::string log() const { return process_ ? process_->errors() : ""; }

 private:
    [[nodiscard]] Result<Json> request(std::vector<std::string> options,
                                       const std::string& path) const;

    TemporaryDirectory directory_;
    std::unique_ptr<Process> process_;
};

}  // namespace busbar::testing
