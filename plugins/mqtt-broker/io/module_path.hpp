// SPDX-License-Identifier: Apache-2.0
// Where this plugin is: what belongs to it lies beside it.
#pragma once

#include <string>
#include <string_view>

namespace mqtt_broker {

// The path of a file beside the shared object (or program) that this code is in; empty when there
// is no such file.
[[nodiscard]] std::string beside_this_module(std::string_view name);

}  // namespace mqtt_broker
