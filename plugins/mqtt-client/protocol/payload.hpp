// SPDX-License-Identifier: Apache-2.0
// Payload: a Value as the text that travels over MQTT, and back.
//
//   boolean   0 or 1
//   integer   12, -3                  no fraction; 64 bits, never through a double
//   number    21.5, 0.00001           the fewest digits that read back exactly, never an exponent
//   text      as it is                UTF-8
//   bytes     0c1a                    reported only
//   fields    {"hour":7,"minute":30}  reported only; JSON, in the type's own order
//
// Commands may be looser than reports: blanks around a number, a plus sign, an exponent (1e2) and a
// whole number with a fraction (100.0) are understood. A comma, JSON, words, NaN and infinity are
// not: a guess would move a building.
#pragma once

#include <string>
#include <string_view>

#include "busbar/result.hpp"
#include "busbar/value.hpp"

namespace mqtt_client {

using busbar::Result;
using busbar::Value;

// Which kind of value an object takes; in the order of busbar.v1.ValueKind.
enum class Kind : std::uint8_t { Any, Boolean, Integer, Number, Text, Bytes, Fields };

// The longest payload of a command, in octets, and the longest text of a Value.
constexpr std::size_t kPayloadSizeMax = 4096;

// Overwrites `payload`, whose memory is reused. False for an empty value and for a number that is
// none (NaN, infinity): these have no text.
[[nodiscard]] bool encode(const Value& value, std::string& payload);

// Reads a command for an object of `kind`; Any takes a number. Fails with InvalidArgument and a
// sentence for people ("received 'on'; numbers only, with a dot: 21.5").
[[nodiscard]] Result<Value> decode(std::string_view payload, Kind kind);

// Without the blanks around it.
[[nodiscard]] std::string_view trimmed(std::string_view text);
// A plain decimal number: a sign, digits, a dot with digits behind it, an exponent.
[[nodiscard]] bool reads_as_number(std::string_view text);
// As much of a payload as fits a status line, in quotes: 'on'. Without line ends; a note where it
// is no text.
[[nodiscard]] std::string quoted(std::string_view payload);
// "received 'on'; <rule>"
[[nodiscard]] tl::unexpected<busbar::Error> refuse(std::string_view payload, std::string_view rule);

// Half a unit of the last digit of a published number ("33.3" -> 0.05); 0 for anything else.
[[nodiscard]] double half_last_digit(std::string_view payload);

}  // namespace mqtt_client
