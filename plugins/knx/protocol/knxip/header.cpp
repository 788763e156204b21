// SPDX-License-Identifier: Apache-2.0
// The KNXnet/IP header: names, decode, encode.
#include "knx/protocol/knxip/header.hpp"

#include <string>

namespace knx {
namespace {

using busbar::ErrorCode;
using busbar::fail;

constexpr std::uint8_t kHeaderSize = KnxIpHeader::kSize;
constexpr std::uint8_t kProtocolVersion = 0x10;
constexpr std::size_t kTotalLengthOffset = 4;

struct ServiceName {
    Service service;
    std::string_view name;
};

constexpr ServiceName kServiceNames[] = {
    {Service::SearchRequest, "SEARCH_REQUEST"},
    {Service::SearchResponse, "SEARCH_RESPONSE"},
    {Service::DescriptionRequest, "DESCRIPTION_REQUEST"},
    {Service::DescriptionResponse, "DESCRIPTION_RESPONSE"},
    {Service::ConnectRequest, "CONNECT_REQUEST"},
    {Service::ConnectResponse, "CONNECT_RESPONSE"},
    {Service::ConnectionstateRequest, "CONNECTIONSTATE_REQUEST"},
    {Service::ConnectionstateResponse, "CONNECTIONSTATE_RESPONSE"},
    {Service::DisconnectRequest, "DISCONNECT_REQUEST"},
    {Service::DisconnectResponse, "DISCONNECT_RESPONSE"},
    {Service::SearchRequestExtended, "SEARCH_REQUEST_EXTENDED"},
    {Service::SearchResponseExtended, "SEARCH_RESPONSE_EXTENDED"},
    {Service::DeviceConfigurationRequest, "DEVICE_CONFIGURATION_REQUEST"},
    {Service::DeviceConfigurationAck, "DEVICE_CONFIGURATION_ACK"},
    {Service::TunnellingRequest, "TUNNELLING_REQUEST"},
    {Service::TunnellingAck, "TUNNELLING_ACK"},
    {Service::TunnellingFeatureGet, "TUNNELLING_FEATURE_GET"},
    {Service::TunnellingFeatureResponse, "TUNNELLING_FEATURE_RESPONSE"},
    {Service::TunnellingFeatureSet, "TUNNELLING_FEATURE_SET"},
    {Service::TunnellingFeatureInfo, "TUNNELLING_FEATURE_INFO"},
    {Service::RoutingIndication, "ROUTING_INDICATION"},
    {Service::RoutingLostMessage, "ROUTING_LOST_MESSAGE"},
    {Service::RoutingBusy, "ROUTING_BUSY"},
    {Service::RoutingSystemBroadcast, "ROUTING_SYSTEM_BROADCAST"},
    {Service::RemoteDiagRequest, "REMOTE_DIAG_REQUEST"},
    {Service::RemoteDiagResponse, "REMOTE_DIAG_RESPONSE"},
    {Service::RemoteConfigRequest, "REMOTE_CONFIG_REQUEST"},
    {Service::RemoteResetRequest, "REMOTE_RESET_REQUEST"},
    {Service::SecureWrapper, "SECURE_WRAPPER"},
    {Service::SessionRequest, "SESSION_REQUEST"},
    {Service::SessionResponse, "SESSION_RESPONSE"},
    {Service::SessionAuthenticate, "SESSION_AUTHENTICATE"},
    {Service::SessionStatus, "SESSION_STATUS"},
    {Service::TimerNotify, "TIMER_NOTIFY"},
};

}  // namespace

std::string_view service_name(Service service) {
    for (const auto& row : kServiceNames) {
        if (row.service == service) return row.name;
    }
    return "unknown service";
}

busbar::Result<KnxIpHeader> decode_header(ByteSpan bytes) {
    BUSBAR_CHECK(expect_at_least(bytes, KnxIpHeader::kSize, "KNXnet/IP header"));
    if (bytes[0] != kHeaderSize) {
        return fail(ErrorCode::InvalidArgument,
                    "KNXnet/IP header size is " + std::to_string(bytes[0]) + " instead of 6");
    }
    if (bytes[1] != kProtocolVersion) {
        return fail(ErrorCode::InvalidArgument,
                    "KNXnet/IP protocol version is " + std::to_string(bytes[1]) + " instead of 16");
    }
    const KnxIpHeader header{static_cast<Service>(read_u16(bytes, 2)),
                             read_u16(bytes, kTotalLengthOffset)};
    if (header.total_length < KnxIpHeader::kSize) {
        return fail(ErrorCode::InvalidArgument, "KNXnet/IP total length " +
                                                    std::to_string(header.total_length) +
                                                    " is shorter than the header");
    }
    return header;
}

FrameWriter::FrameWriter(ByteBuffer& out, Service service) : out_(out), start_(out.size()) {
    out_.push_back(kHeaderSize);
    out_.push_back(kProtocolVersion);
    append_u16(out_, static_cast<std::uint16_t>(service));
    append_u16(out_, 0);
}

void FrameWriter::finish() {
    const auto total = static_cast<std::uint16_t>(out_.size() - start_);
    out_[start_ + kTotalLengthOffset] = static_cast<std::uint8_t>(total >> 8);
    out_[start_ + kTotalLengthOffset + 1] = static_cast<std::uint8_t>(total & 0xff);
}

}  // namespace knx
