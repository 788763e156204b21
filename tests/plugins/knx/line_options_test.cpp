// SPDX-License-Identifier: Apache-2.0
// How a line is made from an item.
#include "knx/line_options.hpp"

#include <gtest/gtest.h>

namespace knx {
namespace {

TEST(TunnelOptions, FollowTheItem) {
    settings::Interface item;
    item.set_host("192.0.2.1");
    auto options = tunnel_options(item);
    EXPECT_EQ(options.host, "192.0.2.1");
    EXPECT_EQ(options.port, 3671);
    EXPECT_EQ(options.tunnel.transport, HostProtocol::Udp);
    EXPECT_FALSE(options.tunnel.route_back);
    EXPECT_FALSE(options.tunnel.tunnel_address);

    item.set_kind(settings::INTERFACE_KIND_TUNNEL_TCP);
    item.set_port(3672);
    item.set_nat(true);
    item.set_tunnel_address("1.1.251");
    item.set_window(8);
    options = tunnel_options(item);
    EXPECT_EQ(options.port, 3672);
    EXPECT_EQ(options.tunnel.transport, HostProtocol::Tcp);
    EXPECT_TRUE(options.tunnel.route_back);
    EXPECT_EQ(options.tunnel.window, 8U);
    EXPECT_EQ(options.tunnel.tunnel_address, (IndividualAddress{0x11fb}));
}

TEST(RoutingOptions, FollowTheItem) {
    settings::Interface item;
    item.set_kind(settings::INTERFACE_KIND_ROUTING);
    auto options = routing_options(item);
    EXPECT_EQ(to_string(options.group), "224.0.23.12:3671");
    EXPECT_EQ(to_string(options.routing.address), "15.15.250");
    EXPECT_EQ(options.routing.rate_max, 50U);
    EXPECT_EQ(options.network_interface, "");

    item.set_multicast_address("239.1.2.3");
    item.set_port(3672);
    item.set_own_address("1.0.250");
    item.set_telegram_rate_max(10);
    item.set_network_interface("eth1");
    options = routing_options(item);
    EXPECT_EQ(to_string(options.group), "239.1.2.3:3672");
    EXPECT_EQ(to_string(options.routing.address), "1.0.250");
    EXPECT_EQ(options.routing.rate_max, 10U);
    EXPECT_EQ(options.network_interface, "eth1");
}

}  // namespace
}  // namespace knx
