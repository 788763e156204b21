// SPDX-License-Identifier: Apache-2.0
// One switch from service to decoder.
#include "knx/protocol/knxip/frame.hpp"

#include <string>
#include <utility>

namespace knx {
namespace {

// Wraps what a decoder read into a Frame, or passes its error on.
template <class T>
busbar::Result<Frame> wrap(const KnxIpHeader& header, busbar::Result<T> content) {
    if (!content) return tl::unexpected(std::move(content).error());
    return Frame{header, std::move(*content)};
}

}  // namespace

busbar::Result<ByteSpan> frame_body(const KnxIpHeader& header, ByteSpan bytes) {
    BUSBAR_CHECK(expect_at_least(bytes, header.total_length, service_name(header.service)));
    return bytes.first(header.total_length).subspan(KnxIpHeader::kSize);
}

busbar::Result<Frame> decode_frame(ByteSpan bytes) {
    const auto header = BUSBAR_TRY(decode_header(bytes));
    const auto body = BUSBAR_TRY(frame_body(header, bytes));
    switch (header.service) {
        case Service::SearchRequest:
            return wrap(header, decode_search_request(body));
        case Service::SearchResponse:
            return wrap(header, decode_search_response(body));
        case Service::SearchRequestExtended:
            return wrap(header, decode_search_request_extended(body));
        case Service::SearchResponseExtended:
            return wrap(header, decode_search_response_extended(body));
        case Service::DescriptionRequest:
            return wrap(header, decode_description_request(body));
        case Service::DescriptionResponse:
            return wrap(header, decode_description_response(body));
        case Service::ConnectRequest:
            return wrap(header, decode_connect_request(body));
        case Service::ConnectResponse:
            return wrap(header, decode_connect_response(body));
        case Service::ConnectionstateRequest:
            return wrap(header, decode_connectionstate_request(body));
        case Service::ConnectionstateResponse:
            return wrap(header, decode_connectionstate_response(body));
        case Service::DisconnectRequest:
            return wrap(header, decode_disconnect_request(body));
        case Service::DisconnectResponse:
            return wrap(header, decode_disconnect_response(body));
        case Service::DeviceConfigurationRequest:
        case Service::TunnellingRequest:
            return wrap(header, decode_tunnelling_request(body));
        case Service::DeviceConfigurationAck:
        case Service::TunnellingAck:
            return wrap(header, decode_tunnelling_ack(body));
        case Service::TunnellingFeatureGet:
        case Service::TunnellingFeatureResponse:
        case Service::TunnellingFeatureSet:
        case Service::TunnellingFeatureInfo:
            return wrap(header, decode_tunnelling_feature(header.service, body));
        case Service::RoutingIndication:
        case Service::RoutingSystemBroadcast:
            return wrap(header, decode_routing_indication(body));
        case Service::RoutingLostMessage:
            return wrap(header, decode_routing_lost_message(body));
        case Service::RoutingBusy:
            return wrap(header, decode_routing_busy(body));
        case Service::SecureWrapper:
            return wrap(header, decode_secure_wrapper(body));
        case Service::SessionRequest:
            return wrap(header, decode_session_request(body));
        case Service::SessionResponse:
            return wrap(header, decode_session_response(body));
        case Service::SessionAuthenticate:
            return wrap(header, decode_session_authenticate(body));
        case Service::SessionStatus:
            return wrap(header, decode_session_status(body));
        case Service::TimerNotify:
            return wrap(header, decode_timer_notify(body));
        case Service::RemoteDiagRequest:
        case Service::RemoteDiagResponse:
        case Service::RemoteConfigRequest:
        case Service::RemoteResetRequest:
            return Frame{header, OpaqueFrame{body}};
    }
    return busbar::fail(busbar::ErrorCode::NotFound,
                        "KNXnet/IP service " +
                            std::to_string(static_cast<unsigned>(header.service)) +
                            " is not known");
}

}  // namespace knx
