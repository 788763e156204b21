// SPDX-License-Identifier: Apache-2.0
// What can be wrong with a connection.
#include <algorithm>
#include <cctype>
#include <fstream>
#include <map>
#include <set>

#include "bridge/check.hpp"
#include "bridge/loops.hpp"
#include "bridge/problems.hpp"
#include "bridge/wording.hpp"
#include "busbar/plugin.hpp"
#include "io/tls_context.hpp"
#include "protocol/topic.hpp"

namespace mqtt_client {
namespace {

bool looks_like_url(const std::string& address) {
    // One colon is a port; more are an IPv6 address.
    return address.find('/') != std::string::npos || address.find('[') != std::string::npos ||
           std::count(address.begin(), address.end(), ':') == 1;
}

// What to type where, for somebody who pasted a URL.
std::string parts_of(const std::string& pasted) {
    const auto url = parse_broker_url(pasted);
    if (!url) return "Enter only the name, without mqtt:// , port or path.";
    auto sentence = "Enter '" + url->address.host + "' as address";
    if (url->address.port != 0) sentence += ", " + std::to_string(url->address.port) + " as port";
    if (url->websocket && url->path.size() > 1)
        sentence += ", '" + url->path + "' as WebSocket path";
    if (url->tls || url->websocket) sentence += ", and switch on ";
    if (url->tls) sentence += "SSL encryption";
    if (url->tls && url->websocket) sentence += " and ";
    if (url->websocket) sentence += "WebSocket";
    return sentence + ".";
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
            problems.error("address", "address_is_url", parts_of(connection.address()));
        } else if (connection.address().find_first_of(" \t\r\n") != std::string::npos) {
            problems.error("address", "address_has_blanks", "An address has no blanks.");
        }
        for (const auto& address : connection.fallback_addresses()) {
            if (parse_broker_address(address)) continue;
            problems.error("fallback_addresses", "address_malformed",
                           "'" + address + "' is neither a host nor host:port.");
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
                         refused_user(UserFault::NotThere, connection.username()));
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

// Reads the files as a connection would.
void check_tls(const messages::Connection& connection, Problems& problems) {
    if (!connection.tls()) return;
    const bool readable =
        connection.ca_file().empty() || std::ifstream(connection.ca_file()).good();
    if (!readable) {
        problems.error("ca_file", "file_missing", "There is no such file, or it is not readable.");
    }
    const bool certificate = !connection.client_certificate_file().empty();
    const bool key = !connection.client_key_file().empty();
    if (certificate != key) {
        return problems.error(key ? "client_certificate_file" : "client_key_file", "half_missing",
                              "A client certificate and its key belong together: enter both.");
    }
    if (!readable || (!certificate && connection.ca_file().empty())) return;
    if (const auto tls = TlsContext::make(settings_of(connection, {}).endpoint); !tls) {
        problems.error(certificate ? "client_certificate_file" : "ca_file", "file_unusable",
                       "This does not work: " + tls.error().message + ".");
    }
}

void check_availability(const std::string& item_id, const messages::Connection& connection,
                        const Bridge& bridge, Problems& problems) {
    const auto& topic = connection.availability_topic();
    if (topic.empty()) return;
    if (const auto problem = check_report_topic(topic); problem != TopicProblem::None) {
        problems.error("availability_topic", code_of(problem),
                       sentence_of(problem, "availability"));
    }
    const auto settings = settings_of(connection, {});
    if (settings.online == settings.endpoint.will.payload) {
        problems.error("availability_offline", "same_payload",
                       "The two payloads differ, or nobody can tell them apart.");
    }
    bridge.each_assignment(
        [&](const Assignment& assignment, std::string_view of_connection, std::string_view object) {
            const bool taken = assignment.texts.report_topic() == topic ||
                               topic_matches(assignment.texts.command_topic(), topic);
            if (!taken || of_connection != item_id) return;
            problems.error("availability_topic", "topic_taken",
                           "'" + std::string(object) + "' uses this topic.");
        });
}

void check_expert(const messages::Connection& connection, Problems& problems) {
    if (connection.websocket() && connection.transport() == messages::TRANSPORT_MOSQUITTO) {
        problems.error("transport", "no_websocket",
                       "libmosquitto has no WebSocket: choose Paho, or leave it unset.");
    }
    if (!connection.websocket_path().empty() && connection.websocket_path().front() != '/') {
        problems.error("websocket_path", "path_without_slash", "A path begins with /.");
    }
    const bool kept = connection.has_clean_start() && !connection.clean_start();
    const bool version_5 = connection.mqtt_version() == messages::MQTT_VERSION_5;
    if (kept && version_5 && connection.session_expiry_s() == 0) {
        problems.warning("session_expiry_s", "session_not_kept",
                         "Without an expiry the broker keeps no session to go on with.");
    }
}

void check_entities(const messages::Connection& connection, Problems& problems) {
    const auto settings = settings_of(connection, {});
    std::set<std::string> taken;
    int number = 0;
    for (const auto& entity : settings.announcing->entities) {
        const auto field = "home_assistant_entities[" + std::to_string(number++) + "]";
        if (entity.objects.empty()) {
            problems.error(field, "no_objects", "'" + entity.name + "' has none of its objects.");
        }
        for (const auto& [role, object] : entity.objects) {
            if (taken.insert(object).second) continue;
            problems.error(field, "object_taken",
                           "'" + object + "' is in two things, or twice in one.");
        }
    }
}

void check_home_assistant(const messages::Connection& connection, Problems& problems) {
    const auto& prefix = connection.home_assistant_prefix();
    if (!connection.home_assistant()) return;
    check_entities(connection, problems);
    if (prefix.empty()) return;
    const auto problem = check_report_topic(prefix);
    if (problem == TopicProblem::None) return;
    problems.error("home_assistant_prefix", code_of(problem), sentence_of(problem, "discovery"));
}

// Connections that would go to another broker than now, with the text for it.
using Moved = std::map<std::string, std::string, std::less<>>;

Moved moved_by(const busbar::v1::CheckItems& check, const Bridge& bridge) {
    Moved moved;
    for (const auto& item : check.items()) {
        const auto connection = busbar::settings_of<messages::Connection>(item);
        if (!connection) continue;
        auto broker = bridge.broker_of(settings_of(*connection, {}));
        if (broker != bridge.broker_of(item.id())) moved.emplace(item.id(), std::move(broker));
    }
    return moved;
}

// Topics that did not meet before may make a loop on the same broker. Says one for each connection.
void check_loops(const busbar::v1::CheckItems& check, const Bridge& bridge, Problems& problems) {
    auto brokers = moved_by(check, bridge);
    if (brokers.empty()) return;
    Loops loops;
    std::multimap<std::string, std::size_t, std::less<>> of_moved;
    const auto moved = brokers;
    bridge.each_assignment(
        [&](const Assignment& assignment, std::string_view connection, std::string_view object) {
            auto broker = brokers.find(connection);
            if (broker == brokers.end()) {
                const std::string id(connection);
                broker = brokers.emplace(id, bridge.broker_of(id)).first;
            }
            const auto number = loops.add(broker->second, std::string(object),
                                          std::string(assignment.texts.command_topic()),
                                          std::string(assignment.texts.report_topic()));
            if (moved.contains(connection)) of_moved.emplace(connection, number);
        });
    for (const auto& [id, broker] : moved) {
        const auto [first, last] = of_moved.equal_range(id);
        for (auto assignment = first; assignment != last; ++assignment) {
            const auto loop = loops.of(assignment->second);
            if (loop.empty()) continue;
            problems.of(id);
            problems.warning("address", "loop", "At this broker there is a loop: " + loop + ".");
            break;
        }
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
        check_tls(*connection, problems);
        check_availability(item.id(), *connection, bridge, problems);
        check_expert(*connection, problems);
        check_home_assistant(*connection, problems);
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
    check_loops(check, bridge, problems);
}

}  // namespace mqtt_client
