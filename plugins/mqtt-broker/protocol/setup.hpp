// SPDX-License-Identifier: Apache-2.0
// Setup: what the broker is to do, and who may log in.
#pragma once

#include <map>
#include <string>

#include "mqtt-broker/protocol/configuration.hpp"
#include "mqtt-broker/protocol/password_file.hpp"

namespace mqtt_broker {

struct Setup {
    Configuration configuration;
    std::map<std::string, PasswordHash> users;  // by user name

    friend bool operator==(const Setup&, const Setup&) = default;
};

}  // namespace mqtt_broker
