// SPDX-License-Identifier: Apache-2.0
// What the runtime refuses, in words, and how `busbar` ends then.
#pragma once

#include <string>

#include "cli/client.hpp"
#include "cli/exit_code.hpp"

namespace busbar {

// The problem's detail, and a line for each of its `errors`:
//   "  error /settings/port: must be 1 to 65535 (too_large)"
[[nodiscard]] std::string problem_words(const Json& problem);
// Only these lines, of problems as `errors` has them.
[[nodiscard]] std::string problem_lines(const Json& problems);

[[nodiscard]] ExitCode exit_code_of(const Answer& answer);
[[nodiscard]] ExitCode exit_code_of(const Error& error);

}  // namespace busbar
