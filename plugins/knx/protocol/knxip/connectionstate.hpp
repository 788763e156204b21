// SPDX-License-Identifier: Apache-2.0
// CONNECTIONSTATE_REQUEST and _RESPONSE: the heartbeat of a connection.
// Source: xknx/knxip/connectionstate_request.py and connectionstate_response.py of XKNX/xknx.
#pragma once

#include <cstdint>

#include "busbar/result.hpp"
#include "knx/protocol/knxip/hpai.hpp"
#include "knx/protocol/knxip/octets.hpp"
#include "knx/protocol/knxip/status_code.hpp"

namespace knx {

struct ConnectionstateRequest {
    std::uint8_t channel = 0;
    Hpai control;

    friend bool operator==(const ConnectionstateRequest&, const ConnectionstateRequest&) = default;
};

struct ConnectionstateResponse {
    std::uint8_t channel = 0;
    StatusCode status = StatusCode::Ok;

    friend bool operator==(const ConnectionstateResponse&,
                           const ConnectionstateResponse&) = default;
};

// Both read a whole frame body and fail with InvalidArgument unless its size is exactly right.
[[nodiscard]] busbar::Result<ConnectionstateRequest> decode_connectionstate_request(ByteSpan body);
[[nodiscard]] busbar::Result<ConnectionstateResponse> decode_connectionstate_response(
    ByteSpan body);

// Append a whole frame.
void encode(const ConnectionstateRequest& request, ByteBuffer& out);
void encode(const ConnectionstateResponse& response, ByteBuffer& out);

}  // namespace knx
