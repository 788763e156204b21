// SPDX-License-Identifier: Apache-2.0
// busbar: the command line of the runtime.
#include <unistd.h>

#include <csignal>
#include <iostream>

#include "cli/command_line.hpp"

int main(int argc, char** argv) {
    // A runtime that hangs up, or a pager that is left, is an error of that write, not our end.
    (void)std::signal(SIGPIPE, SIG_IGN);
    const busbar::Console console{std::cout, std::cerr, ::isatty(STDOUT_FILENO) == 1};
    const auto code = busbar::run_command_line({argv + 1, argv + argc}, console);
    std::cout.flush();
    return static_cast<int>(code);
}
