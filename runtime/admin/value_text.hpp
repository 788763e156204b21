// SPDX-License-Identifier: Apache-2.0
// Values as people type them, by the object's type.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "busbar/v1/object.pb.h"
#include "busbar/value.hpp"

namespace busbar {

// The value that a word, a number or octets ("0x0c1a") mean for `type`; nothing when they mean
// none. A label wins over a number.
[[nodiscard]] std::optional<Value> value_of_word(std::string_view text, const v1::ObjectType& type);

// What the type takes, to end a sentence with: "on or off", "a whole number" …
[[nodiscard]] std::string expected_words(const v1::ObjectType& type);

}  // namespace busbar
