// SPDX-License-Identifier: Apache-2.0
// HPAI: decode, encode, and who is meant by it.
#include "knx/protocol/knxip/hpai.hpp"

#include <arpa/inet.h>

#include <algorithm>

namespace knx {

using busbar::ErrorCode;
using busbar::fail;

busbar::Result<std::array<std::uint8_t, 4>> parse_ipv4_address(std::string_view text) {
    std::array<std::uint8_t, 4> address;
    if (inet_pton(AF_INET, std::string(text).c_str(), address.data()) == 1) return address;
    return fail(ErrorCode::InvalidArgument, "'" + std::string(text) + "' is no IPv4 address");
}

std::string to_string(const Endpoint& endpoint) {
    std::string text;
    for (const std::uint8_t octet : endpoint.address) {
        if (!text.empty()) text += '.';
        text += std::to_string(octet);
    }
    return text + ':' + std::to_string(endpoint.port);
}

Endpoint answer_address(const Hpai& hpai, const Endpoint& sender) {
    Endpoint endpoint = hpai.endpoint;
    if (endpoint.address == std::array<std::uint8_t, 4>{}) endpoint.address = sender.address;
    if (endpoint.port == 0) endpoint = sender;
    return endpoint;
}

busbar::Result<Hpai> decode_hpai(ByteSpan bytes) {
    BUSBAR_CHECK(expect_at_least(bytes, Hpai::kSize, "HPAI"));
    if (bytes[0] != Hpai::kSize) {
        return fail(ErrorCode::InvalidArgument,
                    "HPAI length is " + std::to_string(bytes[0]) + " instead of 8");
    }
    const auto protocol = static_cast<HostProtocol>(bytes[1]);
    if (protocol != HostProtocol::Udp && protocol != HostProtocol::Tcp) {
        return fail(ErrorCode::InvalidArgument,
                    "HPAI host protocol " + std::to_string(bytes[1]) + " is neither UDP nor TCP");
    }
    Hpai hpai{protocol, {}};
    std::copy_n(bytes.begin() + 2, hpai.endpoint.address.size(), hpai.endpoint.address.begin());
    hpai.endpoint.port = read_u16(bytes, 6);
    return hpai;
}

void encode_hpai(const Hpai& hpai, ByteBuffer& out) {
    out.push_back(Hpai::kSize);
    out.push_back(static_cast<std::uint8_t>(hpai.protocol));
    append_octets(out, hpai.endpoint.address);
    append_u16(out, hpai.endpoint.port);
}

}  // namespace knx
