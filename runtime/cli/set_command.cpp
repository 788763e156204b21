// SPDX-License-Identifier: Apache-2.0
// `busbar set OBJECT VALUE`: a command, and what became of it.
#include <ostream>

#include "cli/problem_words.hpp"
#include "cli/session.hpp"
#include "cli/table.hpp"
#include "cli/words.hpp"

namespace busbar {

ExitCode run_set(Session& session, const std::string& object, const std::string& value,
                 std::uint32_t timeout_ms) {
    auto code = ExitCode::Done;
    const auto address = "/api/v1/objects/" + percent_encode(object);
    const auto described = ask(session, code, "GET", address);
    if (!described) return code;
    // The text goes as it is: the runtime knows what it means for the object's type.
    const auto answer = session.client.request(
        "PUT", address + "/state?timeout_ms=" + std::to_string(timeout_ms), {{"value", value}});
    if (!answer) return complain(session, answer.error());
    if (session.json) print_json(session, answer->body);
    if (!answer->good()) {
        const auto reason = answer->body.is_object() ? text_of(answer->body, "detail") : "";
        session.err << "busbar: " << printable(object + ": " + reason) << '\n';
        return exit_code_of(*answer);
    }
    if (session.json) return code;
    const auto type = described->value("type", Json::object());
    const auto words = value_words(answer->body.value("value", Json()), type);
    session.out << printable(object) << ": " << printable(words) << ", confirmed\n";
    return code;
}

}  // namespace busbar
