// SPDX-License-Identifier: Apache-2.0
// From settings to setup, from state to status and service.
#include "mqtt-broker/bridge.hpp"

#include <openssl/rand.h>

#include <algorithm>
#include <chrono>
#include <utility>

namespace mqtt_broker {
namespace {

using busbar::ErrorCode;
using busbar::fail;
using State = Supervisor::State;

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

void describe_running(busbar::v1::StatusChanged& status, const Setup& setup,
                      const std::string& gate_fault) {
    auto text = "Running on port " + std::to_string(setup.configuration.port) + ", reachable " +
                where(setup.configuration) + ".";
    status.set_state(busbar::v1::STATUS_STATE_CONNECTED);
    if (!setup.configuration.authentication) {
        text += " Authentication is off: whoever reaches it can read and control everything.";
    } else if (setup.users.empty()) {
        status.set_state(busbar::v1::STATUS_STATE_DEGRADED);
        text += " Nobody can log in: no user is enabled. Add one and press Update.";
    }
    if (!gate_fault.empty()) {
        status.set_state(busbar::v1::STATUS_STATE_DEGRADED);
        text += missing_without_gate(setup, gate_fault);
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

void add_running_figures(busbar::v1::StatusChanged& status, const Figures& figures,
                         std::chrono::seconds uptime) {
    auto& version = *status.add_figures();
    version.set_name("version");
    version.set_text(figures.version);
    add_figure(status, "clients", figures.clients);
    add_figure(status, "messages_in", figures.messages_in);
    add_figure(status, "messages_out", figures.messages_out);
    add_figure(status, "messages_dropped", figures.messages_dropped);
    add_figure(status, "uptime_s", static_cast<std::uint64_t>(uptime.count()));
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
    }
    return {};
}

void Bridge::remove_item(const std::string& collection, const std::string& item_id) {
    if (collection == "users") users_.erase(item_id);
}

bool Bridge::execute_at_startup() const {
    return !broker_.has_execute_at_startup() || broker_.execute_at_startup();
}

busbar::Result<Setup> Bridge::setup() {
    Setup setup{configuration_of(broker_), {}};
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
        setup.users.emplace(user.username(), User{hashes.at(user.username()).hash, user.client_id(),
                                                  rights_of(user)});
    }
    hashes_ = std::move(hashes);
    return setup;
}

busbar::v1::StatusChanged status_of(const Supervisor& supervisor, const Setup& setup,
                                    const Figures& figures, const std::string& gate_fault,
                                    Supervisor::Time now) {
    busbar::v1::StatusChanged status;
    status.set_collection("broker");
    status.set_item_id("main");
    switch (supervisor.state()) {
        case State::Stopped:
            describe(status, busbar::v1::STATUS_STATE_STOPPED, "Stopped.");
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
            describe_running(status, setup, gate_fault);
            add_running_figures(
                status, figures,
                std::chrono::duration_cast<std::chrono::seconds>(now - supervisor.running_since()));
            break;
    }
    add_figure(status, "restarts", supervisor.restarts());
    return status;
}

busbar::v1::StatusChanged status_of_user(const std::string& item_id, const settings::User& user,
                                         std::size_t clients, const std::string& last_refusal) {
    busbar::v1::StatusChanged status;
    status.set_collection("users");
    status.set_item_id(item_id);
    if (!enabled(user)) {
        describe(status, busbar::v1::STATUS_STATE_DISABLED, "Switched off.");
    } else if (clients > 0) {
        describe(status, busbar::v1::STATUS_STATE_CONNECTED, "Connected.");
    } else {
        describe(status, busbar::v1::STATUS_STATE_STOPPED, "Not connected.");
    }
    if (!last_refusal.empty()) status.set_text(status.text() + " " + last_refusal);
    add_figure(status, "clients", clients);
    return status;
}

busbar::service::v1::MqttBroker service_of(State state, const Setup& setup) {
    busbar::service::v1::MqttBroker service;
    service.set_running(state == State::Running);
    service.set_address("127.0.0.1");  // always among the listeners
    service.set_port(setup.configuration.port);
    service.set_authentication(setup.configuration.authentication);
    for (const auto& [username, hash] : setup.users) service.add_usernames(username);
    return service;
}

}  // namespace mqtt_broker
