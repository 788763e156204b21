// SPDX-License-Identifier: Apache-2.0
// What can be wrong with a connection.
#include <algorithm>
#include <cctype>
#include <fstream>
#include <map>
#include <set>

#include "bridge/check.hpp"
#include "bridge/problems.hpp"
#include "busbar/plugin.hpp"

namespace mqtt_client {
namespace {

bool looks_like_url(const std::string& address) {
    // One colon is a port; more are an IPv6 address.
    return address.find("://") != std::string::npos || address.find('/') != std::string::npos ||
           std::count(address.begin(), address.end(), ':') == 1;
}

bool plain(const std::string& client_id) {
    return std::all_of(client_id.begin(), client_id.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.';
    });
}

void check_broker(const messages::Connection& connection, const Bridge& bridge,
                  Problems& problems) {
    if (connection.broker_source() != messages::BROKER_SOURCE_INTEGRATED) {
        if (connection.address().empty()) {
            problems.error("address", "address_missing", "Enter the address of the broker.");
        } else if (looks_like_url(connection.address())) {
            problems.error("address", "address_is_url",
                           "Enter only the name, without mqtt:// , port or path.");
        } else if (connection.address().find_first_of(" \t\r\n") != std::string::npos) {
            problems.error("address", "address_has_blanks", "An address has no blanks.");
        }
        return;
    }
    const auto& broker = bridge.broker();
    if (!broker) return;
    if (broker->authentication() && !connection.authentication()) {
        problems.warning("authentication", "login_needed",
                         "The integrated broker asks for a user name and a password.");
    }
    const auto& users = broker->usernames();
    if (connection.authentication() &&
        std::find(users.begin(), users.end(), connection.username()) == users.end()) {
        problems.warning("username", "unknown_user",
                         "The integrated broker has no enabled user of this name.");
    }
}

void check_login(const messages::Connection& connection, Problems& problems) {
    if (!connection.authentication()) return;
    if (connection.username().empty()) {
        problems.error("username", "username_missing", "Enter the user name.");
    }
    if (connection.password().empty()) {
        problems.error("password", "password_missing", "Enter the password.");
    }
}

}  // namespace

void check_connections(const busbar::v1::CheckItems& check, const Bridge& bridge,
                       std::vector<busbar::v1::Problem>& out) {
    std::set<std::string> checked;
    for (const auto& item : check.items()) checked.insert(item.id());
    std::map<std::string, std::string> client_ids;  // to the item that has it
    bridge.each_connection([&](const Connection& other) {
        if (checked.count(other.id()) == 0) {
            client_ids[other.settings()->endpoint.client_id] = other.settings()->name;
        }
    });
    Problems problems(out);
    for (const auto& item : check.items()) {
        problems.of(item.id());
        const auto connection = busbar::settings_of<messages::Connection>(item);
        if (!connection) {
            problems.error("", "unreadable", connection.error().message);
            continue;
        }
        check_broker(*connection, bridge, problems);
        check_login(*connection, problems);
        if (connection->tls() && !connection->ca_file().empty() &&
            !std::ifstream(connection->ca_file()).good()) {
            problems.error("ca_file", "file_missing",
                           "There is no such file, or it is not readable.");
        }
        if (connection->client_id().empty()) continue;  // ours are unique
        if (!plain(connection->client_id())) {
            problems.warning("client_id", "client_id_characters",
                             "Some brokers only take letters, digits, - and _ in a client ID.");
        }
        const auto [found, is_new] =
            client_ids.emplace(connection->client_id(), connection->name());
        if (!is_new) {
            problems.error("client_id", "client_id_taken",
                           "'" + found->second +
                               "' uses this client ID too; the broker would "
                               "keep disconnecting one of them.");
        }
    }
}

}  // namespace mqtt_client
