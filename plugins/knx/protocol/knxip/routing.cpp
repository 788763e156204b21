// SPDX-License-Identifier: Apache-2.0
// Routing frames: decode, encode.
#include "knx/protocol/knxip/routing.hpp"

#include <algorithm>
#include <cstddef>
#include <limits>

namespace knx {
namespace {

constexpr std::uint8_t kLostMessageSize = 4;
constexpr std::uint8_t kBusySize = 6;

// Both information blocks start with their own length.
busbar::Status expect_block(ByteSpan body, std::uint8_t size, std::string_view what) {
    BUSBAR_CHECK(expect_size(body, size, what));
    return expect_size(body, body[0], what);
}

}  // namespace

busbar::Result<RoutingIndication> decode_routing_indication(ByteSpan body) {
    BUSBAR_CHECK(expect_at_least(body, 1, "cEMI of a routing indication"));
    return RoutingIndication{body};
}

void encode(const RoutingIndication& indication, ByteBuffer& out, Service service) {
    FrameWriter frame(out, service);
    append_octets(out, indication.cemi);
    frame.finish();
}

busbar::Result<RoutingLostMessage> decode_routing_lost_message(ByteSpan body) {
    BUSBAR_CHECK(expect_block(body, kLostMessageSize, "ROUTING_LOST_MESSAGE"));
    return RoutingLostMessage{body[1], read_u16(body, 2)};
}

void encode(const RoutingLostMessage& message, ByteBuffer& out) {
    FrameWriter frame(out, Service::RoutingLostMessage);
    out.push_back(kLostMessageSize);
    out.push_back(message.device_state);
    append_u16(out, message.lost);
    frame.finish();
}

busbar::Result<RoutingBusy> decode_routing_busy(ByteSpan body) {
    BUSBAR_CHECK(expect_block(body, kBusySize, "ROUTING_BUSY"));
    return RoutingBusy{body[1], std::chrono::milliseconds(read_u16(body, 2)), read_u16(body, 4)};
}

void encode(const RoutingBusy& busy, ByteBuffer& out) {
    constexpr std::chrono::milliseconds kWaitMax{std::numeric_limits<std::uint16_t>::max()};
    FrameWriter frame(out, Service::RoutingBusy);
    out.push_back(kBusySize);
    out.push_back(busy.device_state);
    append_u16(out, static_cast<std::uint16_t>(std::min(busy.wait, kWaitMax).count()));
    append_u16(out, busy.control);
    frame.finish();
}

}  // namespace knx
