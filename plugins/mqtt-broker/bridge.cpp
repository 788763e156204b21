// SPDX-License-Identifier: Apache-2.0
// From settings to setup, from state to status and service.
#include "mqtt-broker/bridge.hpp"

#include <openssl/rand.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

namespace mqtt_broker {
namespace {

using busbar::ErrorCode;
using busbar::fail;
using State = Supervisor::State;

constexpr std::uint16_t kTlsPort = 8883;
constexpr std::uint16_t kWebsocketPort = 9001;
constexpr std::uint16_t kWebsocketTlsPort = 9443;

Reach reach_of(settings::Bind bind) {
    switch (bind) {
        case settings::BIND_LAN:
            return Reach::Lan;
        case settings::BIND_ALL:
            return Reach::All;
        default:  // a value younger than this plugin must not open more than asked for
            return Reach::Loopback;
    }
}

Configuration configuration_of(const settings::Broker& broker) {
    Configuration configuration;
    if (broker.port() != 0) configuration.port = static_cast<std::uint16_t>(broker.port());
    configuration.reach = reach_of(broker.bind());
    if (configuration.reach == Reach::Lan) configuration.address = broker.address();
    configuration.authentication = !broker.has_authentication() || broker.authentication();
    if (broker.connections_max() != 0) configuration.connections_max = broker.connections_max();
    if (broker.message_size_max() != 0) configuration.message_size_max = broker.message_size_max();
    if (broker.queued_messages_max() != 0) {
        configuration.queued_messages_max = broker.queued_messages_max();
    }
    configuration.message_rate_max = broker.message_rate_max();
    configuration.plain_local_only = broker.plain_local_only();
    const auto port = [](bool wanted, std::uint32_t set, std::uint16_t usual) {
        return !wanted ? std::uint16_t{0} : set != 0 ? static_cast<std::uint16_t>(set) : usual;
    };
    configuration.tls_port = port(broker.tls(), broker.tls_port(), kTlsPort);
    configuration.websocket_port =
        port(broker.websocket(), broker.websocket_port(), kWebsocketPort);
    configuration.websocket_tls_port =
        port(broker.websocket_tls(), broker.websocket_tls_port(), kWebsocketTlsPort);
    return configuration;
}

bool enabled(const settings::User& user) { return !user.has_enabled() || user.enabled(); }

// Names and topics are checked again: they become lines of a file, and nobody checked imported ones
// while the plugin did not run.
bool may_log_in(const settings::User& user) {
    return enabled(user) && !user.password().empty() && username_fault(user.username()).empty() &&
           std::all_of(user.rights().begin(), user.rights().end(),
                       [](const auto& right) { return pattern_fault(right.topic()).empty(); });
}

Access access_of(settings::TopicAccess access) {
    switch (access) {
        case settings::TOPIC_ACCESS_READ:
            return Access::Read;
        case settings::TOPIC_ACCESS_WRITE:
            return Access::Write;
        default:
            return Access::ReadWrite;
    }
}

std::vector<TopicRight> rights_of(const settings::User& user) {
    std::vector<TopicRight> rights;
    for (const auto& right : user.rights()) {
        rights.push_back({access_of(right.access()), right.topic()});
    }
    return rights;
}

std::string where(const Configuration& configuration) {
    switch (configuration.reach) {
        case Reach::All:
            return "on every network of this machine";
        case Reach::Lan:
            return "on " + configuration.address + " and this machine";
        case Reach::Loopback:
            break;
    }
    return "on this machine";
}

// What does not work because users are told by files.
std::string missing_without_gate(const Setup& setup, const std::string& gate_fault) {
    auto text = " Mosquitto works without Busbar's part (" + gate_fault +
                "): there is no list of clients, and an update sends no will.";
    const bool bound = std::any_of(setup.users.begin(), setup.users.end(),
                                   [](const auto& user) { return !files_can_say(user.second); });
    if (bound) text += " Users who are bound to a client id cannot log in.";
    if (setup.configuration.message_rate_max != 0) text += " Messages a second are not limited.";
    return text;
}

std::string listeners(const Configuration& configuration) {
    auto text = "Running on port " + std::to_string(configuration.port) +
                (configuration.plain_local_only ? " (this machine only)" : "");
    const auto add = [&text](std::uint16_t port, const char* what) {
        if (port != 0) text += ", " + std::to_string(port) + what;
    };
    add(configuration.tls_port, " (encrypted)");
    add(configuration.websocket_port, " (WebSocket)");
    add(configuration.websocket_tls_port, " (WebSocket, encrypted)");
    return text;
}

void describe_running(busbar::v1::StatusChanged& status, const Setup& setup,
                      const Particulars& particulars) {
    const auto& configuration = setup.configuration;
    auto text = listeners(configuration) + ", reachable " + where(configuration) + ".";
    status.set_state(busbar::v1::STATUS_STATE_CONNECTED);
    const auto degrade = [&](const std::string& why) {
        status.set_state(busbar::v1::STATUS_STATE_DEGRADED);
        text += why;
    };
    if (!configuration.authentication) {
        text += " Authentication is off: whoever reaches it can read and control everything.";
    } else if (setup.users.empty()) {
        degrade(" Nobody can log in: no user is enabled. Add one and press Update.");
    }
    if (!particulars.certificate_fault.empty()) {
        degrade(" The certificate is one that Busbar made, not the one of the settings: " +
                particulars.certificate_fault);
    }
    if (!particulars.gate_fault.empty()) {
        degrade(missing_without_gate(setup, particulars.gate_fault));
    }
    status.set_text(std::move(text));
}

void describe_failure(busbar::v1::StatusChanged& status, const Supervisor& supervisor,
                      Supervisor::Time now) {
    const auto wait =
        std::max(supervisor.deadline().value_or(now) - now, Supervisor::Clock::duration::zero());
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
    status.set_state(busbar::v1::STATUS_STATE_ERROR);
    status.set_text(supervisor.failure().words + " Next attempt in " + std::to_string(seconds) +
                    " s.");
}

void describe(busbar::v1::StatusChanged& status, busbar::v1::StatusState state, const char* text) {
    status.set_state(state);
    status.set_text(text);
}

void add_figure(busbar::v1::StatusChanged& status, const char* name, std::uint64_t value) {
    auto& figure = *status.add_figures();
    figure.set_name(name);
    figure.set_value(static_cast<double>(value));
}

void add_figure(busbar::v1::StatusChanged& status, const char* name, double value) {
    auto& figure = *status.add_figures();
    figure.set_name(name);
    figure.set_value(std::round(value * 10) / 10);
}

void add_figure(busbar::v1::StatusChanged& status, const char* name, const std::string& text) {
    auto& figure = *status.add_figures();
    figure.set_name(name);
    figure.set_text(text);
}

void add_running_figures(busbar::v1::StatusChanged& status, const Particulars& particulars,
                         std::chrono::seconds uptime) {
    const auto& figures = particulars.figures;
    const auto& rates = particulars.rates;
    add_figure(status, "version", figures.version);
    add_figure(status, "clients", figures.clients);
    add_figure(status, "messages_in", figures.messages_in);
    add_figure(status, "messages_out", figures.messages_out);
    add_figure(status, "messages_dropped", figures.messages_dropped);
    add_figure(status, "messages_in_per_s", rates.messages_in);
    add_figure(status, "messages_out_per_s", rates.messages_out);
    add_figure(status, "bytes_in_per_s", rates.bytes_in);
    add_figure(status, "bytes_out_per_s", rates.bytes_out);
    add_figure(status, "uptime_s", static_cast<std::uint64_t>(uptime.count()));
    if (!particulars.certificate_ends.empty()) {
        add_figure(status, "certificate_ends", particulars.certificate_ends);
    }
    if (!particulars.gate_fault.empty()) return;
    add_figure(status, "logins_refused", particulars.gate.logins_refused);
    add_figure(status, "topics_refused", particulars.gate.topics_refused);
    add_figure(status, "messages_over_rate", particulars.gate.messages_over_rate);
}

// What a user's restriction comes to.
void describe_restriction(busbar::v1::StatusChanged& status, const std::string& connection,
                          const Restrictions& restrictions) {
    const auto* known = restrictions.find(connection);
    const auto name = "the connection '" + connection + "'";
    std::string text;
    if (known != nullptr && known->read) {
        const auto& topics = known->topics;
        const auto count = topics.commands.size() + topics.reports.size();
        add_figure(status, "topics", std::uint64_t{count});
        text = "Restricted to the " + std::to_string(count) + " topics of " + name + ".";
        if (known->cut) text += " It has more; those may not be used.";
    } else if (known == nullptr && restrictions.heard()) {
        text =
            "There is no connection '" + connection +
            "' any more, so no topic may be used. Choose another one, or none, and press Update.";
    } else {
        text = "The topics of " + name +
               " are not known yet, so none may be used. See whether the MQTT client runs.";
    }
    if (known == nullptr || !known->read) status.set_state(busbar::v1::STATUS_STATE_DEGRADED);
    status.set_text(status.text() + " " + text);
}

}  // namespace

busbar::Status Bridge::set_item(const std::string& collection, const busbar::v1::Item& item) {
    const auto unreadable = [&] {
        return fail(ErrorCode::InvalidArgument, "item '" + item.id() + "' is not readable");
    };
    if (collection == "broker") {
        settings::Broker broker;
        if (!broker.ParseFromString(item.settings())) return unreadable();
        broker_ = std::move(broker);
    } else if (collection == "users") {
        settings::User user;
        if (!user.ParseFromString(item.settings())) return unreadable();
        users_[item.id()] = std::move(user);
        restrict_users();
    }
    return {};
}

void Bridge::remove_item(const std::string& collection, const std::string& item_id) {
    if (collection != "users") return;
    users_.erase(item_id);
    restrict_users();
}

void Bridge::restrict_users() {
    std::set<std::string> connections;
    for (const auto& [id, user] : users_) {
        const auto& connection = user.restricted_to_connection();
        if (!connection.empty()) connections.insert(connection);
    }
    restrictions_.want(std::move(connections));
}

bool Bridge::execute_at_startup() const {
    return !broker_.has_execute_at_startup() || broker_.execute_at_startup();
}

busbar::Result<Setup> Bridge::setup() {
    Setup setup{configuration_of(broker_), {}, restrictions_.topics(), {}};
    std::map<std::string, Hashed> hashes;
    for (const auto& [id, user] : users_) {
        if (!may_log_in(user)) continue;
        const auto known = hashes_.find(user.username());
        if (known != hashes_.end() && known->second.password == user.password()) {
            hashes.insert(*known);
        } else {
            Salt salt{};
            if (::RAND_bytes(salt.data(), static_cast<int>(salt.size())) != 1) {
                return fail(ErrorCode::Internal, "no random numbers");
            }
            const auto hash = BUSBAR_TRY(hash_password(user.password(), salt));
            hashes.emplace(user.username(), Hashed{user.password(), hash});
        }
        const auto& connection = user.restricted_to_connection();
        const auto* restriction = restrictions_.find(connection);
        const bool its_own = restriction != nullptr && restriction->username == user.username();
        setup.users.emplace(user.username(),
                            User{hashes.at(user.username()).hash, user.client_id(), rights_of(user),
                                 connection, its_own ? Side::Both : Side::Others});
    }
    hashes_ = std::move(hashes);
    return setup;
}

busbar::v1::StatusChanged status_of(const Supervisor& supervisor, const Setup& setup,
                                    const Particulars& particulars, Supervisor::Time now) {
    busbar::v1::StatusChanged status;
    status.set_collection("broker");
    status.set_item_id("main");
    switch (supervisor.state()) {
        case State::Stopped:
            if (particulars.setup_fault.empty()) {
                describe(status, busbar::v1::STATUS_STATE_STOPPED, "Stopped.");
            } else {
                describe(status, busbar::v1::STATUS_STATE_ERROR, particulars.setup_fault.c_str());
            }
            break;
        case State::Starting:
            describe(status, busbar::v1::STATUS_STATE_STARTING, "Starting.");
            break;
        case State::Stopping:
            describe(status, busbar::v1::STATUS_STATE_STOPPED, "Stopping.");
            break;
        case State::Backoff:
            describe_failure(status, supervisor, now);
            break;
        case State::Running:
            describe_running(status, setup, particulars);
            add_running_figures(
                status, particulars,
                std::chrono::duration_cast<std::chrono::seconds>(now - supervisor.running_since()));
            break;
    }
    add_figure(status, "restarts", supervisor.restarts());
    return status;
}

busbar::v1::StatusChanged status_of_user(const std::string& item_id, const settings::User& user,
                                         const std::optional<Clients::OfUser>& clients,
                                         const std::string& last_refusal,
                                         const Restrictions& restrictions) {
    busbar::v1::StatusChanged status;
    status.set_collection("users");
    status.set_item_id(item_id);
    if (!enabled(user)) {
        describe(status, busbar::v1::STATUS_STATE_DISABLED, "Switched off.");
    } else if (!clients) {
        describe(status, busbar::v1::STATUS_STATE_STOPPED, "Whether connected is not known.");
    } else if (clients->connected > 0) {
        describe(status, busbar::v1::STATUS_STATE_CONNECTED, "Connected.");
    } else {
        describe(status, busbar::v1::STATUS_STATE_STOPPED, "Not connected.");
        if (clients->last_seen_s) {
            status.set_text("Not connected. Last seen " + time_words(*clients->last_seen_s) + ".");
        }
    }
    if (!last_refusal.empty()) status.set_text(status.text() + " " + last_refusal);
    if (clients) add_figure(status, "clients", clients->connected);
    if (enabled(user) && !user.restricted_to_connection().empty()) {
        describe_restriction(status, user.restricted_to_connection(), restrictions);
    }
    return status;
}

busbar::service::v1::MqttBroker service_of(State state, const Setup& setup,
                                           const std::map<std::string, settings::User>& users) {
    busbar::service::v1::MqttBroker service;
    service.set_running(state == State::Running);
    service.set_address("127.0.0.1");  // always among the listeners
    service.set_port(setup.configuration.port);
    service.set_authentication(setup.configuration.authentication);
    for (const auto& [username, hash] : setup.users) service.add_usernames(username);
    for (const auto& [id, user] : users) {
        if (!enabled(user)) service.add_disabled_usernames(user.username());
    }
    return service;
}

}  // namespace mqtt_broker
