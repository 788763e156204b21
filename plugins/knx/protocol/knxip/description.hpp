// SPDX-License-Identifier: Apache-2.0
// DESCRIPTION_REQUEST and _RESPONSE: asking one known server what it is.
// Source: xknx/knxip/description_request.py and description_response.py of XKNX/xknx.
#pragma once

#include "busbar/result.hpp"
#include "knx/protocol/knxip/device_description.hpp"
#include "knx/protocol/knxip/hpai.hpp"
#include "knx/protocol/knxip/octets.hpp"

namespace knx {

struct DescriptionRequest {
    Hpai control;

    friend bool operator==(const DescriptionRequest&, const DescriptionRequest&) = default;
};

struct DescriptionResponse {
    DeviceDescription description;

    friend bool operator==(const DescriptionResponse&, const DescriptionResponse&) = default;
};

// Both read a whole frame body and fail with InvalidArgument on a malformed one.
[[nodiscard]] busbar::Result<DescriptionRequest> decode_description_request(ByteSpan body);
[[nodiscard]] busbar::Result<DescriptionResponse> decode_description_response(ByteSpan body);

// Append a whole frame.
void encode(const DescriptionRequest& request, ByteBuffer& out);
void encode(const DescriptionResponse& response, ByteBuffer& out);

}  // namespace knx
