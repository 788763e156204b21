// SPDX-License-Identifier: Apache-2.0
// BrokerAddress: what people type or paste to say where a broker is.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mqtt_client {

struct BrokerAddress {
    std::string host;        // name or IP address, IPv6 without brackets
    std::uint16_t port = 0;  // 0: not said

    friend bool operator==(const BrokerAddress&, const BrokerAddress&) = default;
};

// "broker", "broker:1884", "2001:db8::1", "[2001:db8::1]:1884". Nothing when it is none of these.
[[nodiscard]] std::optional<BrokerAddress> parse_broker_address(std::string_view text);

// The parts of a URL as brokers' pages print it, "mqtts://broker:8883".
struct BrokerUrl {
    BrokerAddress address;
    bool tls = false;        // mqtts, ssl, wss
    bool websocket = false;  // ws, wss
    std::string path;        // with its slash; empty when there is none
};

// Takes mqtt, tcp, mqtts, ssl, ws, wss and no scheme at all; a user and a password before the host
// are left out. Nothing when it is no URL of a broker.
[[nodiscard]] std::optional<BrokerUrl> parse_broker_url(std::string_view text);

}  // namespace mqtt_client
