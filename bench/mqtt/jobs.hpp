// SPDX-License-Identifier: Apache-2.0
// What mqtt_bench measures. Each prints its figures and returns 0, or 1 when something did not
// work at all.
#pragma once

#include "mqtt-client/io/transport.hpp"

namespace mqtt_bench {

// Commands one every 0.3 to 2.6 s: from the peer's publish to the bus.
[[nodiscard]] int sparse(mqtt_client::Library library, int count);
// 20 connections with 10,000 assignments: start, a burst of one state each, and a broker that was
// away.
[[nodiscard]] int fleet(mqtt_client::Library library, int connections, int objects);
// The same with 1,000 states a second for so long; latency and memory of each minute.
[[nodiscard]] int soak(mqtt_client::Library library, int connections, int objects, int seconds);
// One connection's round trips while another is in trouble.
[[nodiscard]] int harm(mqtt_client::Library library, int seconds);
// A transport against the library alone.
[[nodiscard]] int throughput(mqtt_client::Library library, int count);

}  // namespace mqtt_bench
