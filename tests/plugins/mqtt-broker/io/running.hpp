// SPDX-License-Identifier: Apache-2.0
// RunningTest: starts shell scripts as child processes and keeps what they say.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "io/turning.hpp"
#include "mqtt-broker/io/process.hpp"

namespace mqtt_broker {

class RunningTest : public ::testing::Test {
 protected:
    busbar::Result<std::unique_ptr<Process>> start(const std::string& script) {
        call.program = "/bin/sh";
        call.arguments = {"-c", script};
        return Process::start(
            loop, call, [this](std::string_view line) { lines.emplace_back(line); },
            [this](Exit ended) { exit = ended; });
    }
    // Runs a script to its end.
    void run(const std::string& script) {
        const auto process = start(script);
        ASSERT_TRUE(process) << process.error().message;
        ASSERT_TRUE(turn_until(loop, [this] { return exit.has_value(); }));
    }

    busbar::PollLoop loop;
    ProgramCall call;
    std::vector<std::string> lines;
    std::optional<Exit> exit;
};

}  // namespace mqtt_broker
