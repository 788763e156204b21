// SPDX-License-Identifier: Apache-2.0
// Which Reason stands behind one of Paho's codes.
#pragma once

#include <string_view>

#include "io/transport.hpp"

namespace mqtt_client {

// Of a failed connect: `code` is what the token says, a CONNACK code of MQTT 3.1.1 (1 to 5), a
// reason code of MQTT 5 (128 and more) or an error of Paho's own (below 0).
[[nodiscard]] Failure connect_failure(int code, std::string_view words, const Endpoint& endpoint,
                                      std::string_view tls_error);

// Of a connection that is gone; `code` is the reason of an MQTT 5 DISCONNECT, or 0.
[[nodiscard]] Failure loss(int code, std::string_view words);

}  // namespace mqtt_client
