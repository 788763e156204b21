// SPDX-License-Identifier: Apache-2.0
// The KNXnet/IP header that starts every frame: 06 10 | service | total length.
// Source: xknx/knxip/header.py and knxip_enum.py of XKNX/xknx.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "busbar/result.hpp"
#include "knx/protocol/knxip/octets.hpp"

namespace knx {

enum class Service : std::uint16_t {
    SearchRequest = 0x0201,
    SearchResponse = 0x0202,
    DescriptionRequest = 0x0203,
    DescriptionResponse = 0x0204,
    ConnectRequest = 0x0205,
    ConnectResponse = 0x0206,
    ConnectionstateRequest = 0x0207,
    ConnectionstateResponse = 0x0208,
    DisconnectRequest = 0x0209,
    DisconnectResponse = 0x020a,
    SearchRequestExtended = 0x020b,
    SearchResponseExtended = 0x020c,
    DeviceConfigurationRequest = 0x0310,
    DeviceConfigurationAck = 0x0311,
    TunnellingRequest = 0x0420,
    TunnellingAck = 0x0421,
    TunnellingFeatureGet = 0x0422,
    TunnellingFeatureResponse = 0x0423,
    TunnellingFeatureSet = 0x0424,
    TunnellingFeatureInfo = 0x0425,
    RoutingIndication = 0x0530,
    RoutingLostMessage = 0x0531,
    RoutingBusy = 0x0532,
    RoutingSystemBroadcast = 0x0533,
    RemoteDiagRequest = 0x0740,
    RemoteDiagResponse = 0x0741,
    RemoteConfigRequest = 0x0742,
    RemoteResetRequest = 0x0743,
    SecureWrapper = 0x0950,
    SessionRequest = 0x0951,
    SessionResponse = 0x0952,
    SessionAuthenticate = 0x0953,
    SessionStatus = 0x0954,
    TimerNotify = 0x0955,
};

// "TUNNELLING_REQUEST"; "unknown service" for a number the table above does not have.
[[nodiscard]] std::string_view service_name(Service service);

struct KnxIpHeader {
    static constexpr std::size_t kSize = 6;

    Service service{};               // may be a number without an enumerator: the reader decides
    std::uint16_t total_length = 0;  // octets, this header included; never below kSize
};

// Reads a header from the front of `bytes` and ignores what follows it, so that a byte stream can
// be cut into frames. Fails with InvalidArgument on fewer than kSize octets, on another header size
// or protocol version, and on a total length that does not even hold the header.
[[nodiscard]] busbar::Result<KnxIpHeader> decode_header(ByteSpan bytes);

// Writes a frame into `out`: the header now, the total length when finish() knows it.
class FrameWriter {
 public:
    FrameWriter(ByteBuffer& out, Service service);
    FrameWriter(const FrameWriter&) = delete;
    FrameWriter& operator=(const FrameWriter&) = delete;

    // Call once, after the body has been appended to `out`.
    void finish();

 private:
    ByteBuffer& out_;
    std::size_t start_;
};

}  // namespace knx
