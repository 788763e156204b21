// SPDX-License-Identifier: Apache-2.0
// TUNNELLING_REQUEST and TUNNELLING_ACK: decode, encode.
#include "knx/protocol/knxip/tunnelling.hpp"

namespace knx {

busbar::Result<TunnellingRequest> decode_tunnelling_request(ByteSpan body) {
    const auto connection = BUSBAR_TRY(decode_connection_header(body));
    const auto cemi = body.subspan(ConnectionHeader::kSize);
    BUSBAR_CHECK(expect_at_least(cemi, 1, "cEMI of a tunnelling request"));
    return TunnellingRequest{connection, cemi};
}

void encode(const TunnellingRequest& request, ByteBuffer& out, Service service) {
    FrameWriter frame(out, service);
    encode_connection_header(request.connection, out);
    append_octets(out, request.cemi);
    frame.finish();
}

busbar::Result<TunnellingAck> decode_tunnelling_ack(ByteSpan body) {
    BUSBAR_CHECK(expect_size(body, ConnectionHeader::kSize, "TUNNELLING_ACK"));
    return TunnellingAck{BUSBAR_TRY(decode_connection_header(body))};
}

void encode(const TunnellingAck& ack, ByteBuffer& out, Service service) {
    FrameWriter frame(out, service);
    encode_connection_header(ack.connection, out);
    frame.finish();
}

}  // namespace knx
