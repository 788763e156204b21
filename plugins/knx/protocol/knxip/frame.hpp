// SPDX-License-Identifier: Apache-2.0
// Any KNXnet/IP frame, decoded: for those who do not know beforehand what will come.
#pragma once

#include <cstdint>
#include <variant>

#include "busbar/result.hpp"
#include "knx/protocol/knxip/connect.hpp"
#include "knx/protocol/knxip/connectionstate.hpp"
#include "knx/protocol/knxip/description.hpp"
#include "knx/protocol/knxip/disconnect.hpp"
#include "knx/protocol/knxip/feature.hpp"
#include "knx/protocol/knxip/header.hpp"
#include "knx/protocol/knxip/octets.hpp"
#include "knx/protocol/knxip/routing.hpp"
#include "knx/protocol/knxip/search.hpp"
#include "knx/protocol/knxip/secure.hpp"
#include "knx/protocol/knxip/tunnelling.hpp"

namespace knx {

// A frame whose service has a name here and nothing more: remote diagnosis and configuration.
struct OpaqueFrame {
    ByteSpan body;
};

struct Frame {
    KnxIpHeader header;
    std::variant<SearchRequest, SearchResponse, DescriptionRequest, DescriptionResponse,
                 ConnectRequest, ConnectResponse, ConnectionstateRequest, ConnectionstateResponse,
                 DisconnectRequest, DisconnectResponse, TunnellingRequest, TunnellingAck,
                 TunnellingFeature, RoutingIndication, RoutingLostMessage, RoutingBusy,
                 SecureWrapper, SessionRequest, SessionResponse, SessionAuthenticate, SessionStatus,
                 TimerNotify, OpaqueFrame>
        content;  // spans in it view the decoded bytes
};

// The body of the frame at the front of `bytes`. Fails with InvalidArgument when fewer octets are
// there than the header says.
[[nodiscard]] busbar::Result<ByteSpan> frame_body(const KnxIpHeader& header, ByteSpan bytes);

// Reads the frame at the front of `bytes`; what follows its total length is left alone.
// Fails with InvalidArgument on a malformed frame, with NotFound on an unknown service.
[[nodiscard]] busbar::Result<Frame> decode_frame(ByteSpan bytes);

}  // namespace knx
