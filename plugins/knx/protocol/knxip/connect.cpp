// SPDX-License-Identifier: Apache-2.0
// CONNECT_REQUEST and CONNECT_RESPONSE: decode, encode.
#include "knx/protocol/knxip/connect.hpp"

#include <cstddef>
#include <string>

#include "knx/protocol/knxip/header.hpp"

namespace knx {
namespace {

using busbar::ErrorCode;
using busbar::fail;

// Connection request information (CRI) and response data (CRD): length | type | what the type adds.
constexpr std::size_t kManagementSize = 2;
constexpr std::size_t kTunnelSize = 4;
constexpr std::size_t kTunnelWithAddressSize = 6;

// Reads length and type of a CRI or CRD that must fill `bytes`.
busbar::Result<ConnectionType> decode_connection_type(ByteSpan bytes, std::string_view what) {
    BUSBAR_CHECK(expect_at_least(bytes, kManagementSize, what));
    BUSBAR_CHECK(expect_size(bytes, bytes[0], what));
    const auto type = static_cast<ConnectionType>(bytes[1]);
    if (type != ConnectionType::DeviceManagement && type != ConnectionType::Tunnel) {
        return fail(ErrorCode::InvalidArgument,
                    std::string(what) + " has the unknown type " + std::to_string(bytes[1]));
    }
    if (type == ConnectionType::DeviceManagement) {
        BUSBAR_CHECK(expect_size(bytes, kManagementSize, what));
    }
    return type;
}

}  // namespace

busbar::Result<ConnectRequest> decode_connect_request(ByteSpan body) {
    ConnectRequest request;
    request.control = BUSBAR_TRY(decode_hpai(body));
    request.data = BUSBAR_TRY(decode_hpai(body.subspan(Hpai::kSize)));
    const auto cri = body.subspan(2 * Hpai::kSize);
    request.type = BUSBAR_TRY(decode_connection_type(cri, "CRI"));
    if (request.type == ConnectionType::DeviceManagement) return request;

    if (cri.size() != kTunnelWithAddressSize) BUSBAR_CHECK(expect_size(cri, kTunnelSize, "CRI"));
    request.layer = static_cast<TunnelLayer>(cri[2]);
    if (cri.size() == kTunnelWithAddressSize) {
        request.tunnel_address = IndividualAddress{read_u16(cri, 4)};
    }
    return request;
}

void encode(const ConnectRequest& request, ByteBuffer& out) {
    FrameWriter frame(out, Service::ConnectRequest);
    encode_hpai(request.control, out);
    encode_hpai(request.data, out);
    const bool tunnel = request.type == ConnectionType::Tunnel;
    out.push_back(!tunnel                  ? kManagementSize
                  : request.tunnel_address ? kTunnelWithAddressSize
                                           : kTunnelSize);
    out.push_back(static_cast<std::uint8_t>(request.type));
    if (tunnel) {
        out.push_back(static_cast<std::uint8_t>(request.layer));
        out.push_back(0);
        if (request.tunnel_address) append_u16(out, request.tunnel_address->raw);
    }
    frame.finish();
}

busbar::Result<ConnectResponse> decode_connect_response(ByteSpan body) {
    BUSBAR_CHECK(expect_at_least(body, 2, "CONNECT_RESPONSE"));
    ConnectResponse response;
    response.channel = body[0];
    response.status = static_cast<StatusCode>(body[1]);
    if (response.status != StatusCode::Ok) return response;

    response.data = BUSBAR_TRY(decode_hpai(body.subspan(2)));
    const auto crd = body.subspan(2 + Hpai::kSize);
    response.type = BUSBAR_TRY(decode_connection_type(crd, "CRD"));
    if (response.type == ConnectionType::Tunnel) {
        BUSBAR_CHECK(expect_size(crd, kTunnelSize, "CRD"));
        response.tunnel_address = IndividualAddress{read_u16(crd, 2)};
    }
    return response;
}

void encode(const ConnectResponse& response, ByteBuffer& out) {
    FrameWriter frame(out, Service::ConnectResponse);
    out.push_back(response.channel);
    out.push_back(static_cast<std::uint8_t>(response.status));
    if (response.status == StatusCode::Ok) {
        const bool tunnel = response.type == ConnectionType::Tunnel;
        encode_hpai(response.data, out);
        out.push_back(tunnel ? kTunnelSize : kManagementSize);
        out.push_back(static_cast<std::uint8_t>(response.type));
        if (tunnel) append_u16(out, response.tunnel_address.raw);
    }
    frame.finish();
}

}  // namespace knx
