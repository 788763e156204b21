// SPDX-License-Identifier: Apache-2.0
// Between Value and the contract's busbar.v1.Value.
#pragma once

#include "busbar/v1/value.pb.h"
#include "busbar/value.hpp"

namespace busbar {

// An unset message gives an empty Value.
[[nodiscard]] Value to_value(const v1::Value& message);

// Overwrites `message`; an empty Value clears it.
void to_message(const Value& value, v1::Value& message);

}  // namespace busbar
