// SPDX-License-Identifier: Apache-2.0
// DESCRIPTION_REQUEST and _RESPONSE: decode, encode.
#include "knx/protocol/knxip/description.hpp"

#include "knx/protocol/knxip/header.hpp"

namespace knx {

busbar::Result<DescriptionRequest> decode_description_request(ByteSpan body) {
    BUSBAR_CHECK(expect_size(body, Hpai::kSize, "DESCRIPTION_REQUEST"));
    return DescriptionRequest{BUSBAR_TRY(decode_hpai(body))};
}

void encode(const DescriptionRequest& request, ByteBuffer& out) {
    FrameWriter frame(out, Service::DescriptionRequest);
    encode_hpai(request.control, out);
    frame.finish();
}

busbar::Result<DescriptionResponse> decode_description_response(ByteSpan body) {
    return DescriptionResponse{BUSBAR_TRY(decode_device_description(body))};
}

void encode(const DescriptionResponse& response, ByteBuffer& out) {
    FrameWriter frame(out, Service::DescriptionResponse);
    encode_device_description(response.description, out);
    frame.finish();
}

}  // namespace knx
