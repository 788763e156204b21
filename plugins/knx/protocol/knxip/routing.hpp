// SPDX-License-Identifier: Apache-2.0
// ROUTING_INDICATION, ROUTING_LOST_MESSAGE and ROUTING_BUSY: KNX by multicast.
// Source: xknx/knxip/routing_indication.py, routing_lost_message.py, routing_busy.py of XKNX/xknx.
#pragma once

#include <chrono>
#include <cstdint>

#include "busbar/result.hpp"
#include "knx/protocol/knxip/header.hpp"
#include "knx/protocol/knxip/octets.hpp"

namespace knx {

// Also the body of ROUTING_SYSTEM_BROADCAST.
struct RoutingIndication {
    ByteSpan cemi;  // a view into the decoded body; never empty
};

struct RoutingLostMessage {
    std::uint8_t device_state = 0;  // bit 0: the router has lost the KNX line
    std::uint16_t lost = 0;         // telegrams

    friend bool operator==(const RoutingLostMessage&, const RoutingLostMessage&) = default;
};

struct RoutingBusy {
    std::uint8_t device_state = 0;
    std::chrono::milliseconds wait{0};  // 0 to 65535 ms
    std::uint16_t control = 0;          // 0 = everybody is meant

    friend bool operator==(const RoutingBusy&, const RoutingBusy&) = default;
};

// All read a whole frame body and fail with InvalidArgument on a malformed one.
[[nodiscard]] busbar::Result<RoutingIndication> decode_routing_indication(ByteSpan body);
[[nodiscard]] busbar::Result<RoutingLostMessage> decode_routing_lost_message(ByteSpan body);
[[nodiscard]] busbar::Result<RoutingBusy> decode_routing_busy(ByteSpan body);

// Append a whole frame. A wait beyond 65535 ms is cut to that.
void encode(const RoutingIndication& indication, ByteBuffer& out,
            Service service = Service::RoutingIndication);
void encode(const RoutingLostMessage& message, ByteBuffer& out);
void encode(const RoutingBusy& busy, ByteBuffer& out);

}  // namespace knx
