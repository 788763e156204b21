// SPDX-License-Identifier: Apache-2.0
// Fuzz target: any octets as a KNXnet/IP frame, alone and as a stream, and into an open tunnel.
#include <cstddef>
#include <cstdint>

#include "knx/protocol/knxip/frame.hpp"
#include "knx/protocol/tunnel/tunnel.hpp"

namespace {

// Cuts the octets into frames as a stream is cut.
void decode_stream(knx::ByteSpan bytes) {
    while (const auto frame = knx::decode_frame(bytes)) {
        bytes = bytes.subspan(frame->header.total_length);
    }
}

void step_connected_tunnel(knx::ByteSpan bytes) {
    const knx::Endpoint server{{10, 0, 0, 1}, 3671};
    knx::Tunnel tunnel{knx::TunnelOptions{}};
    knx::Actions actions;
    knx::ByteBuffer response;
    encode(knx::ConnectResponse{1, knx::StatusCode::Ok, {}, {}, {}}, response);
    tunnel.step(knx::Tunnel::Opened{server, server}, {}, actions);
    tunnel.step(knx::Tunnel::Arrived{response, server}, {}, actions);
    tunnel.step(knx::Tunnel::Arrived{bytes, server}, {}, actions);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    decode_stream({data, size});
    step_connected_tunnel({data, size});
    return 0;
}
