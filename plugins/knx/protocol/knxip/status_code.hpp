// SPDX-License-Identifier: Apache-2.0
// Status codes of KNXnet/IP answers, and what they mean to the person who set the interface up.
// Source: xknx/knxip/error_code.py of XKNX/xknx.
#pragma once

#include <cstdint>
#include <string>

namespace knx {

enum class StatusCode : std::uint8_t {
    Ok = 0x00,
    HostProtocol = 0x01,
    Version = 0x02,
    SequenceNumber = 0x04,
    Generic = 0x0f,
    ConnectionId = 0x21,
    ConnectionType = 0x22,
    ConnectionOption = 0x23,
    NoMoreConnections = 0x24,
    NoMoreUniqueConnections = 0x25,
    DataConnection = 0x26,
    KnxConnection = 0x27,
    Authorisation = 0x28,
    TunnellingLayer = 0x29,
    NoTunnellingAddress = 0x2d,
    ConnectionInUse = 0x2e,
};

// A sentence a user can act on, for any octet a server may answer with; never empty.
[[nodiscard]] std::string describe(StatusCode status);

}  // namespace knx
