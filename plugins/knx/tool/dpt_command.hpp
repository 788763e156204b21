// SPDX-License-Identifier: Apache-2.0
// `busbar knx dpt`: decodes and encodes payloads, one JSON line in, one JSON line out.
//
// In:  {"op": "decode", "dpt": "9.001", "raw": "0c1a"}
//      {"op": "encode", "dpt": "9.001", "value": 21.0}
// Out: {"value": 21.0, "text": "21 °C", "unit": "°C"}
//      {"raw": "0c1a", "text": "21 °C", "unit": "°C"}
//      {"error": "value", "message": "9.001: -300 °C is outside -273 to 670433.28 °C"}
//
// `value` is exact, `text` in the shortest digits and an enumeration's word. Infinity and
// not-a-number of a float, which no object holds, are shown as "inf", "-inf" and "nan". A member
// "id" of the request is repeated in the answer. The words of `error`:
//   json     the line is not a JSON object          request  a member is missing or of a wrong kind
//   dpt      no such datapoint type                 hex      "raw" is not pairs of hex digits
//   length   the payload has not the type's length  bits     it has more bits than the type
//   value    the value is not one of the type's
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

namespace knx {

// The answer to one request line, without line end. Never throws.
[[nodiscard]] std::string answer_dpt_line(std::string_view line);

// Answers every line that is not empty until the input ends; flushes after each.
void run_dpt_command(std::istream& input, std::ostream& output);

// Prints every type as a JSON line: number, name, kind, unit, range, labels, fields.
void list_dpts(std::ostream& output);

}  // namespace knx
