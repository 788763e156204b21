// SPDX-License-Identifier: Apache-2.0
// DISCONNECT_REQUEST and _RESPONSE: decode, encode.
#include "knx/protocol/knxip/disconnect.hpp"

#include "knx/protocol/knxip/header.hpp"

namespace knx {

busbar::Result<DisconnectRequest> decode_disconnect_request(ByteSpan body) {
    BUSBAR_CHECK(expect_size(body, 2 + Hpai::kSize, "DISCONNECT_REQUEST"));
    return DisconnectRequest{body[0], BUSBAR_TRY(decode_hpai(body.subspan(2)))};
}

void encode(const DisconnectRequest& request, ByteBuffer& out) {
    FrameWriter frame(out, Service::DisconnectRequest);
    out.push_back(request.channel);
    out.push_back(0);
    encode_hpai(request.control, out);
    frame.finish();
}

busbar::Result<DisconnectResponse> decode_disconnect_response(ByteSpan body) {
    BUSBAR_CHECK(expect_size(body, 2, "DISCONNECT_RESPONSE"));
    return DisconnectResponse{body[0], static_cast<StatusCode>(body[1])};
}

void encode(const DisconnectResponse& response, ByteBuffer& out) {
    FrameWriter frame(out, Service::DisconnectResponse);
    out.push_back(response.channel);
    out.push_back(static_cast<std::uint8_t>(response.status));
    frame.finish();
}

}  // namespace knx
