// SPDX-License-Identifier: Apache-2.0
// SEARCH_REQUEST and _RESPONSE, plain and extended: decode, encode.
#include "knx/protocol/knxip/search.hpp"

#include <cstddef>
#include <string>

#include "knx/protocol/knxip/header.hpp"

namespace knx {
namespace {

constexpr std::size_t kParameterHeaderSize = 2;
constexpr std::uint8_t kMandatory = 0x80;

busbar::Result<std::vector<SearchParameter>> decode_parameters(ByteSpan bytes) {
    std::vector<SearchParameter> parameters;
    while (!bytes.empty()) {
        BUSBAR_CHECK(expect_at_least(bytes, kParameterHeaderSize, "search parameter"));
        const std::size_t size = bytes[0];
        if (size < kParameterHeaderSize) {
            return busbar::fail(busbar::ErrorCode::InvalidArgument,
                                "search parameter length is " + std::to_string(size) + ", below 2");
        }
        BUSBAR_CHECK(expect_at_least(bytes, size, "search parameter"));
        const auto value = bytes.subspan(kParameterHeaderSize, size - kParameterHeaderSize);
        parameters.push_back({static_cast<SearchParameter::Type>(bytes[1] & ~kMandatory),
                              (bytes[1] & kMandatory) != 0,
                              {value.begin(), value.end()}});
        bytes = bytes.subspan(size);
    }
    return parameters;
}

busbar::Result<SearchResponse> decode_response(ByteSpan body, bool extended) {
    const auto control = BUSBAR_TRY(decode_hpai(body));
    auto description = BUSBAR_TRY(decode_device_description(body.subspan(Hpai::kSize)));
    return SearchResponse{control, extended, std::move(description)};
}

}  // namespace

busbar::Result<SearchRequest> decode_search_request(ByteSpan body) {
    BUSBAR_CHECK(expect_size(body, Hpai::kSize, "SEARCH_REQUEST"));
    return SearchRequest{BUSBAR_TRY(decode_hpai(body)), false, {}};
}

busbar::Result<SearchRequest> decode_search_request_extended(ByteSpan body) {
    const auto discovery = BUSBAR_TRY(decode_hpai(body));
    return SearchRequest{discovery, true, BUSBAR_TRY(decode_parameters(body.subspan(Hpai::kSize)))};
}

void encode(const SearchRequest& request, ByteBuffer& out) {
    FrameWriter frame(out,
                      request.extended ? Service::SearchRequestExtended : Service::SearchRequest);
    encode_hpai(request.discovery, out);
    for (const auto& parameter : request.parameters) {
        out.push_back(static_cast<std::uint8_t>(kParameterHeaderSize + parameter.value.size()));
        out.push_back(static_cast<std::uint8_t>(static_cast<std::uint8_t>(parameter.type) |
                                                (parameter.mandatory ? kMandatory : 0)));
        append_octets(out, parameter.value);
    }
    frame.finish();
}

busbar::Result<SearchResponse> decode_search_response(ByteSpan body) {
    return decode_response(body, false);
}

busbar::Result<SearchResponse> decode_search_response_extended(ByteSpan body) {
    return decode_response(body, true);
}

void encode(const SearchResponse& response, ByteBuffer& out) {
    FrameWriter frame(
        out, response.extended ? Service::SearchResponseExtended : Service::SearchResponse);
    encode_hpai(response.control, out);
    encode_device_description(response.description, out);
    frame.finish();
}

}  // namespace knx
