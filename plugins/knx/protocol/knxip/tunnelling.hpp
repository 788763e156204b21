// SPDX-License-Identifier: Apache-2.0
// TUNNELLING_REQUEST and TUNNELLING_ACK: one cEMI frame through a tunnel, and its receipt (UDP).
// DEVICE_CONFIGURATION_REQUEST and _ACK have the same bodies.
// Source: xknx/knxip/tunnelling_request.py and tunnelling_ack.py of XKNX/xknx.
#pragma once

#include "busbar/result.hpp"
#include "knx/protocol/knxip/connection_header.hpp"
#include "knx/protocol/knxip/header.hpp"
#include "knx/protocol/knxip/octets.hpp"

namespace knx {

struct TunnellingRequest {
    ConnectionHeader connection;
    ByteSpan cemi;  // a view into the decoded body; never empty
};

struct TunnellingAck {
    ConnectionHeader connection;
};

// Both read a whole frame body and fail with InvalidArgument on a malformed one. What the cEMI
// octets say is not looked at: even a frame that makes no sense must be acknowledged.
[[nodiscard]] busbar::Result<TunnellingRequest> decode_tunnelling_request(ByteSpan body);
[[nodiscard]] busbar::Result<TunnellingAck> decode_tunnelling_ack(ByteSpan body);

// Append a whole frame.
void encode(const TunnellingRequest& request, ByteBuffer& out,
            Service service = Service::TunnellingRequest);
void encode(const TunnellingAck& ack, ByteBuffer& out, Service service = Service::TunnellingAck);

}  // namespace knx
