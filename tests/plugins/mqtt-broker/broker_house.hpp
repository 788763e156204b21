// SPDX-License-Identifier: Apache-2.0
// BrokerHouse: the whole plugin with a real Mosquitto, a fake runtime around it, and clients.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "busbar/mqtt_broker/v1/settings.pb.h"
#include "busbar/poll_loop.hpp"
#include "busbar/service/v1/mqtt_broker.pb.h"
#include "busbar/service/v1/mqtt_client.pb.h"
#include "busbar/testing/fake_host.hpp"
#include "mqtt-broker/plugin.hpp"
#include "support/process.hpp"
#include "support/temporary_directory.hpp"

namespace mqtt_broker {

using Client = busbar::testing::Process;

// The tests run in a network namespace of their own, so the port is free.
inline constexpr std::uint16_t kPort = 1883;

// How Mosquitto is told of the users.
enum class Way : std::uint8_t { Gate, Files };

class BrokerHouse {
 public:
    explicit BrokerHouse(Way way = Way::Gate);

    settings::Broker broker;
    std::map<std::string, settings::User> users;
    // Adds a user with id, name and user name `name`.
    settings::User& add_user(const std::string& name, const std::string& password);

    // Hello and all settings, for the first time.
    void begin();
    // Sends all settings; they are in effect after action("update").
    void commit();
    // The answer to an action on the broker.
    std::optional<busbar::v1::ActionResult> action(
        const std::string& name, const std::map<std::string, std::string>& parameters = {});
    std::optional<busbar::v1::ActionResult> update();

    // The MQTT client tells of a connection "house" with these topics; without a revision that
    // there is none.
    void offer_topics(std::uint64_t revision, const std::string& command = "",
                      const std::string& report = "");

    // Turns the plugin's loop until `condition` holds; false when it does not in time.
    bool until(const std::function<bool()>& condition,
               std::chrono::milliseconds within = busbar::testing::kPatience);
    bool until_running();
    bool until_status(busbar::v1::StatusState state);

    // As last told.
    busbar::v1::StatusChanged status;
    std::optional<busbar::service::v1::MqttBroker> service;
    bool service_withdrawn = false;
    std::vector<std::string> log;
    // Of connected clients and of users, by item id.
    std::map<std::string, busbar::v1::StatusChanged> clients;
    std::map<std::string, busbar::v1::StatusChanged> user_statuses;

    // Whether a client with these words for mosquitto_pub can publish.
    bool can_publish(const std::vector<std::string>& credentials);
    // A client that stays and prints what it gets; started when it is subscribed. `words` are its
    // credentials and whatever else mosquitto_sub takes.
    std::unique_ptr<Client> subscriber(const std::vector<std::string>& words);
    // The broker's process, by its parent.
    static std::optional<pid_t> broker_pid(pid_t parent);
    // Is, and is not a zombie.
    static bool lives(pid_t pid);

    busbar::testing::TemporaryDirectory directory;
    busbar::testing::FakeHost host;
    std::unique_ptr<busbar::PollLoop> loop;
    std::unique_ptr<BrokerPlugin> plugin;
    std::map<std::uint64_t, busbar::v1::ActionResult> results;
    std::map<std::uint64_t, busbar::v1::ServiceResult> answers;

 private:
    void collect();
    void answer(const busbar::v1::ServiceRequest& request);
    void keep(const busbar::v1::StatusChanged& told);
    std::uint64_t last_action_ = 0;
    busbar::service::v1::TopicsResponse topics_;
};

// "-u name -P password" for mosquitto_pub.
std::vector<std::string> as(const std::string& name, const std::string& password);

// Every test has a house of its own. What both ways do is instantiated for both.
class BrokerHouseTest : public ::testing::TestWithParam<Way> {
 protected:
    void begin_with_anna() {
        house.add_user("anna", "secret");
        house.begin();
        ASSERT_TRUE(house.until_running()) << house.status.text();
    }
    // The update's answer has come and says yes.
    void expect_update() {
        const auto result = house.update();
        ASSERT_TRUE(result);
        EXPECT_TRUE(result->succeeded()) << result->message();
    }
    bool ends(Client& client) {
        return house.until([&] { return client.ended().has_value(); });
    }
    // It gets a message that is published now.
    bool hears(Client& client) {
        const auto before = client.output().size();
        if (!house.can_publish(as("anna", "secret")) && !house.can_publish({})) return false;
        return house.until(
            [&] { return client.output().find("hi\n", before) != std::string::npos; });
    }

    std::string directory_of_broker() { return house.directory.file("mosquitto"); }

    BrokerHouse house{GetParam()};
};

inline std::string name_of(const ::testing::TestParamInfo<Way>& way) {
    return way.param == Way::Gate ? "Gate" : "Files";
}

}  // namespace mqtt_broker
