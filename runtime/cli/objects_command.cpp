// SPDX-License-Identifier: Apache-2.0
// `busbar objects`: what there is, and its states; with --watch as they change.
#include <ostream>

#include "cli/object_list.hpp"
#include "cli/session.hpp"
#include "cli/table.hpp"
#include "cli/words.hpp"

namespace busbar {
namespace {

std::vector<std::string> row_of(const Json& object) {
    const auto state = object.value("state", Json());
    const auto type = object.value("type", Json::object());
    std::string value = "–";
    std::string quality = "unknown";
    std::string time;
    std::string cause;
    if (state.is_object()) {
        value = value_words(state.value("value", Json()), type);
        quality = enum_word(text_of(state, "quality"), "QUALITY_");
        time = time_words(text_of(state, "changeTime"));
        cause = text_of(state.value("cause", Json::object()), "sender");
    }
    constexpr std::size_t kValueWidth = 40;
    return {text_of(object, "id"),
            text_of(object, "name"),
            text_of(object, "room"),
            text_of(object, "owner"),
            shortened(value, kValueWidth),
            quality,
            time,
            cause};
}

Table table_of(const ObjectList& list) {
    Table table({"OBJECT", "NAME", "ROOM", "OWNER", "STATE", "QUALITY", "UPDATED", "CAUSE"});
    for (const auto& [id, object] : list.objects()) table.add(row_of(object));
    return table;
}

void print(Session& session, const ObjectList& list) {
    const auto table = table_of(list);
    session.out << (table.empty() ? "There are no such objects.\n" : table.text());
}

// One line of a list that grows at its end.
void append(Session& session, const Json& object) {
    if (session.json) return print_json_line(session, object);
    const auto row = row_of(object);
    constexpr std::size_t kState = 4;
    session.out << row[kState + 2] << "  " << row[0] << "  " << printable(row[kState]) << "  "
                << row[kState + 1] << '\n'
                << std::flush;
}

// On a terminal the table is drawn anew; elsewhere every change appends a line.
ExitCode watch(Session& session, ObjectList& list) {
    const bool draws = session.terminal && !session.json;
    bool fetched = false;
    bool changed = false;
    Status fetch;
    const auto heard = [&](const Event* event) {
        if (event == nullptr) {
            if (draws && std::exchange(changed, false)) {
                session.out << "\033[H\033[2J" << table_of(list).text() << std::flush;
            }
            return true;
        }
        if (event->type == "resync") {
            fetch = list.fetch(session.client);
            changed = true;
            if (!fetch) return false;
            if (!draws && !std::exchange(fetched, true)) {
                for (const auto& [id, object] : list.objects()) append(session, object);
            }
            return true;
        }
        const auto data = Json::parse(event->data, nullptr, false);
        if (!data.is_object()) return true;
        const auto* object = list.take(event->type, data);
        changed = true;
        if (object != nullptr && !draws && event->type == "state") append(session, *object);
        return session.out.good();
    };
    const auto ended = session.client.listen("/api/v1/events?kinds=states", heard);
    if (!fetch) return complain(session, fetch.error());
    return ended ? ExitCode::Done : complain(session, ended.error());
}

}  // namespace

ExitCode run_objects(Session& session, const std::string& pattern, bool watching) {
    ObjectList list(pattern);
    if (watching) return watch(session, list);
    if (const auto fetched = list.fetch(session.client); !fetched) {
        return complain(session, fetched.error());
    }
    if (session.json) {
        auto all = Json::array();
        for (const auto& [id, object] : list.objects()) all.push_back(object);
        print_json(session, {{"objects", std::move(all)}});
    } else {
        print(session, list);
    }
    return ExitCode::Done;
}

}  // namespace busbar
