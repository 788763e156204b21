// SPDX-License-Identifier: Apache-2.0
// Bridge: between the settings, status and service of the contract and what the broker understands.
// Knows meaning, no socket and no process.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "busbar/mqtt_broker/v1/settings.pb.h"
#include "busbar/result.hpp"
#include "busbar/service/v1/mqtt_broker.pb.h"
#include "busbar/v1/bus.pb.h"
#include "mqtt-broker/bridge/clients.hpp"
#include "mqtt-broker/bridge/restrictions.hpp"
#include "mqtt-broker/protocol/figures.hpp"
#include "mqtt-broker/protocol/gate_message.hpp"
#include "mqtt-broker/protocol/setup.hpp"
#include "mqtt-broker/protocol/supervisor.hpp"

namespace mqtt_broker {

namespace settings = ::busbar::mqtt_broker::v1;

// The settings as last committed, and the setup they ask for.
class Bridge {
 public:
    // Fail when an item's settings cannot be read; it is then left as it was.
    [[nodiscard]] busbar::Status set_item(const std::string& collection,
                                          const busbar::v1::Item& item);
    void remove_item(const std::string& collection, const std::string& item_id);

    [[nodiscard]] bool execute_at_startup() const;
    [[nodiscard]] const settings::Broker& broker() const { return broker_; }
    // The users' item ids and settings.
    [[nodiscard]] const std::map<std::string, settings::User>& users() const { return users_; }
    // Knows the connections that the users are restricted to.
    [[nodiscard]] Restrictions& restrictions() { return restrictions_; }
    // Without a certificate. Hashes passwords that are new since the last call, each with a new
    // salt: about 1 ms each.
    [[nodiscard]] busbar::Result<Setup> setup();

 private:
    void restrict_users();
    struct Hashed {
        std::string password;
        PasswordHash hash;
    };
    settings::Broker broker_;
    std::map<std::string, settings::User> users_;  // by item id
    std::map<std::string, Hashed> hashes_;         // by user name; those of the last setup()
    Restrictions restrictions_;
};

// What is wrong with settings that are to be saved, per field.
void check(const busbar::v1::CheckItems& items, std::vector<busbar::v1::Problem>& problems);

// What the supervisor does not know of a broker that runs.
struct Particulars {
    Figures figures;
    Rates rates;
    GateFigures gate;
    std::string gate_fault;         // why the gate is not used
    std::string certificate_fault;  // why the certificate is not the one of the settings
    std::string certificate_ends;   // in words
    std::string setup_fault;        // why there is no setup to run with
};

// What the broker says of itself.
[[nodiscard]] busbar::v1::StatusChanged status_of(const Supervisor& supervisor, const Setup& setup,
                                                  const Particulars& particulars,
                                                  Supervisor::Time now);

// What a user's item says: how many of his clients are connected, who failed to log in as him, and
// which topics he is restricted to. Without `clients` it is not known who is connected.
[[nodiscard]] busbar::v1::StatusChanged status_of_user(
    const std::string& item_id, const settings::User& user,
    const std::optional<Clients::OfUser>& clients, const std::string& last_refusal,
    const Restrictions& restrictions);

// What other plugins are told.
[[nodiscard]] busbar::service::v1::MqttBroker service_of(
    Supervisor::State state, const Setup& setup,
    const std::map<std::string, settings::User>& users);

}  // namespace mqtt_broker
