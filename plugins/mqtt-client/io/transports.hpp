// SPDX-License-Identifier: Apache-2.0
// The two transports there are, by library.
#pragma once

#include "io/reach.hpp"
#include "io/transport.hpp"

namespace mqtt_client {

// A TransportFactory.
[[nodiscard]] std::unique_ptr<Transport> make_transport(const Endpoint& endpoint,
                                                        busbar::Loop& loop,
                                                        TransportListener& listener);

// A ReachFactory.
[[nodiscard]] std::unique_ptr<Reach> make_reach(busbar::Loop& loop);

}  // namespace mqtt_client
