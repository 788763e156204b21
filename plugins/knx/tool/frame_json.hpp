// SPDX-License-Identifier: Apache-2.0
// What a KNXnet/IP frame holds, as JSON.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "knx/protocol/knxip/frame.hpp"

namespace knx {

// Members of the answer of `busbar knx frame` for one decoded frame: `service`, `length`, and what
// the service has: channel, sequence, status, endpoints, description, parameters, feature … The
// cEMI message of a frame that carries one is explained among them (see explain_cemi()); one that
// cannot be is there as `cemi`, with the reason in `cemi_error`.
[[nodiscard]] nlohmann::json explain_frame(const Frame& frame);

}  // namespace knx
