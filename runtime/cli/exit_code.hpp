// SPDX-License-Identifier: Apache-2.0
// How `busbar` ends; docs/command-line.md and --help say the same.
#pragma once

namespace busbar {

enum class ExitCode : int {
    Done = 0,
    Refused = 1,       // it was asked for, and the answer is no
    Usage = 2,         // the command line itself is wrong
    NotReachable = 3,  // no runtime answers at the socket
    TimedOut = 4,      // no answer in time; what was asked for may still happen
};

}  // namespace busbar
