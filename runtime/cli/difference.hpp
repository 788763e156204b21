// SPDX-License-Identifier: Apache-2.0
// What `apply` changes, for people: + new, ~ changed, - removed, and the fields below.
#pragma once

#include <string>

#include "cli/client.hpp"

namespace busbar {

// Of the `changes` that "project:apply" answers:
//   ~ /plugins/mqtt-client/connections/house
//       address: "old.example" -> "new.example"
[[nodiscard]] std::string difference_words(const Json& changes);

}  // namespace busbar
