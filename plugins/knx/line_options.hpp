// SPDX-License-Identifier: Apache-2.0
// How a line is made from an item of `interfaces`.
#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>

#include "knx/bridge/settings.hpp"
#include "knx/io/description_query.hpp"
#include "knx/io/line.hpp"
#include "knx/io/routing_connection.hpp"
#include "knx/io/tunnel_connection.hpp"

namespace knx {

// Of an item that passed check_interface(); what it leaves open gets its default.
[[nodiscard]] TunnelConnection::Options tunnel_options(const settings::Interface& item);
[[nodiscard]] RoutingConnection::Options routing_options(const settings::Interface& item);

// The line of an item that is not virtual. Both references outlive it.
[[nodiscard]] std::unique_ptr<Line> make_real_line(boost::asio::io_context& context,
                                                   LineOwner& owner,
                                                   const settings::Interface& item);

// Asks the interface of an item that is a tunnel what it is.
[[nodiscard]] std::unique_ptr<DescriptionQuery> make_description_query(
    boost::asio::io_context& context, const settings::Interface& item,
    DescriptionQuery::Answer answer);

}  // namespace knx
