// SPDX-License-Identifier: Apache-2.0
// A frame of twisted pair as a bus monitor hears it: the body of L_Busmon.ind and L_Raw.
//
//   standard: control | source (2) | destination (2) | AT hops L | TPDU (L + 1) | check
//   extended: control | extended control | source (2) | destination (2) | L | TPDU (L + 1) | check
//
// The check octet makes the exclusive or of all octets FF. An acknowledgement is one octet.
#pragma once

#include <string_view>

#include "busbar/result.hpp"
#include "knx/protocol/cemi.hpp"
#include "knx/protocol/knxip/octets.hpp"

namespace knx {

// The frame as the message an interface would make of it (L_Data.ind, no additional information).
// Fails with InvalidArgument when it is cut, too long, or its check octet does not fit.
[[nodiscard]] busbar::Result<LData> decode_tp1_frame(ByteSpan bytes);

// "ack", "nak", "busy" or "nak and busy" for the one octet that acknowledges; empty for any other.
[[nodiscard]] std::string_view tp1_acknowledgement(ByteSpan bytes);

}  // namespace knx
