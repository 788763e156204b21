// SPDX-License-Identifier: Apache-2.0
// The one place that knows both libraries.
#include "io/transports.hpp"

#include "io/mosquitto_transport.hpp"
#include "io/paho_transport.hpp"

namespace mqtt_client {

std::unique_ptr<Transport> make_transport(const Endpoint& endpoint, busbar::Loop& loop,
                                          TransportListener& listener) {
    if (endpoint.library == Library::Paho) return std::make_unique<PahoTransport>(loop, listener);
    return std::make_unique<MosquittoTransport>(loop, listener);
}

std::unique_ptr<Reach> make_reach(busbar::Loop& loop) {
    return std::make_unique<SocketReach>(loop);
}

}  // namespace mqtt_client
