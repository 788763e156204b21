// SPDX-License-Identifier: Apache-2.0
// Codes of MQTT 3.1.1 (section 3.2.2.3), of MQTT 5 (section 2.4) and of Paho C 1.3.12, as kinds.
#include "io/failure.hpp"

#include <MQTTAsync.h>

#include <cerrno>
#include <cstring>

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
    {0x8A, Reason::Banned},
    {0x8C, Reason::LoginRefused},
    {0x97, Reason::Busy},
    {0x9F, Reason::Busy},
};

Reason paho_reason(std::string_view words, const Endpoint& endpoint) {
    if (words.find("timeout") != std::string_view::npos) return Reason::NoAnswer;
    return endpoint.tls ? Reason::Other : Reason::Refused;
}

}  // namespace

Failure refusal(int code) {
    for (const auto& row : kConnectRows) {
        if (row.code == code) return {row.reason, "code " + std::to_string(code)};
    }
    return {Reason::Other, "code " + std::to_string(code)};
}

Failure lookup_failure(const busbar::Error& error) {
    const bool silent = error.code == busbar::ErrorCode::Timeout;
    return {silent ? Reason::NameServer : Reason::HostNotFound, error.message};
}

Failure network_failure(int error) {
    const std::string words = std::strerror(error);
    switch (error) {
        case ECONNREFUSED:
            return {Reason::Refused, words};
        case ETIMEDOUT:
        case EHOSTUNREACH:
        case ENETUNREACH:
        case EHOSTDOWN:
            return {Reason::NoAnswer, words};
        default:
            return {Reason::Other, words};
    }
}

Failure paho_failure(int code, std::string_view words, const Endpoint& endpoint) {
    if (code >= 0) return refusal(code);
    const auto reason = paho_reason(words, endpoint);
    if (reason != Reason::Other) return {reason, std::string(words)};
    return {reason, "the port is closed, or the certificate is not trusted"};
}

Failure publish_refusal(int code) {
    return {code == MQTTREASONCODE_NOT_AUTHORIZED ? Reason::NotAuthorised : Reason::Other,
            "code " + std::to_string(code)};
}

// The peer's alert about our certificate; which one it is depends on its library and TLS version.
Failure tls_failure(std::string_view words) {
    for (const std::string_view alert :
         {"certificate required", "bad certificate", "unknown CA", "unknown ca",
          "handshake failure", "certificate unknown", "certificate expired"}) {
        if (words.find(alert) != std::string_view::npos) {
            return {Reason::ClientCertificate, std::string(words)};
        }
    }
    return {Reason::Other, std::string(words)};
}

Failure loss(int code, std::string_view words) {
    if (const auto tls = tls_failure(words); tls.reason != Reason::Other) return tls;
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
