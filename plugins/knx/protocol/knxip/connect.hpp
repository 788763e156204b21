// SPDX-License-Identifier: Apache-2.0
// CONNECT_REQUEST and CONNECT_RESPONSE: asking a server for a tunnel, and its answer.
// Source: xknx/knxip/connect_request.py and connect_response.py of XKNX/xknx.
#pragma once

#include <cstdint>
#include <optional>

#include "busbar/result.hpp"
#include "knx/protocol/address.hpp"
#include "knx/protocol/knxip/hpai.hpp"
#include "knx/protocol/knxip/octets.hpp"
#include "knx/protocol/knxip/status_code.hpp"

namespace knx {

enum class ConnectionType : std::uint8_t { DeviceManagement = 0x03, Tunnel = 0x04 };

enum class TunnelLayer : std::uint8_t { Link = 0x02, Raw = 0x04, BusMonitor = 0x80 };

struct ConnectRequest {
    Hpai control;
    Hpai data;
    ConnectionType type = ConnectionType::Tunnel;
    TunnelLayer layer = TunnelLayer::Link;            // of a tunnel
    std::optional<IndividualAddress> tunnel_address;  // asks for this one (tunnelling version 2)

    friend bool operator==(const ConnectRequest&, const ConnectRequest&) = default;
};

struct ConnectResponse {
    std::uint8_t channel = 0;
    StatusCode status = StatusCode::Ok;
    // What follows is there when the status is Ok, and at its defaults otherwise.
    Hpai data;
    ConnectionType type = ConnectionType::Tunnel;
    IndividualAddress tunnel_address;  // what the server assigned; unset for device management

    friend bool operator==(const ConnectResponse&, const ConnectResponse&) = default;
};

// Both read a whole frame body (what follows the KNXnet/IP header) and fail with InvalidArgument on
// a malformed one. A refusing CONNECT_RESPONSE may stop after two octets or carry junk: servers do
// both, so nothing after its status is read.
[[nodiscard]] busbar::Result<ConnectRequest> decode_connect_request(ByteSpan body);
[[nodiscard]] busbar::Result<ConnectResponse> decode_connect_response(ByteSpan body);

// Append a whole frame. A refusing response is written in its short form.
void encode(const ConnectRequest& request, ByteBuffer& out);
void encode(const ConnectResponse& response, ByteBuffer& out);

}  // namespace knx
