// SPDX-License-Identifier: Apache-2.0
// A multicast group on the loopback that no other test has.
#pragma once

#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/udp.hpp>

#include "knx/io/network_interface.hpp"
#include "knx/protocol/knxip/hpai.hpp"

namespace knx::testing {

// The address is this process's, the port one that nobody has now.
inline Endpoint own_group() {
    boost::asio::io_context context;
    const boost::asio::ip::udp::socket probe(context, {boost::asio::ip::address_v4::loopback(), 0});
    const auto process = static_cast<unsigned>(getpid());
    return {{239, 255, static_cast<std::uint8_t>(process >> 8), static_cast<std::uint8_t>(process)},
            probe.local_endpoint().port()};
}

inline NetworkInterface loopback() { return find_network_interface("127.0.0.1").value(); }

}  // namespace knx::testing
