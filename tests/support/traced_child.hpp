// SPDX-License-Identifier: Apache-2.0
// A child process that is killed at a chosen moment, so that a test can choose it again.
//
// What a process leaves on a disk changes only while it is in the kernel. So its life is cut at its
// n-th entry into or exit from a system call: every n is another moment, there are no moments
// between them, and the same n is the same moment in every run.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace busbar::testing {

struct ChildLife {
    std::string error;               // why nothing can be traced here; empty: it can
    std::uint64_t acknowledged = 0;  // how many times it acknowledged
    bool killed = false;             // false: it ended before
    int code = 0;                    // what it returned then: 0, or what `work` exited with
    // The acknowledgements, counted from 0, at which something it had written to a file since the
    // one before was not synced: a power cut then could have taken what was just acknowledged.
    std::vector<std::uint64_t> unsynced;
};

// Forks; the child calls `work` with a function to acknowledge with, and is killed (SIGKILL) at its
// stop number `stops`, counted from 1. The child never returns from here.
// Give `work` nothing that has a thread, and no open database.
[[nodiscard]] ChildLife live_and_die(
    std::uint64_t stops, const std::function<void(const std::function<void()>& acknowledge)>& work);

}  // namespace busbar::testing
