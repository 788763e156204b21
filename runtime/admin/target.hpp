// SPDX-License-Identifier: Apache-2.0
// Target: which resource a request is about: "/api/v1/plugins/knx/interfaces/main:start?wait=1".
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "busbar/result.hpp"

namespace busbar {

struct Target {
    std::vector<std::string> segments;  // "api" "v1" "plugins" …, percent-decoded
    std::string action;                 // what follows ':' in the last segment (AIP-136); or empty
    std::map<std::string, std::string> query;  // of parameters given twice, the last

    // A flag is set by being there: "dry_run", "dry_run=1" or "dry_run=true".
    [[nodiscard]] bool flag(const std::string& name) const;
    // A parameter's text; empty when it is not there.
    [[nodiscard]] std::string text(const std::string& name) const;
    // A parameter's parts between commas; none when it is not there.
    [[nodiscard]] std::vector<std::string> list(const std::string& name) const;
    // A parameter's number; `otherwise` when it is not there. Fails with InvalidArgument on what is
    // no number.
    [[nodiscard]] Result<std::uint64_t> number(const std::string& name,
                                               std::uint64_t otherwise) const;
};

// Splits a request target (RFC 9112, origin form). Fails with InvalidArgument on what does not
// begin with '/', on a broken percent code, and on a control character, encoded or not.
[[nodiscard]] Result<Target> parse_target(std::string_view text);

}  // namespace busbar
