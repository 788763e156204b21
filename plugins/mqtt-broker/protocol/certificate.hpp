// SPDX-License-Identifier: Apache-2.0
// Certificate: what the broker shows to clients that connect with TLS, and its key.
#pragma once

#include <string>

namespace mqtt_broker {

struct Certificate {
    std::string chain;  // PEM: the certificate, then those that vouch for it
    std::string key;    // PEM, without a password

    friend bool operator==(const Certificate&, const Certificate&) = default;
};

}  // namespace mqtt_broker
