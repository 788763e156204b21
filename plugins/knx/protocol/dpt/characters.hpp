// SPDX-License-Identifier: Apache-2.0
// Texts in payloads: ASCII, ISO 8859-1 or UTF-8 outside, UTF-8 inside.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "busbar/result.hpp"
#include "busbar/value.hpp"
#include "knx/protocol/dpt/field.hpp"

namespace knx {

// The text up to the first NUL, as UTF-8. ASCII octets above 127 become U+FFFD.
// A text of variable length may lack its NUL as long as there is room for one.
// Fails with InvalidArgument on a UTF-8 field that is not UTF-8, or a text without end.
[[nodiscard]] busbar::Result<std::string> decode_text(const FieldSpec& spec,
                                                      std::span<const std::uint8_t> octets);

// The field's octets: padded with NUL, or ended by one if the length varies. A character that the
// field's character set lacks becomes '?', so that "21.5 °C" still arrives on an ASCII display.
// Fails with InvalidArgument on anything but UTF-8 without NUL, OutOfRange if it is too long.
[[nodiscard]] busbar::Result<busbar::Bytes> encode_text(const FieldSpec& spec,
                                                        std::string_view utf8);

}  // namespace knx
