// SPDX-License-Identifier: Apache-2.0
// ApiRequest: what somebody asks of the API, without the HTTP around it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "admin/target.hpp"
#include "busbar/result.hpp"
#include "config/json.hpp"

namespace busbar {

enum class Method : std::uint8_t { Get, Post, Put, Patch, Delete };

[[nodiscard]] const char* to_string(Method method);  // "GET" …

struct ApiRequest {
    Method method = Method::Get;
    Target target;
    std::vector<std::string> names;  // what the asterisks of the route's pattern stand for
    std::string if_match;            // the header as it came; empty without one
    Json body;                       // null without one
};

// What If-Match says: the revision that the sender has seen; nothing for "*", which is any.
// Fails with InvalidArgument on a text that was never an ETag of ours, and without the header:
// then with the field "if_match".
[[nodiscard]] Result<std::optional<std::uint64_t>> expected_revision(const ApiRequest& request);

// The ETag of a revision, quotes included.
[[nodiscard]] std::string etag_of(std::uint64_t revision);

}  // namespace busbar
