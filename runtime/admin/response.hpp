// SPDX-License-Identifier: Apache-2.0
// ApiResponse: what the API answers, without the HTTP around it.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "config/json.hpp"

namespace busbar {

class EventQueue;

struct ApiResponse {
    int status = 200;
    std::string content_type = "application/json";
    std::string body;
    std::string etag;      // header ETag; empty: none
    std::string location;  // header Location; empty: none
    std::string allow;     // header Allow; empty: none
    // Set: the answer is a stream of what comes through this queue, for as long as it is open.
    std::shared_ptr<EventQueue> events;  // shared with Events, which fills it
};

// Takes the answer to one request, exactly once.
using Reply = std::function<void(ApiResponse)>;

// Text of JSON; what is not UTF-8 in it (from a plugin) is replaced, never refused.
[[nodiscard]] std::string to_text(const Json& json);

[[nodiscard]] ApiResponse json_response(const Json& json, int status = 200);
[[nodiscard]] ApiResponse no_content();

}  // namespace busbar
