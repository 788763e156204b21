// SPDX-License-Identifier: Apache-2.0
// Endpoints of KNXnet/IP as those of sockets and back.
#pragma once

#include <boost/asio/ip/address_v4.hpp>

#include "knx/protocol/knxip/hpai.hpp"

namespace knx {

template <class AsioEndpoint>
[[nodiscard]] AsioEndpoint to_asio(const Endpoint& endpoint) {
    return {boost::asio::ip::address_v4(endpoint.address), endpoint.port};
}

// `endpoint` is an IPv4 one; KNXnet/IP knows no other.
template <class AsioEndpoint>
[[nodiscard]] Endpoint from_asio(const AsioEndpoint& endpoint) {
    return {endpoint.address().to_v4().to_bytes(), endpoint.port()};
}

}  // namespace knx
