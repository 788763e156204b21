// SPDX-License-Identifier: Apache-2.0
// The connection header: decode, encode.
#include "knx/protocol/knxip/connection_header.hpp"

#include <string>

namespace knx {

using busbar::ErrorCode;
using busbar::fail;

busbar::Result<ConnectionHeader> decode_connection_header(ByteSpan bytes) {
    BUSBAR_CHECK(expect_at_least(bytes, ConnectionHeader::kSize, "connection header"));
    if (bytes[0] != ConnectionHeader::kSize) {
        return fail(ErrorCode::InvalidArgument,
                    "connection header length is " + std::to_string(bytes[0]) + " instead of 4");
    }
    return ConnectionHeader{bytes[1], bytes[2], static_cast<StatusCode>(bytes[3])};
}

void encode_connection_header(const ConnectionHeader& header, ByteBuffer& out) {
    out.push_back(ConnectionHeader::kSize);
    out.push_back(header.channel);
    out.push_back(header.sequence);
    out.push_back(static_cast<std::uint8_t>(header.status));
}

}  // namespace knx
