// SPDX-License-Identifier: Apache-2.0
// Setup: what the broker is to do, and who may log in.
#pragma once

#include "mqtt-broker/protocol/certificate.hpp"
#include "mqtt-broker/protocol/configuration.hpp"
#include "mqtt-broker/protocol/user.hpp"

namespace mqtt_broker {

struct Setup {
    Configuration configuration;
    Users users;
    Connections connections;  // those that users are restricted to, as far as they are known
    Certificate certificate;  // empty where no listener needs one

    friend bool operator==(const Setup&, const Setup&) = default;
};

// Mosquitto takes over while it runs who may log in, and a new certificate but for WebSocket;
// listeners and limits only when it starts.
[[nodiscard]] inline bool needs_restart(const Setup& before, const Setup& after) {
    return needs_restart(before.configuration, after.configuration) ||
           (after.configuration.websocket_tls_port != 0 && before.certificate != after.certificate);
}

}  // namespace mqtt_broker
