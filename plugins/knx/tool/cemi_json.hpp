// SPDX-License-Identifier: Apache-2.0
// cEMI messages as JSON.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "busbar/result.hpp"
#include "knx/protocol/knxip/octets.hpp"

namespace knx {

// Whether a message could begin with this octet: it is a code that has a name.
[[nodiscard]] bool may_be_cemi(std::uint8_t first);

// Members of the answer of `busbar knx frame`: `code` always, and
//   L_Data        source, destination, priority, hop_count, tpci; apci and data where there are
//   L_Busmon      raw, and the same for the frame in it, or acknowledgement, or raw_error
//   L_Raw, L_Poll data
//   M_Prop…       object_type, object_instance, property, count, start; data or property_error
// Fails with NotFound on a code or an APCI that has no name, with InvalidArgument on the rest.
[[nodiscard]] busbar::Result<nlohmann::json> explain_cemi(ByteSpan bytes);

}  // namespace knx
