// SPDX-License-Identifier: Apache-2.0
// `busbar knx frame`: explains frames given in hex, one a line, one JSON line each.
//
// In:  061004200015040107002900bce011050a03010081    a KNXnet/IP frame
//      29 00 bc e0 11 05 0a 03 01 00 81              a cEMI message; blanks, ':' and '-' may part
// Out: {"service":"TUNNELLING_REQUEST","channel":1,"sequence":7,"code":"L_Data.ind",…}
//      {"code":"L_Data.ind","source":"1.1.5","destination":"1/2/3","apci":"GroupValueWrite",
//       "data":"01",…}
//      {"error":"length","message":"TUNNELLING_REQUEST has 20 octets instead of at least 21"}
//
// `data` is the octets that follow the service, or one octet for a value that shares an octet with
// it; that one is also told as the number `small`. What follows a frame is in `rest`.
// The words of `error`:
//   hex      the line is not pairs of hex digits   frame    it begins like neither kind
//   header   not KNXnet/IP version 1.0             length   fewer octets than the header announces
//   service  a service that has no name            body     the service's fields are not right
//   cemi     the cEMI message is not right         apci     a code or APCI that has no name
#pragma once

#include <iosfwd>
#include <string>
#include <string_view>

namespace knx {

// The answer to one line, without line end. Never throws.
[[nodiscard]] std::string answer_frame_line(std::string_view line);

// Answers every line that is not empty until the input ends; flushes after each.
void run_frame_command(std::istream& input, std::ostream& output);

}  // namespace knx
