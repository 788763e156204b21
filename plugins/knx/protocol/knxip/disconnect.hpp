// SPDX-License-Identifier: Apache-2.0
// DISCONNECT_REQUEST and _RESPONSE: the end of a connection; either side may ask for it.
// Source: xknx/knxip/disconnect_request.py and disconnect_response.py of XKNX/xknx.
#pragma once

#include <cstdint>

#include "busbar/result.hpp"
#include "knx/protocol/knxip/hpai.hpp"
#include "knx/protocol/knxip/octets.hpp"
#include "knx/protocol/knxip/status_code.hpp"

namespace knx {

struct DisconnectRequest {
    std::uint8_t channel = 0;
    Hpai control;

    friend bool operator==(const DisconnectRequest&, const DisconnectRequest&) = default;
};

struct DisconnectResponse {
    std::uint8_t channel = 0;
    StatusCode status = StatusCode::Ok;

    friend bool operator==(const DisconnectResponse&, const DisconnectResponse&) = default;
};

// Both read a whole frame body and fail with InvalidArgument unless its size is exactly right.
[[nodiscard]] busbar::Result<DisconnectRequest> decode_disconnect_request(ByteSpan body);
[[nodiscard]] busbar::Result<DisconnectResponse> decode_disconnect_response(ByteSpan body);

// Append a whole frame.
void encode(const DisconnectRequest& request, ByteBuffer& out);
void encode(const DisconnectResponse& response, ByteBuffer& out);

}  // namespace knx
