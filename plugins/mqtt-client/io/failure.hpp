// SPDX-License-Identifier: Apache-2.0
// Which Reason stands behind a code of the broker, of the network or of a library.
#pragma once

#include <string_view>

#include "busbar/result.hpp"
#include "io/transport.hpp"

namespace mqtt_client {

// The broker said no: a CONNACK code of MQTT 3.1.1 (1 to 5) or a reason code of MQTT 5 (128 and
// more).
[[nodiscard]] Failure refusal(int code);

// The resolver said no.
[[nodiscard]] Failure lookup_failure(const busbar::Error& error);

// The network said no: an errno.
[[nodiscard]] Failure network_failure(int error);

// Of a connect that failed in Paho: `code` is the broker's, or below 0 an error of Paho's own. With
// TLS it does not tell a closed port from a certificate that is not trusted.
[[nodiscard]] Failure paho_failure(int code, std::string_view words, const Endpoint& endpoint);

// The broker did not take a publish: a reason code of MQTT 5, 128 and more.
[[nodiscard]] Failure publish_refusal(int code);

// TLS said no: what OpenSSL or a library calls it.
[[nodiscard]] Failure tls_failure(std::string_view words);

// Of a connection that is gone; `code` is the reason of an MQTT 5 DISCONNECT, or less than 128.
[[nodiscard]] Failure loss(int code, std::string_view words);

}  // namespace mqtt_client
