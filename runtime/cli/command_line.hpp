// SPDX-License-Identifier: Apache-2.0
// CommandLine: what the words after `busbar` mean.
#pragma once

#include <filesystem>
#include <iosfwd>
#include <string>
#include <vector>

#include "cli/commands.hpp"

namespace busbar {

// Where words go, and what is at the other end.
struct Console {
    std::ostream& out;
    std::ostream& err;
    bool terminal = false;  // `out` is one
};

// Runs `busbar` with these arguments (without its own name) to its end. A word that is no command
// is the id of a plugin whose program takes over the process.
[[nodiscard]] ExitCode run_command_line(std::vector<std::string> arguments, const Console& console);

// The same arguments with "--" put before the last one where that is a negative number, which would
// be taken for an option: busbar set outside -5
[[nodiscard]] std::vector<std::string> guard_negative_number(std::vector<std::string> arguments);

}  // namespace busbar
