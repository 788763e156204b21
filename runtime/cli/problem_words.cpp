// SPDX-License-Identifier: Apache-2.0
// Problems in words.
#include "cli/problem_words.hpp"

#include "cli/table.hpp"
#include "cli/words.hpp"

namespace busbar {

std::string problem_words(const Json& problem) {
    auto words = problem.is_object() ? text_of(problem, "detail") : std::string{};
    if (words.empty()) words = "the runtime gave no reason";
    words = printable(words) + '\n';
    const auto errors = problem.find("errors");
    return errors == problem.end() ? words : words + problem_lines(*errors);
}

std::string problem_lines(const Json& problems) {
    std::string lines;
    for (const auto& one : problems) {
        const auto pointer = text_of(one, "pointer");
        lines +=
            printable("  " + text_of(one, "severity") + (pointer.empty() ? "" : " " + pointer) +
                      ": " + text_of(one, "message") + " (" + text_of(one, "code") + ")") +
            '\n';
    }
    return lines;
}

ExitCode exit_code_of(const Answer& answer) {
    constexpr int kGatewayTimeout = 504;
    if (answer.good()) return ExitCode::Done;
    return answer.status == kGatewayTimeout ? ExitCode::TimedOut : ExitCode::Refused;
}

ExitCode exit_code_of(const Error& error) {
    switch (error.code) {
        case ErrorCode::Unavailable:
            return ExitCode::NotReachable;
        case ErrorCode::Timeout:
            return ExitCode::TimedOut;
        case ErrorCode::InvalidArgument:
            return ExitCode::Usage;
        default:
            return ExitCode::Refused;
    }
}

}  // namespace busbar
