// SPDX-License-Identifier: Apache-2.0
// Client: HTTP to the runtime's Unix socket, one connection a request.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>

#include "busbar/result.hpp"
#include "cli/event_reader.hpp"

namespace busbar {

using Json = nlohmann::json;

// What the runtime answered.
struct Answer {
    int status = 0;
    Json body;  // null where it was none, or no JSON

    [[nodiscard]] bool good() const { return status >= 200 && status < 300; }
};

class Client {
 public:
    explicit Client(std::filesystem::path socket) : socket_(std::move(socket)) {}

    [[nodiscard]] Result<Answer> get(const std::string& target) const {
        return request("GET", target, nullptr);
    }
    // Both fail with Unavailable when no runtime answers, with Timeout when it takes too long
    // (90 s; it answers within 60 s itself), with Internal on what is no HTTP.
    [[nodiscard]] Result<Answer> request(const std::string& method, const std::string& target,
                                         const Json& body) const;
    // Hands over events as they come, until `heard` returns false. After the events that came
    // together it is called once with nullptr: now is the time to show them. Fails with Unavailable
    // when the runtime hangs up, with InvalidArgument when it wants to tell no events.
    using Heard = std::function<bool(const Event*)>;
    [[nodiscard]] Status listen(const std::string& target, const Heard& heard) const;

 private:
    std::filesystem::path socket_;
};

// `text` as one segment of an address, or as a parameter's value.
[[nodiscard]] std::string percent_encode(const std::string& text);

}  // namespace busbar
