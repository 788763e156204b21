// SPDX-License-Identifier: Apache-2.0
// `busbar status`: is all well?
#include <ostream>

#include "cli/session.hpp"
#include "cli/table.hpp"
#include "cli/words.hpp"

namespace busbar {

ExitCode run_status(Session& session) {
    auto code = ExitCode::Done;
    const auto status = ask(session, code, "GET", "/api/v1/status");
    if (!status) return code;
    if (session.json) {
        print_json(session, *status);
        return code;
    }
    const auto project = text_of(*status, "project");
    session.out << "Busbar " << text_of(*status, "version") << ", up "
                << duration_words(std::chrono::seconds(count_of(*status, "uptimeSeconds")))
                << (project.empty() ? "" : ", project " + printable(project)) << ", "
                << counted(count_of(*status, "objects"), "object") << ".\n";
    Table table({"PLUGIN", "STATE", "RESTARTS", "STATES", "EVENTS", "COMMANDS", "REFUSED",
                 "CONFLATED", "DROPPED", "WAITING", "OLDEST", "NOTE"});
    for (const auto& plugin : status->value("plugins", Json::array())) {
        const auto figures = plugin.value("figures", Json::object());
        auto note = text_of(plugin, "sentence");
        if (note.empty() && plugin.value("updateNeeded", false)) note = "settings wait for update";
        std::vector<std::string> row{text_of(plugin, "id"), text_of(plugin, "state"),
                                     std::to_string(count_of(plugin, "restarts"))};
        for (const auto* name :
             {"statesIn", "eventsIn", "commandsIn", "refused", "conflated", "dropped", "depth"}) {
            row.push_back(std::to_string(count_of(figures, name)));
        }
        row.push_back(std::to_string(count_of(figures, "oldestMs")) + " ms");
        row.push_back(std::move(note));
        table.add(std::move(row));
    }
    session.out << (table.empty() ? "There are no plugins.\n" : table.text());
    for (const auto& missing : status->value("missingPlugins", Json::array())) {
        session.out << "Settings are kept for plugin " << missing.get<std::string>()
                    << ", which is not installed.\n";
    }
    return code;
}

}  // namespace busbar
