// SPDX-License-Identifier: Apache-2.0
// CONNECTIONSTATE_REQUEST and _RESPONSE: decode, encode.
#include "knx/protocol/knxip/connectionstate.hpp"

#include "knx/protocol/knxip/header.hpp"

namespace knx {

busbar::Result<ConnectionstateRequest> decode_connectionstate_request(ByteSpan body) {
    BUSBAR_CHECK(expect_size(body, 2 + Hpai::kSize, "CONNECTIONSTATE_REQUEST"));
    return ConnectionstateRequest{body[0], BUSBAR_TRY(decode_hpai(body.subspan(2)))};
}

void encode(const ConnectionstateRequest& request, ByteBuffer& out) {
    FrameWriter frame(out, Service::ConnectionstateRequest);
    out.push_back(request.channel);
    out.push_back(0);
    encode_hpai(request.control, out);
    frame.finish();
}

busbar::Result<ConnectionstateResponse> decode_connectionstate_response(ByteSpan body) {
    BUSBAR_CHECK(expect_size(body, 2, "CONNECTIONSTATE_RESPONSE"));
    return ConnectionstateResponse{body[0], static_cast<StatusCode>(body[1])};
}

void encode(const ConnectionstateResponse& response, ByteBuffer& out) {
    FrameWriter frame(out, Service::ConnectionstateResponse);
    out.push_back(response.channel);
    out.push_back(static_cast<std::uint8_t>(response.status));
    frame.finish();
}

}  // namespace knx
