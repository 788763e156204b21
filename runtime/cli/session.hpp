// SPDX-License-Identifier: Apache-2.0
// What commands have in common: asking, and printing JSON or what went wrong.
#pragma once

#include <optional>

#include "cli/commands.hpp"

namespace busbar {

// Prints the error and returns how to end.
[[nodiscard]] ExitCode complain(Session& session, const Error& error);
// The same for an answer that is a problem.
[[nodiscard]] ExitCode complain(Session& session, const Answer& answer);

// A good answer's body; nothing when it went wrong: then it was printed and `code` is set.
[[nodiscard]] std::optional<Json> ask(Session& session, ExitCode& code, const std::string& method,
                                      const std::string& target, const Json& body = nullptr);

// For --json: readable, or one line of a stream.
void print_json(Session& session, const Json& json);
void print_json_line(Session& session, const Json& json);

}  // namespace busbar
