// SPDX-License-Identifier: Apache-2.0
// Sentences for KNXnet/IP status codes.
#include "knx/protocol/knxip/status_code.hpp"

#include <string_view>

namespace knx {
namespace {

struct Row {
    StatusCode status;
    std::string_view sentence;
};

constexpr Row kRows[] = {
    {StatusCode::Ok, "no error"},
    {StatusCode::HostProtocol,
     "host protocol not supported: the interface does not offer this transport, try the other one"},
    {StatusCode::Version, "protocol version not supported: the interface is too old"},
    {StatusCode::SequenceNumber, "sequence number rejected: telegrams were lost on the way"},
    {StatusCode::Generic, "the interface reports an error it does not explain"},
    {StatusCode::ConnectionId,
     "unknown connection: the interface has dropped it, perhaps after a restart"},
    {StatusCode::ConnectionType,
     "connection type refused: the interface offers no plain tunnelling or no fixed tunnel "
     "address, check whether it demands KNX IP Secure"},
    {StatusCode::ConnectionOption,
     "connection option refused: the interface does not support what was asked for"},
    {StatusCode::NoMoreConnections,
     "no free tunnel: all tunnels of the interface are in use, close another client or wait up to "
     "two minutes for a stale one to expire"},
    {StatusCode::NoMoreUniqueConnections,
     "no free tunnel: every individual address of the interface is in use, close another client"},
    {StatusCode::DataConnection,
     "the interface has an error on this connection: restart it if it "
     "persists"},
    {StatusCode::KnxConnection,
     "the interface has no connection to the KNX line: check the bus cable and power supply"},
    {StatusCode::Authorisation,
     "not authorised: this tunnel belongs to another user or demands KNX IP Secure"},
    {StatusCode::TunnellingLayer,
     "tunnelling layer refused: the interface cannot do group "
     "communication now, a bus monitor may be running"},
    {StatusCode::NoTunnellingAddress,
     "the tunnel address asked for is none of the interface's: check it in the settings"},
    {StatusCode::ConnectionInUse,
     "the tunnel address asked for is in use by another client: free it or choose another"},
};

std::string hex_octet(std::uint8_t octet) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    return {'0', 'x', kDigits[octet >> 4], kDigits[octet & 0x0f]};
}

}  // namespace

std::string describe(StatusCode status) {
    for (const auto& row : kRows) {
        if (row.status == status) return std::string(row.sentence);
    }
    return "the interface answers with the unknown status " +
           hex_octet(static_cast<std::uint8_t>(status));
}

}  // namespace knx
