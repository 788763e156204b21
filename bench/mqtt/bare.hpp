// SPDX-License-Identifier: Apache-2.0
// The libraries alone, in the shape of process that our transports have: libmosquitto on one thread
// with its own loop, Paho with a thread that publishes and its callbacks.
#pragma once

#include <cstdint>

#include "mqtt-client/io/transport.hpp"
#include "plain_server.hpp"

namespace mqtt_bench {

// Messages a second.
[[nodiscard]] double bare_publish(mqtt_client::Library library, PlainServer& server, int qos,
                                  std::uint64_t count);
[[nodiscard]] double bare_receive(mqtt_client::Library library, PlainServer& server,
                                  std::uint64_t count);

}  // namespace mqtt_bench
