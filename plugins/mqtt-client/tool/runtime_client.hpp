// SPDX-License-Identifier: Apache-2.0
// RuntimeClient: asks the runtime over its Unix socket, for a program of the plugin.
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "busbar/result.hpp"

namespace mqtt_client {

struct Answer {
    int status = 0;       // of HTTP
    nlohmann::json body;  // null when it is no JSON

    [[nodiscard]] bool good() const { return status >= 200 && status < 300; }
};

// Asks "GET /api/v1/objects"; the body is sent unless it is null.
using Ask = std::function<busbar::Result<Answer>(
    const std::string& method, const std::string& target, const nlohmann::json& body)>;

// Takes a whole HTTP/1.1 answer apart, whose body is all that follows its head. Fails with Internal
// on what is none.
[[nodiscard]] busbar::Result<Answer> parse_answer(std::string_view text);

// Asks the runtime at `socket`, one connection for each question. Fails with Unavailable when
// nobody answers there.
[[nodiscard]] Ask runtime_at(const std::string& socket);

}  // namespace mqtt_client
