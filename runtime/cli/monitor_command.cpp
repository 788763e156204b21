// SPDX-License-Identifier: Apache-2.0
// `busbar monitor`: every state as it passes the bus, with what caused it.
#include <algorithm>
#include <ostream>

#include "cli/object_list.hpp"
#include "cli/session.hpp"
#include "cli/table.hpp"
#include "cli/words.hpp"

namespace busbar {
namespace {

// Columns that keep their place while lines come one by one: as wide as the widest so far.
class Columns {
 public:
    std::string line(const std::vector<std::string>& cells) {
        widths_.resize(std::max(widths_.size(), cells.size()), 0);
        std::string line;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            constexpr std::size_t kWidthMax = 40;
            widths_[i] = std::max(widths_[i], std::min(width_of(cells[i]), kWidthMax));
            line += printable(cells[i]);
            const auto width = width_of(cells[i]);
            line.append((width < widths_[i] ? widths_[i] - width : 0) + 2, ' ');
        }
        line.erase(line.find_last_not_of(' ') + 1);
        return line;
    }

 private:
    std::vector<std::size_t> widths_;
};

std::string state_line(Columns& columns, const Json& data, const Json& type) {
    return columns.line({time_words(text_of(data, "changeTime")), text_of(data, "object"),
                         value_words(data.value("value", Json()), type),
                         enum_word(text_of(data, "quality"), "QUALITY_"), cause_words(data)});
}

// What is not a state, in a sentence; empty where there is nothing to say.
std::string other_line(const Event& event, const Json& data) {
    if (event.type == "resync" && data.contains("missed")) {
        return "-- this terminal was too slow: " + counted(count_of(data, "missed"), "event") +
               " not shown";
    }
    if (event.type == "object-removed") return "-- gone: " + text_of(data, "object");
    if (event.type != "gap") return {};
    std::string line = "-- not told:";
    for (const auto& one : data.value("missing", Json::array())) {
        line +=
            ' ' + text_of(one, "object") + " (" + counted(count_of(one, "count"), "event") + ')';
    }
    return line;
}

}  // namespace

ExitCode run_monitor(Session& session, const std::string& pattern) {
    ObjectList list(pattern);
    Columns columns;
    Status fetch;
    const auto heard = [&](const Event* event) {
        if (event == nullptr) {
            session.out << std::flush;
            return session.out.good();
        }
        const auto data = Json::parse(event->data, nullptr, false);
        if (!data.is_object()) return true;
        if (event->type == "resync") {
            fetch = list.fetch(session.client);
            if (!fetch) return false;
        }
        // Every state is shown, even one that was fetched a moment ago.
        const auto known = list.objects().find(text_of(data, "object"));
        const bool ours = known != list.objects().end();
        const auto type = ours ? known->second.value("type", Json::object()) : Json::object();
        if (event->type == "object") (void)list.take(event->type, data);
        if (event->type == "state" && !ours) return true;
        if (session.json) {
            print_json_line(session, {{"event", event->type}, {"data", data}});
        } else if (event->type == "state") {
            session.out << state_line(columns, data, type) << '\n';
        } else if (const auto line = other_line(*event, data); !line.empty()) {
            session.out << printable(line) << '\n';
        }
        return true;
    };
    const auto ended = session.client.listen("/api/v1/events?kinds=states", heard);
    if (!fetch) return complain(session, fetch.error());
    return ended ? ExitCode::Done : complain(session, ended.error());
}

}  // namespace busbar
