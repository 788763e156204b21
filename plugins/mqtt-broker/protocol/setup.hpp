// SPDX-License-Identifier: Apache-2.0
// Setup: what the broker is to do, and who may log in.
#pragma once

#include "mqtt-broker/protocol/configuration.hpp"
#include "mqtt-broker/protocol/user.hpp"

namespace mqtt_broker {

struct Setup {
    Configuration configuration;
    Users users;

    friend bool operator==(const Setup&, const Setup&) = default;
};

}  // namespace mqtt_broker
