// SPDX-License-Identifier: Apache-2.0
// Asking and complaining.
#include "cli/session.hpp"

#include <ostream>

#include "cli/problem_words.hpp"
#include "cli/table.hpp"

namespace busbar {
namespace {

constexpr auto kReplace = Json::error_handler_t::replace;

}  // namespace

ExitCode complain(Session& session, const Error& error) {
    session.err << "busbar: " << printable(error.message) << '\n';
    return exit_code_of(error);
}

ExitCode complain(Session& session, const Answer& answer) {
    if (session.json) print_json(session, answer.body);
    session.err << "busbar: " << problem_words(answer.body);
    return exit_code_of(answer);
}

std::optional<Json> ask(Session& session, ExitCode& code, const std::string& method,
                        const std::string& target, const Json& body) {
    auto answer = session.client.request(method, target, body);
    if (answer && answer->good()) return std::move(answer->body);
    code = answer ? complain(session, *answer) : complain(session, answer.error());
    return std::nullopt;
}

void print_json(Session& session, const Json& json) {
    constexpr int kIndent = 2;
    session.out << json.dump(kIndent, ' ', false, kReplace) << '\n';
}

void print_json_line(Session& session, const Json& json) {
    constexpr int kCompact = -1;
    session.out << json.dump(kCompact, ' ', false, kReplace) << '\n' << std::flush;
}

}  // namespace busbar
