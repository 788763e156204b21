// SPDX-License-Identifier: Apache-2.0
// Writes mosquitto.conf and the ACL file.
#include "mqtt-broker/protocol/configuration.hpp"

#include <arpa/inet.h>

#include <array>

namespace mqtt_broker {
namespace {

constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kInterfaceCharacters =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";

void add(std::string& out, std::string_view option, std::string_view value) {
    out.append(option).append(" ").append(value).append("\n");
}

void add_listener(std::string& out, const Configuration& configuration, std::string_view address,
                  std::string_view interface_name = {}) {
    auto listener = std::to_string(configuration.port);
    if (!address.empty()) listener.append(" ").append(address);
    add(out, "listener", listener);
    if (!interface_name.empty()) add(out, "bind_interface", interface_name);
    add(out, "max_connections", std::to_string(configuration.connections_max));
}

// The order matters: what follows a listener belongs to it, so the socket's listener is last and
// stays without limits.
void add_listeners(std::string& out, const Configuration& configuration) {
    switch (configuration.reach) {
        case Reach::All:
            add_listener(out, configuration, {});
            break;
        case Reach::Lan:
            if (is_ip_address(configuration.address)) {
                add_listener(out, configuration, configuration.address);
            } else {
                add_listener(out, configuration, {}, configuration.address);
            }
            if (configuration.address == "127.0.0.1" || configuration.address == "lo") break;
            [[fallthrough]];
        case Reach::Loopback:
            add_listener(out, configuration, "127.0.0.1");
            break;
    }
    add(out, "listener", "0 " + std::string(kSocketFile));
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
    return before != same;
}

std::string mosquitto_conf(const Configuration& configuration) {
    std::string out = "# Written by Busbar at every start and update; changes here are lost.\n";
    // The process that reads this has its user already; without this line, what believes itself
    // root in a container would try to become "mosquitto" and fail.
    add(out, "user", "root");
    add(out, "per_listener_settings", "false");
    add_listeners(out, configuration);
    if (configuration.authentication) {
        add(out, "allow_anonymous", "false");
        add(out, "password_file", kPasswordFile);
        add(out, "acl_file", kAclFile);
    } else {
        // With a password file, Mosquitto would still refuse clients that give a wrong password.
        add(out, "allow_anonymous", "true");
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

// Users by name instead of one `pattern` for all: with a pattern, Mosquitto denies everything to a
// client whose id contains '+' or '#'.
std::string acl(std::span<const std::string> usernames) {
    std::string out;
    for (const auto& username : usernames) {
        add(out, "user", username);
        add(out, "topic", "readwrite #");
        add(out, "topic", "read $SYS/#");
    }
    return out;
}

}  // namespace mqtt_broker
