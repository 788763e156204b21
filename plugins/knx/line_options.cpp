// SPDX-License-Identifier: Apache-2.0
// From settings to the options of lines.
#include "knx/line_options.hpp"

#include <utility>

namespace knx {

TunnelConnection::Options tunnel_options(const settings::Interface& item) {
    TunnelConnection::Options options;
    options.host = item.host();
    if (item.port() != 0) options.port = static_cast<std::uint16_t>(item.port());
    auto& tunnel = options.tunnel;
    const auto tcp = item.kind() == settings::INTERFACE_KIND_TUNNEL_TCP;
    tunnel.transport = tcp ? HostProtocol::Tcp : HostProtocol::Udp;
    tunnel.route_back = item.nat();
    tunnel.window = item.window();
    if (const auto address = parse_individual_address(item.tunnel_address())) {
        tunnel.tunnel_address = *address;
    }
    return options;
}

RoutingConnection::Options routing_options(const settings::Interface& item) {
    RoutingConnection::Options options;
    if (item.port() != 0) options.group.port = static_cast<std::uint16_t>(item.port());
    if (const auto group = parse_ipv4_address(item.multicast_address())) {
        options.group.address = *group;
    }
    options.network_interface = item.network_interface();
    if (const auto address = parse_individual_address(item.own_address())) {
        options.routing.address = *address;
    }
    if (item.telegram_rate_max() != 0) options.routing.rate_max = item.telegram_rate_max();
    return options;
}

std::unique_ptr<Line> make_real_line(boost::asio::io_context& context, LineOwner& owner,
                                     const settings::Interface& item) {
    if (item.kind() == settings::INTERFACE_KIND_ROUTING) {
        return std::make_unique<RoutingConnection>(context, owner, routing_options(item));
    }
    return std::make_unique<TunnelConnection>(context, owner, tunnel_options(item));
}

std::unique_ptr<DescriptionQuery> make_description_query(boost::asio::io_context& context,
                                                         const settings::Interface& item,
                                                         DescriptionQuery::Answer answer) {
    const auto options = tunnel_options(item);
    return std::make_unique<DescriptionQuery>(context, options.tunnel.transport, options.host,
                                              options.port, options.tunnel.route_back,
                                              std::move(answer));
}

}  // namespace knx
