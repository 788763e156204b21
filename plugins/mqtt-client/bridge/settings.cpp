// SPDX-License-Identifier: Apache-2.0
// Where the defaults of the settings are.
#include "bridge/settings.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace mqtt_client {
namespace {

constexpr double kEchoTimeoutDefault = 10;
constexpr double kEchoTimeoutMax = 3600;
constexpr std::uint32_t kKeepAliveDefault = 30;
constexpr std::uint32_t kKeepAliveMin = 5;  // Paho's timers are not exact below
constexpr std::uint16_t kPort = 1883;
constexpr std::uint16_t kPortTls = 8883;
constexpr std::uint16_t kPortWebSocket = 80;
constexpr std::uint16_t kPortWebSocketTls = 443;
constexpr auto kWebSocketPath = "/mqtt";

busbar::Clock::duration echo_timeout_of(const messages::Connection& message) {
    const auto seconds = message.has_echo_timeout() ? message.echo_timeout() : kEchoTimeoutDefault;
    const auto tenths = std::round(std::clamp(seconds, 0.0, kEchoTimeoutMax) * 10);
    return std::chrono::milliseconds(100) * static_cast<std::int64_t>(tenths);
}

std::uint16_t port_of(const messages::Connection& message) {
    if (message.port() != 0) return static_cast<std::uint16_t>(message.port());
    if (message.websocket()) return message.tls() ? kPortWebSocketTls : kPortWebSocket;
    return message.tls() ? kPortTls : kPort;
}

int qos_of(const messages::Connection& message) {
    return message.has_qos() ? static_cast<int>(std::min(message.qos(), 2U)) : 1;
}

std::string or_else(const std::string& text, const char* otherwise) {
    return text.empty() ? otherwise : text;
}

// What an endpoint has that is not the way to the broker.
void set_session(const messages::Connection& message, Endpoint& endpoint) {
    endpoint.clean_start = !message.has_clean_start() || message.clean_start();
    endpoint.session_expiry = std::chrono::seconds(message.session_expiry_s());
    if (message.availability_topic().empty()) return;
    endpoint.will = {message.availability_topic(),
                     or_else(message.availability_offline(), "offline"), qos_of(message)};
}

Endpoint endpoint_of(const messages::Connection& message, const std::string& client_id) {
    Endpoint endpoint;
    const bool paho = message.transport() == messages::TRANSPORT_PAHO || message.websocket();
    endpoint.library = paho ? Library::Paho : Library::Mosquitto;
    endpoint.host = message.address();
    endpoint.tls = message.tls();
    endpoint.port = port_of(message);
    endpoint.websocket = message.websocket();
    if (message.websocket()) {
        endpoint.websocket_path = or_else(message.websocket_path(), kWebSocketPath);
    }
    endpoint.ca_file = message.ca_file();
    endpoint.verify_host = !message.has_verify_host() || message.verify_host();
    endpoint.certificate_file = message.client_certificate_file();
    endpoint.key_file = message.client_key_file();
    endpoint.client_id = message.client_id().empty() ? client_id : message.client_id();
    endpoint.version_5 = message.mqtt_version() == messages::MQTT_VERSION_5;
    const auto keep_alive =
        message.keep_alive_s() != 0 ? message.keep_alive_s() : kKeepAliveDefault;
    endpoint.keep_alive = std::chrono::seconds(std::max(keep_alive, kKeepAliveMin));
    if (message.authentication()) {
        endpoint.username = message.username();
        endpoint.password = message.password();
    }
    set_session(message, endpoint);
    return endpoint;
}

FormatSettings format_of(const messages::PayloadFormat& message) {
    FormatSettings format;
    format.command_pointer = message.command_pointer();
    format.report_template = message.report_template();
    for (const auto& one : message.words()) format.words.push_back({one.value(), one.word()});
    if (message.has_scale()) format.scale = message.scale();
    format.offset = message.offset();
    return format;
}

EntitySettings entity_of(const messages::DiscoveryEntity& message) {
    EntitySettings entity;
    entity.name = message.name();
    const auto add = [&](Role role, const std::string& object) {
        if (!object.empty()) entity.objects.emplace_back(role, object);
    };
    switch (message.component()) {
        case messages::ENTITY_COMPONENT_COVER:
            entity.component = Component::Cover;
            add(Role::Move, message.move());
            add(Role::Position, message.position());
            entity.open_at_maximum = message.open_at_maximum();
            break;
        case messages::ENTITY_COMPONENT_CLIMATE:
            entity.component = Component::Climate;
            add(Role::SetPoint, message.set_point());
            add(Role::Temperature, message.temperature());
            break;
        default:
            add(Role::OnOff, message.on_off());
            add(Role::Brightness, message.brightness());
    }
    return entity;
}

AnnouncingNode node_of(const messages::Connection& message, const std::string& node) {
    AnnouncingNode result;
    result.prefix = message.home_assistant_prefix();
    if (result.prefix.empty()) result.prefix = "homeassistant";
    result.node = node;
    result.name = message.name();
    for (const auto& entity : message.home_assistant_entities()) {
        result.entities.push_back(entity_of(entity));
    }
    return result;
}

// FNV-1a, 32 bits; std::hash may change with the compiler, and the client id must not.
std::uint32_t hash_of(const std::string& text) {
    std::uint32_t hash = 2166136261U;
    for (const auto c : text) hash = (hash ^ static_cast<std::uint8_t>(c)) * 16777619U;
    return hash;
}

}  // namespace

std::string generated_client_id(const std::string& runtime_uuid, const std::string& item_id) {
    std::array<char, 9> hash{};
    (void)std::snprintf(hash.data(), hash.size(), "%08x", hash_of(item_id));
    return "busbar" + runtime_uuid.substr(0, 8) + hash.data();
}

bool on_this_machine(const Endpoint& endpoint) {
    return endpoint.host == "localhost" || endpoint.host == "::1" ||
           endpoint.host.starts_with("127.");
}

std::string test_topic(const Endpoint& endpoint) { return "busbar/test/" + endpoint.client_id; }

ConnectionSettings settings_of(const messages::Connection& message,
                               const std::string& generated_client_id) {
    ConnectionSettings settings;
    settings.name = message.name();
    settings.integrated = message.broker_source() == messages::BROKER_SOURCE_INTEGRATED;
    settings.endpoint = endpoint_of(message, generated_client_id);
    if (settings.integrated) {
        settings.endpoint.host.clear();
        settings.endpoint.port = 0;
        settings.endpoint.tls = false;
        settings.endpoint.websocket = false;
        if (message.transport() != messages::TRANSPORT_PAHO) {
            settings.endpoint.library = Library::Mosquitto;
        }
    } else {
        for (const auto& text : message.fallback_addresses()) {
            auto address = parse_broker_address(text);
            if (!address) continue;
            if (address->port == 0) address->port = settings.endpoint.port;
            settings.fallbacks.push_back(std::move(*address));
        }
    }
    settings.online = or_else(message.availability_online(), "online");
    settings.echo_timeout = echo_timeout_of(message);
    settings.qos = qos_of(message);
    settings.retain = !message.has_retain() || message.retain();
    // The generated client id is as unique among brokers' clients as the node has to be.
    if (message.home_assistant()) {
        settings.announcing = node_of(message, generated_client_id);
        settings.announcing->availability_topic = settings.endpoint.will.topic;
        settings.announcing->online = settings.online;
        settings.announcing->offline = settings.endpoint.will.payload;
    }
    return settings;
}

AssignmentSettings settings_of(const messages::Assignment& message) {
    AssignmentSettings settings;
    settings.connection = message.connection();
    settings.object = message.object();
    settings.command_topic = message.command_topic();
    settings.report_topic = message.report_topic();
    settings.on_retained = message.on_retained();
    settings.tolerance = message.tolerance();
    settings.sync = message.mode() == messages::ASSIGNMENT_MODE_SYNC;
    settings.format = format_of(message.format());
    if (message.has_qos()) settings.qos = static_cast<std::uint8_t>(std::min(message.qos(), 2U));
    if (message.has_retain()) settings.retain = message.retain();
    return settings;
}

RuleSettings settings_of(const messages::TopicRule& message) {
    return {message.connection(),   message.objects(),     message.command_topic(),
            message.report_topic(), message.on_retained(), format_of(message.format())};
}

}  // namespace mqtt_client
