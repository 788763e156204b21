// SPDX-License-Identifier: Apache-2.0
// Codes of MQTT 3.1.1 (section 3.2.2.3), of MQTT 5 (section 2.4) and of Paho C 1.3.12, as kinds.
#include "io/paho_failure.hpp"

#include <MQTTAsync.h>

namespace mqtt_client {
namespace {

struct Row {
    int code;
    Reason reason;
};

constexpr Row kConnectRows[] = {
    {1, Reason::VersionRefused},
    {2, Reason::ClientIdRefused},
    {3, Reason::Busy},
    {4, Reason::LoginRefused},
    {5, Reason::LoginRefused},
    {0x84, Reason::VersionRefused},
    {0x85, Reason::ClientIdRefused},
    {0x86, Reason::LoginRefused},
    {0x87, Reason::LoginRefused},
    {0x88, Reason::Busy},
    {0x89, Reason::Busy},
    {0x8A, Reason::LoginRefused},
    {0x8C, Reason::LoginRefused},
    {0x97, Reason::Busy},
    {0x9F, Reason::Busy},
};

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

Reason network_reason(std::string_view words, const Endpoint& endpoint,
                      std::string_view tls_error) {
    if (contains(words, "timeout")) return Reason::NoAnswer;
    if (!endpoint.tls) return Reason::Refused;
    // Paho says the same for a refused port and for a failed handshake; only OpenSSL's own words
    // tell them apart, and of a wrong host name not even these are there.
    if (contains(tls_error, "certificate") || contains(words, "SSL")) return Reason::Certificate;
    return tls_error.empty() ? Reason::Refused : Reason::Other;
}

}  // namespace

Failure connect_failure(int code, std::string_view words, const Endpoint& endpoint,
                        std::string_view tls_error) {
    Failure failure{Reason::Other, std::string(tls_error.empty() ? words : tls_error)};
    if (code < 0) {
        failure.reason = network_reason(words, endpoint, tls_error);
        return failure;
    }
    for (const auto& row : kConnectRows) {
        if (row.code == code) failure.reason = row.reason;
    }
    if (failure.detail.empty()) failure.detail = "code " + std::to_string(code);
    return failure;
}

Failure loss(int code, std::string_view words) {
    switch (code) {
        case MQTTREASONCODE_SESSION_TAKEN_OVER:
            return {Reason::TakenOver, {}};
        case MQTTREASONCODE_NOT_AUTHORIZED:
        case MQTTREASONCODE_ADMINISTRATIVE_ACTION:
            return {Reason::LoginRefused, {}};
        case MQTTREASONCODE_SERVER_SHUTTING_DOWN:
        case MQTTREASONCODE_SERVER_BUSY:
            return {Reason::Busy, {}};
        default:
            return {Reason::Closed, std::string(words)};
    }
}

}  // namespace mqtt_client
