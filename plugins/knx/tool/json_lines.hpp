// SPDX-License-Identifier: Apache-2.0
// What the commands that answer lines with JSON lines share.
#pragma once

#include <istream>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <string_view>

namespace knx {

// {"error": word, "message": message}
[[nodiscard]] inline nlohmann::json refusal(std::string_view word, const std::string& message) {
    return {{"error", word}, {"message", message}};
}

// One line without line end. Octets that are no UTF-8 are replaced.
[[nodiscard]] inline std::string json_line(const nlohmann::json& answer) {
    return answer.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

// Answers every line that is not empty until the input ends; flushes after each.
template <class Answer>
void answer_lines(std::istream& input, std::ostream& output, Answer answer) {
    for (std::string line; std::getline(input, line);) {
        if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
        output << answer(line) << '\n' << std::flush;
    }
}

}  // namespace knx
