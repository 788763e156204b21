// SPDX-License-Identifier: Apache-2.0
// "Did you mean …": the known name most like a misspelled one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace busbar {

// Takes case and underscores lightly. Empty when more than about a third of the letters differ.
[[nodiscard]] std::string nearest_name(std::string_view name,
                                       const std::vector<std::string>& known);

// " Did you mean “port”?", or nothing when `nearest` is empty; to end a sentence's neighbour with.
[[nodiscard]] std::string did_you_mean(const std::string& nearest);

}  // namespace busbar
