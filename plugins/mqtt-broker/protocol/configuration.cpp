// SPDX-License-Identifier: Apache-2.0
// Writes mosquitto.conf and the ACL file.
#include "mqtt-broker/protocol/configuration.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

#include "mqtt-broker/protocol/gate_table.hpp"

namespace mqtt_broker {
namespace {

constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kInterfaceCharacters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";

void add(std::string& out, std::string_view option, std::string_view value) {
    out.append(option).append(" ").append(value).append("\n");
}

struct Listener {
    std::uint16_t port;
    Reach reach;
    bool tls;
    bool websocket;
};

// `place`: an address, the name of an interface, or nothing for every address.
void add_listener(std::string& out, const Configuration& configuration, const Listener& listener,
                  const std::string& place) {
    // A WebSocket listener takes the name of an interface for an address, any other does not.
    const bool by_interface = !place.empty() && !is_ip_address(place) && !listener.websocket;
    auto words = std::to_string(listener.port);
    if (!place.empty() && !by_interface) words.append(" ").append(place);
    add(out, "listener", words);
    if (by_interface) add(out, "bind_interface", place);
    add(out, "max_connections", std::to_string(configuration.connections_max));
    if (listener.websocket) add(out, "protocol", "websockets");
    if (!listener.tls) return;
    add(out, "certfile", kCertificateFile);
    add(out, "keyfile", kKeyFile);
    add(out, "tls_version", "tlsv1.2");  // at least
}

// On the loopback address as well, in any case.
void add_everywhere(std::string& out, const Configuration& configuration,
                    const Listener& listener) {
    if (listener.port == 0) return;
    const auto& place = configuration.address;
    if (listener.reach == Reach::All) return add_listener(out, configuration, listener, {});
    if (listener.reach == Reach::Lan) add_listener(out, configuration, listener, place);
    if (listener.reach == Reach::Lan && (place == "127.0.0.1" || place == "lo")) return;
    add_listener(out, configuration, listener, "127.0.0.1");
}

// The order matters: what follows a listener belongs to it, so the socket's listener is last and
// stays without limits.
void add_listeners(std::string& out, const Configuration& configuration) {
    const auto reach = configuration.reach;
    const auto plain = configuration.plain_local_only ? Reach::Loopback : reach;
    add_everywhere(out, configuration, {configuration.port, plain, false, false});
    add_everywhere(out, configuration, {configuration.tls_port, reach, true, false});
    add_everywhere(out, configuration, {configuration.websocket_port, plain, false, true});
    add_everywhere(out, configuration, {configuration.websocket_tls_port, reach, true, true});
    add(out, "listener", "0 " + std::string(kSocketFile));
}

std::string_view word(Access access) {
    switch (access) {
        case Access::Read:
            return "read";
        case Access::Write:
            return "write";
        case Access::ReadWrite:
            break;
    }
    return "readwrite";
}

// What a user may do with a connection's topics.
void add_topics(std::string& out, const ConnectionTopics& topics, Side side) {
    const auto line = [&](const TopicSet& set, Access access) {
        const auto allowed = word(side == Side::Both ? Access::ReadWrite : access);
        set.each([&](const std::string& topic) {
            add(out, "topic", std::string(allowed).append(" ").append(topic));
        });
    };
    line(topics.commands, Access::Write);
    line(topics.reports, Access::Read);
}

// A pattern with the user name filled in; none when the file cannot say it.
std::optional<std::string> for_file(std::string_view pattern, std::string_view username) {
    std::string out;
    for (std::size_t start = 0; start <= pattern.size();) {
        const auto end = std::min(pattern.find('/', start), pattern.size());
        const auto level = pattern.substr(start, end - start);
        const bool named = level == "%u";
        if (level == "%c" || (named && username.find('/') != std::string_view::npos)) return {};
        out.append(named ? username : level);
        if (end < pattern.size()) out.push_back('/');
        start = end + 1;
    }
    return out;
}

}  // namespace

bool is_ip_address(std::string_view text) {
    const std::string address(text);
    // inet_pton() would not see what follows it, but the file would have it.
    if (address.find('\0') != std::string::npos) return false;
    std::array<unsigned char, sizeof(in6_addr)> octets{};
    return ::inet_pton(AF_INET, address.c_str(), octets.data()) == 1 ||
           ::inet_pton(AF_INET6, address.c_str(), octets.data()) == 1;
}

bool is_interface_name(std::string_view text) {
    constexpr std::size_t kLengthMax = 15;  // IFNAMSIZ without the final zero
    return !text.empty() && text.size() <= kLengthMax &&
           kLetters.find(text.front()) != std::string_view::npos &&
           text.find_first_not_of(kInterfaceCharacters) == std::string_view::npos;
}

bool is_loopback(std::string_view address) {
    return is_ip_address(address) && (address.starts_with("127.") || address == "::1");
}

bool needs_restart(const Configuration& before, const Configuration& after) {
    auto same = after;
    same.authentication = before.authentication;
    same.message_rate_max = before.message_rate_max;
    return before != same;
}

std::string mosquitto_conf(const Configuration& configuration, const std::optional<Gate>& gate) {
    std::string out = "# Written by Busbar at every start and update; changes here are lost.\n";
    // The process that reads this has its user already; without this line, what believes itself
    // root in a container would try to become "mosquitto" and fail.
    add(out, "user", "root");
    add(out, "per_listener_settings", "false");
    add_listeners(out, configuration);
    // With a password file, Mosquitto would still refuse clients that give a wrong password:
    // without authentication there is none.
    add(out, "allow_anonymous", configuration.authentication ? "false" : "true");
    if (gate) {
        add(out, "plugin", gate->module);
        add(out, "plugin_opt_table", kGateTableFile);
        add(out, "plugin_opt_socket", std::to_string(gate->socket));
    } else if (configuration.authentication) {
        add(out, "password_file", kPasswordFile);
        add(out, "acl_file", kAclFile);
    }
    add(out, "max_packet_size", std::to_string(configuration.message_size_max));
    // The default of 1,000 silently drops what a subscriber to more retained messages should get.
    add(out, "max_queued_messages", std::to_string(configuration.queued_messages_max));
    add(out, "max_inflight_messages", "100");
    add(out, "set_tcp_nodelay", "true");
    add(out, "persistence", "true");
    add(out, "persistence_location", "./");
    add(out, "persistence_file", kDatabaseFile);
    add(out, "autosave_interval", "60");
    add(out, "persistent_client_expiration", "14d");
    add(out, "sys_interval", "5");
    add(out, "connection_messages", "true");
    add(out, "log_dest", "stderr");
    add(out, "log_timestamp", "false");
    for (const auto* type : {"error", "warning", "notice", "information"}) {
        add(out, "log_type", type);
    }
    return out;
}

bool files_can_say(const User& user) { return user.client_id.empty(); }

std::string password_file(const Users& users) {
    std::string out;
    for (const auto& [name, user] : users) {
        if (files_can_say(user)) out += password_line(name, user.password);
    }
    return out;
}

// Users by name instead of one `pattern` for all: with a pattern, Mosquitto denies everything to a
// client whose id contains '+' or '#'.
std::string acl(const Users& users, const Connections& connections) {
    std::string out;
    for (const auto& [name, user] : users) {
        if (!files_can_say(user)) continue;
        add(out, "user", name);
        if (user.rights.empty() && user.connection.empty()) {
            add(out, "topic", "readwrite #");
            add(out, "topic", "read $SYS/#");
        }
        if (const auto topics = connections.find(user.connection); topics != connections.end()) {
            add_topics(out, topics->second, user.side);
        }
        for (const auto& right : user.rights) {
            if (const auto pattern = for_file(right.pattern, name)) {
                add(out, "topic", std::string(word(right.access)) + " " + *pattern);
            }
        }
    }
    return out;
}

}  // namespace mqtt_broker
