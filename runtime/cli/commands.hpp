// SPDX-License-Identifier: Apache-2.0
// The commands of `busbar`: each asks the runtime and prints what it answers.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "cli/client.hpp"
#include "cli/exit_code.hpp"

namespace busbar {

// What every command needs. Sentences about what went wrong go to `err`.
struct Session {
    Client client;
    bool json = false;      // print what the API answers instead of words
    bool terminal = false;  // `out` is a terminal: it can be drawn anew
    std::ostream& out;
    std::ostream& err;
};

[[nodiscard]] ExitCode run_status(Session& session);
// `pattern` is a part of an id, a name or a room; empty for all.
[[nodiscard]] ExitCode run_objects(Session& session, const std::string& pattern, bool watch);
[[nodiscard]] ExitCode run_set(Session& session, const std::string& object,
                               const std::string& value, std::uint32_t timeout_ms);
[[nodiscard]] ExitCode run_monitor(Session& session, const std::string& pattern);
[[nodiscard]] ExitCode run_plugins(Session& session);
// `verb` is start, stop or restart.
[[nodiscard]] ExitCode run_plugin(Session& session, const std::string& verb,
                                  const std::string& plugin);
// All collections where `collection` is empty.
[[nodiscard]] ExitCode run_items(Session& session, const std::string& plugin,
                                 const std::string& collection);
struct ItemAction {
    std::string plugin;
    std::string collection;
    std::string item;
    std::string action;
    std::vector<std::string> parameters;  // "key=value"
};
[[nodiscard]] ExitCode run_action(Session& session, const ItemAction& action);
// To `file`, or to `out` where it is empty.
[[nodiscard]] ExitCode run_export(Session& session, const std::string& file);
struct Apply {
    std::string file;  // "-" for standard input
    bool dry_run = false;
    bool prune = false;
    std::vector<std::string> confirmed;
};
[[nodiscard]] ExitCode run_apply(Session& session, const Apply& apply);
// The last `lines` (0: all that are kept).
[[nodiscard]] ExitCode run_logs(Session& session, std::uint64_t lines, bool follow);

}  // namespace busbar
