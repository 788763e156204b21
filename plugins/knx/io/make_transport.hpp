// SPDX-License-Identifier: Apache-2.0
// The transport of a host protocol.
#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>
#include <utility>

#include "knx/io/tcp_transport.hpp"
#include "knx/io/udp_transport.hpp"

namespace knx {

// `context` outlives the transport.
[[nodiscard]] inline std::unique_ptr<Transport> make_transport(boost::asio::io_context& context,
                                                               HostProtocol protocol,
                                                               Transport::Callbacks callbacks) {
    if (protocol == HostProtocol::Tcp) {
        return std::make_unique<TcpTransport>(context, std::move(callbacks));
    }
    return std::make_unique<UdpTransport>(context, std::move(callbacks));
}

}  // namespace knx
