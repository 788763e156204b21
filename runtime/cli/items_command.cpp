// SPDX-License-Identifier: Apache-2.0
// `busbar items PLUGIN [COLLECTION]`, `busbar action PLUGIN COLLECTION ITEM ACTION …`.
#include <ostream>

#include "cli/session.hpp"
#include "cli/table.hpp"
#include "cli/words.hpp"

namespace busbar {
namespace {

std::string address_of(const std::string& plugin, const std::string& collection) {
    return "/api/v1/plugins/" + percent_encode(plugin) + '/' + percent_encode(collection);
}

std::string settings_words(const Json& settings) {
    constexpr std::size_t kWidthMax = 100;
    std::string words;
    for (const auto& [name, value] : settings.items()) {
        if (!words.empty()) words += ", ";
        const bool is_secret = value.is_object() && value.size() == 1 && value.contains("set");
        if (is_secret) {
            words += name + (value.at("set") == true ? " is set" : " is not set");
        } else {
            constexpr int kCompact = -1;
            words += name + '=' +
                     (value.is_string()
                          ? value.get<std::string>()
                          : value.dump(kCompact, ' ', false, Json::error_handler_t::replace));
        }
    }
    return shortened(words, kWidthMax);
}

std::string items_table(const Json& items) {
    Table table({"ITEM", "STATUS", "SAYS", "NOTE", "SETTINGS"});
    for (const auto& item : items) {
        const auto status = item.value("status", Json());
        const bool says = status.is_object();
        const bool applied =
            item.value("revision", Json()) == item.value("appliedRevision", Json());
        table.add({text_of(item, "id"),
                   says ? enum_word(text_of(status, "state"), "STATUS_STATE_") : "",
                   says ? text_of(status, "text") : "", applied ? "" : "not applied: update",
                   settings_words(item.value("settings", Json::object()))});
    }
    return table.empty() ? "There are no items.\n" : table.text();
}

Result<Json> parameters_of(const std::vector<std::string>& pairs) {
    auto parameters = Json::object();
    for (const auto& pair : pairs) {
        const auto equals = pair.find('=');
        if (equals == 0 || equals == std::string::npos) {
            return fail(ErrorCode::InvalidArgument, "a parameter is key=value, not '" + pair + "'");
        }
        parameters[pair.substr(0, equals)] = pair.substr(equals + 1);
    }
    return parameters;
}

}  // namespace

ExitCode run_items(Session& session, const std::string& plugin, const std::string& collection) {
    auto code = ExitCode::Done;
    std::vector<std::string> names{collection};
    if (collection.empty()) {
        const auto answer = ask(session, code, "GET", "/api/v1/plugins/" + percent_encode(plugin));
        if (!answer) return code;
        names = answer->value("collections", std::vector<std::string>());
    }
    auto all = Json::object();
    for (const auto& name : names) {
        const auto answer = ask(session, code, "GET", address_of(plugin, name));
        if (!answer) return code;
        const auto items = answer->value("items", Json::array());
        if (session.json) {
            all[name] = items;
            continue;
        }
        if (collection.empty()) session.out << (name == names.front() ? "" : "\n") << name << ":\n";
        session.out << items_table(items);
    }
    if (session.json)
        print_json(session, collection.empty() ? all : Json{{"items", all[collection]}});
    return code;
}

ExitCode run_action(Session& session, const ItemAction& action) {
    auto code = ExitCode::Done;
    const auto parameters = parameters_of(action.parameters);
    if (!parameters) return complain(session, parameters.error());
    const auto address = address_of(action.plugin, action.collection) + '/' +
                         percent_encode(action.item) + ':' + percent_encode(action.action);
    const auto answer = ask(session, code, "POST", address, *parameters);
    if (!answer) return code;
    if (session.json) {
        print_json(session, *answer);
        return code;
    }
    const auto message = text_of(*answer, "message");
    session.out << printable(action.item) << ": "
                << (message.empty() ? "done" : printable_lines(message)) << '\n';
    return code;
}

}  // namespace busbar
