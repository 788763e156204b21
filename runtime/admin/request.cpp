// SPDX-License-Identifier: Apache-2.0
// ApiRequest's ETags: a revision between quotes (RFC 9110, 8.8.3).
#include "admin/request.hpp"

#include <charconv>

namespace busbar {

const char* to_string(Method method) {
    switch (method) {
        case Method::Get:
            return "GET";
        case Method::Post:
            return "POST";
        case Method::Put:
            return "PUT";
        case Method::Patch:
            return "PATCH";
        case Method::Delete:
            return "DELETE";
    }
    return "";
}

Result<std::optional<std::uint64_t>> expected_revision(const ApiRequest& request) {
    std::string_view text = request.if_match;
    if (text.empty()) {
        return fail(ErrorCode::InvalidArgument,
                    "say with If-Match which ETag you have seen, or * for any", "if_match");
    }
    if (text == "*") return std::nullopt;
    if (text.size() > 2 && text.front() == '"' && text.back() == '"') {
        text = text.substr(1, text.size() - 2);
        std::uint64_t revision = 0;
        const auto* end = text.data() + text.size();
        const auto [stop, error] = std::from_chars(text.data(), end, revision);
        if (error == std::errc() && stop == end) return revision;
    }
    return fail(ErrorCode::InvalidArgument, "If-Match is not an ETag of this server");
}

std::string etag_of(std::uint64_t revision) { return '"' + std::to_string(revision) + '"'; }

}  // namespace busbar
