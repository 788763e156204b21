// SPDX-License-Identifier: Apache-2.0
// JSON as the configuration speaks it: protobuf's JSON mapping in nlohmann's type.
#pragma once

#include <nlohmann/json.hpp>

namespace busbar {

// Always parsed or made from valid UTF-8. Members come out sorted by name, so equal settings are
// equal text.
using Json = nlohmann::json;

}  // namespace busbar
