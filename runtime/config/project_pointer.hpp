// SPDX-License-Identifier: Apache-2.0
// JSON pointers (RFC 6901) into a project file.
#pragma once

#include <string>
#include <string_view>

#include "config/draft.hpp"

namespace busbar {

// One member's name with its slash: "/a~1b".
[[nodiscard]] std::string pointer_part(std::string_view name);
// Of an item; with an empty plugin, of an object record.
[[nodiscard]] std::string pointer_to(const std::string& plugin, const std::string& collection,
                                     const std::string& id);
// Of the field a problem is about.
[[nodiscard]] std::string pointer_of(const DraftProblem& problem);

}  // namespace busbar
