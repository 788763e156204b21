// SPDX-License-Identifier: Apache-2.0
// `busbar plugins`, `busbar plugin start|stop|restart PLUGIN`.
#include <ostream>

#include "cli/session.hpp"
#include "cli/table.hpp"
#include "cli/words.hpp"

namespace busbar {

ExitCode run_plugins(Session& session) {
    auto code = ExitCode::Done;
    const auto answer = ask(session, code, "GET", "/api/v1/plugins");
    if (!answer) return code;
    if (session.json) {
        print_json(session, *answer);
        return code;
    }
    Table plugins({"PLUGIN", "NAME", "VERSION", "STATE", "NOTE"});
    Table statuses({"ITEM", "STATUS", "SAYS"});
    for (const auto& plugin : answer->value("plugins", Json::array())) {
        plugins.add({text_of(plugin, "id"), text_of(plugin, "name"), text_of(plugin, "version"),
                     text_of(plugin, "state"), text_of(plugin, "sentence")});
        for (const auto& status : plugin.value("statuses", Json::array())) {
            auto item = text_of(plugin, "id");
            for (const auto* part : {"collection", "item"}) {
                if (const auto text = text_of(status, part); !text.empty()) item += '/' + text;
            }
            statuses.add({std::move(item), enum_word(text_of(status, "state"), "STATUS_STATE_"),
                          text_of(status, "text")});
        }
    }
    session.out << (plugins.empty() ? "There are no plugins.\n" : plugins.text());
    if (!statuses.empty()) session.out << '\n' << statuses.text();
    return code;
}

ExitCode run_plugin(Session& session, const std::string& verb, const std::string& plugin) {
    auto code = ExitCode::Done;
    const auto answer =
        ask(session, code, "POST", "/api/v1/plugins/" + percent_encode(plugin) + ':' + verb);
    if (!answer) return code;
    if (session.json) {
        print_json(session, *answer);
    } else {
        session.out << printable(plugin) << ": " << text_of(*answer, "state") << '\n';
    }
    return code;
}

}  // namespace busbar
