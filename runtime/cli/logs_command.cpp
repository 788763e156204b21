// SPDX-License-Identifier: Apache-2.0
// `busbar logs`: the newest lines of the runtime's log; with --follow as they are written.
#include <ostream>

#include "cli/session.hpp"
#include "cli/table.hpp"
#include "cli/words.hpp"

namespace busbar {
namespace {

void print_line(Session& session, const Json& line) {
    if (session.json) return print_json_line(session, line);
    constexpr std::size_t kLevelWidth = 7;  // "warning"
    constexpr std::size_t kPartWidth = 12;
    const auto padded = [](std::string text, std::size_t width) {
        if (text.size() < width) text.append(width - text.size(), ' ');
        return text;
    };
    session.out << time_words(text_of(line, "time")) << ' '
                << padded(text_of(line, "level"), kLevelWidth) << ' '
                << padded(printable(text_of(line, "part")), kPartWidth) << ' '
                << printable(text_of(line, "text")) << '\n';
}

// Prints what is kept after line `after`; moves `after` on.
ExitCode print_kept(Session& session, std::uint64_t lines, std::uint64_t& after) {
    auto code = ExitCode::Done;
    const auto answer =
        ask(session, code, "GET",
            "/api/v1/logs?after=" + std::to_string(after) + "&lines=" + std::to_string(lines));
    if (!answer) return code;
    for (const auto& line : answer->value("lines", Json::array())) {
        print_line(session, line);
        after = count_of(line, "number");
    }
    return code;
}

}  // namespace

ExitCode run_logs(Session& session, std::uint64_t lines, bool follow) {
    std::uint64_t last = 0;
    if (!follow) return print_kept(session, lines, last);
    auto code = ExitCode::Done;
    const auto heard = [&](const Event* event) {
        if (event == nullptr) {
            session.out << std::flush;
            return session.out.good();
        }
        if (event->type == "resync") {  // the first event; later: some were missed
            code = print_kept(session, last == 0 ? lines : 0, last);
            return code == ExitCode::Done;
        }
        const auto line = Json::parse(event->data, nullptr, false);
        if (!line.is_object() || count_of(line, "number") <= last) return true;
        last = count_of(line, "number");
        print_line(session, line);
        return true;
    };
    const auto ended = session.client.listen("/api/v1/events?kinds=log", heard);
    if (code != ExitCode::Done) return code;
    return ended ? ExitCode::Done : complain(session, ended.error());
}

}  // namespace busbar
