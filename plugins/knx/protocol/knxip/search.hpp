// SPDX-License-Identifier: Apache-2.0
// SEARCH_REQUEST and _RESPONSE, plain and extended: who is out there?
// Source: xknx/knxip/search_request_extended.py, srp.py and their siblings of XKNX/xknx.
#pragma once

#include <cstdint>
#include <vector>

#include "busbar/result.hpp"
#include "knx/protocol/knxip/device_description.hpp"
#include "knx/protocol/knxip/hpai.hpp"
#include "knx/protocol/knxip/octets.hpp"

namespace knx {

// One search request parameter (SRP): narrows who answers, or names what the answer should hold.
struct SearchParameter {
    enum class Type : std::uint8_t {
        ProgrammingMode = 0x01,
        MacAddress = 0x02,
        ServiceFamily = 0x03,  // family, lowest version
        RequestBlocks = 0x04,  // types of the description blocks wanted
    };
    Type type{};             // may be a number without an enumerator
    bool mandatory = false;  // a server that does not understand it must not answer
    std::vector<std::uint8_t> value;

    friend bool operator==(const SearchParameter&, const SearchParameter&) = default;
};

// The request as multicast (SEARCH_REQUEST) or, with parameters, also to one address (extended,
// core version 2).
struct SearchRequest {
    Hpai discovery;  // where answers go
    bool extended = false;
    std::vector<SearchParameter> parameters;  // of an extended request only

    friend bool operator==(const SearchRequest&, const SearchRequest&) = default;
};

struct SearchResponse {
    Hpai control;  // where the server takes connect requests
    bool extended = false;
    DeviceDescription description;

    friend bool operator==(const SearchResponse&, const SearchResponse&) = default;
};

// All read a whole frame body and fail with InvalidArgument on a malformed one.
[[nodiscard]] busbar::Result<SearchRequest> decode_search_request(ByteSpan body);
[[nodiscard]] busbar::Result<SearchRequest> decode_search_request_extended(ByteSpan body);
[[nodiscard]] busbar::Result<SearchResponse> decode_search_response(ByteSpan body);
[[nodiscard]] busbar::Result<SearchResponse> decode_search_response_extended(ByteSpan body);

// Append a whole frame; `extended` decides which.
void encode(const SearchRequest& request, ByteBuffer& out);
void encode(const SearchResponse& response, ByteBuffer& out);

}  // namespace knx
