// SPDX-License-Identifier: Apache-2.0
// How names, labels and numbers are compared and written.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "knx/protocol/dpt/field.hpp"

namespace knx {

// Equal without case, with any run of other ASCII characters than letters and digits as one
// separator, and none at the ends.
[[nodiscard]] bool same_word(std::string_view left, std::string_view right);

// The label of a code, or nothing.
[[nodiscard]] const Label* find_label(std::span<const Label> labels, std::uint64_t code);
// The code of a label. Empty words mean nothing.
[[nodiscard]] std::optional<std::uint16_t> find_code(std::span<const Label> labels,
                                                     std::string_view word);

// The shortest text that reads back as the number: "21", "33.3", "1e-10".
[[nodiscard]] std::string number_text(double number);

// The number that all of `text` is, or nothing.
[[nodiscard]] std::optional<std::int64_t> parse_integer(std::string_view text);
[[nodiscard]] std::optional<double> parse_number(std::string_view text);

}  // namespace knx
