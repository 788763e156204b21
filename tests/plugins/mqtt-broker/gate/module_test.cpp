// SPDX-License-Identifier: Apache-2.0
// The gate within a real Mosquitto, and what is done without it.
#include <gmock/gmock.h>

#include <csignal>
#include <fstream>
#include <sstream>

#include "broker_house.hpp"

namespace mqtt_broker {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::HasSubstr;
using ::testing::Not;

class GateTest : public BrokerHouseTest {
 protected:
    bool appears(const std::string& client_id) {
        return house.until([&] { return house.clients.contains(client_id); });
    }
    bool disappears(const std::string& client_id) {
        return house.until([&] { return !house.clients.contains(client_id); });
    }
    static bool says(const Client& client, const std::string& words) {
        return client.output().find(words) != std::string::npos;
    }
    std::string figure(const std::string& client_id, const std::string& name) {
        for (const auto& each : house.clients[client_id].figures()) {
            if (each.name() == name) {
                return each.text().empty() ? std::to_string(each.value()) : each.text();
            }
        }
        return {};
    }
    static std::vector<std::string> with(std::vector<std::string> words,
                                         const std::vector<std::string>& more) {
        words.insert(words.end(), more.begin(), more.end());
        return words;
    }
};

INSTANTIATE_TEST_SUITE_P(Gate, GateTest, ::testing::Values(Way::Gate), name_of);

TEST_P(GateTest, ListsWhoIsConnected) {
    begin_with_anna();
    auto listener =
        house.subscriber(with(as("anna", "secret"), {"-i", "tablet", "-V", "mqttv5", "-t", "u/+"}));
    ASSERT_TRUE(listener);
    ASSERT_TRUE(house.until([&] { return figure("tablet", "topics") == "t/#, u/+"; }));
    EXPECT_EQ(figure("tablet", "username"), "anna");
    EXPECT_EQ(figure("tablet", "address"), "127.0.0.1");
    EXPECT_EQ(figure("tablet", "protocol"), "MQTT 5");
    EXPECT_EQ(figure("tablet", "subscriptions"), "2.000000");
    EXPECT_EQ(house.clients.size(), 1U);  // our own sessions are not among them
    EXPECT_TRUE(house.until(
        [&] { return house.user_statuses["anna"].state() == busbar::v1::STATUS_STATE_CONNECTED; }));
    listener->kill();
    EXPECT_TRUE(disappears("tablet"));
    EXPECT_TRUE(house.until(
        [&] { return house.user_statuses["anna"].state() == busbar::v1::STATUS_STATE_STOPPED; }));
}

TEST_P(GateTest, ForgetsEverybodyWhenTheBrokerEnds) {
    begin_with_anna();
    const auto listener = house.subscriber(with(as("anna", "secret"), {"-i", "tablet"}));
    ASSERT_TRUE(listener && appears("tablet"));
    ::kill(*BrokerHouse::broker_pid(::getpid()), SIGKILL);
    EXPECT_TRUE(disappears("tablet"));
    EXPECT_TRUE(appears("tablet"));  // mosquitto_sub connects again
}

TEST_P(GateTest, DisconnectsAClientWithItsWill) {
    begin_with_anna();
    const auto witness = house.subscriber(with(as("anna", "secret"), {"-i", "witness"}));
    const auto listener =
        house.subscriber(with(as("anna", "secret"), {"-i", "tablet", "-V", "mqttv5", "--will-topic",
                                                     "t/will", "--will-payload", "gone"}));
    ASSERT_TRUE(witness && listener && appears("tablet"));
    const auto result = house.action("disconnect", {{"client", "tablet"}});
    ASSERT_TRUE(result);
    EXPECT_TRUE(result->succeeded()) << result->message();
    EXPECT_TRUE(house.until([&] { return says(*witness, "gone\n"); }));
    EXPECT_TRUE(house.until([&] { return says(*listener, "Received DISCONNECT (152)"); }));
}

TEST_P(GateTest, SaysThatThereIsNoSuchClientToDisconnect) {
    begin_with_anna();
    EXPECT_EQ(house.action("disconnect", {{"client", "nobody"}})->message(),
              "There is no client 'nobody'.");
    EXPECT_FALSE(house.action("disconnect")->succeeded());
}

TEST_P(GateTest, ADisabledUserLeavesHisWillAndKeepsHisSubscriptions) {
    auto& otto = house.add_user("otto", "word");
    begin_with_anna();
    const auto witness = house.subscriber(as("anna", "secret"));
    const std::vector<std::string> session{
        "-i", "sensor", "-c", "-q", "1", "--will-topic", "t/will", "--will-payload", "gone"};
    auto sensor = house.subscriber(with(as("otto", "word"), session));
    ASSERT_TRUE(witness && sensor);
    otto.set_enabled(false);
    expect_update();
    EXPECT_TRUE(house.until([&] { return says(*witness, "gone\n"); }));
    EXPECT_TRUE(house.until(
        [&] { return house.user_statuses["otto"].text().starts_with("Switched off."); }));
    sensor->kill();
    otto.set_enabled(true);
    expect_update();
    EXPECT_TRUE(house.can_publish(as("anna", "secret")));  // while it is away
    const auto back = Client::start({"stdbuf", "-oL", "mosquitto_sub", "-p", "1883", "-i", "sensor",
                                     "-c", "-q", "1", "-t", "other", "-u", "otto", "-P", "word"});
    ASSERT_TRUE(back);
    EXPECT_TRUE(house.until([&] { return says(**back, "hi\n"); }));
}

TEST_P(GateTest, AChangedPasswordPutsOutOnlyThatUsersClients) {
    house.add_user("otto", "word");
    begin_with_anna();
    const auto annas = house.subscriber(as("anna", "secret"));
    const auto ottos = house.subscriber(as("otto", "word"));
    ASSERT_TRUE(annas && ottos);
    house.users.at("otto").set_password("changed");
    expect_update();
    EXPECT_TRUE(house.until([&] { return says(*ottos, "CONNACK (5)"); }));
    EXPECT_TRUE(hears(*annas));
    EXPECT_FALSE(says(*annas, "CONNACK (5)"));
}

TEST_P(GateTest, WhoCameInWithAWrongPasswordIsPutOutWhenAuthenticationIsOnAgain) {
    house.broker.set_authentication(false);
    begin_with_anna();
    const auto right = house.subscriber(with(as("anna", "secret"), {"-i", "right"}));
    const auto wrong = house.subscriber(with(as("anna", "wrong"), {"-i", "wrong"}));
    const auto guest = house.subscriber({"-i", "guest"});
    ASSERT_TRUE(right && wrong && guest && appears("guest"));
    house.broker.set_authentication(true);
    expect_update();
    EXPECT_TRUE(disappears("wrong"));
    EXPECT_TRUE(disappears("guest"));
    EXPECT_TRUE(house.clients.contains("right"));
    EXPECT_TRUE(hears(*right));
}

TEST_P(GateTest, SaysWhoFailedToLogInAndWhy) {
    begin_with_anna();
    EXPECT_FALSE(house.can_publish({"-u", "anna", "-P", "hunter2", "-i", "thief"}));
    EXPECT_TRUE(house.until([&] {
        return house.user_statuses["anna"].text() ==
               "Not connected. Last refused: wrong password, from 127.0.0.1.";
    }));
    EXPECT_THAT(house.log,
                Contains("login refused user=\"anna\" client=\"thief\" address=127.0.0.1 "
                         "reason=\"wrong password\""));
    EXPECT_THAT(house.log, Each(Not(HasSubstr("hunter2"))));
}

TEST_P(GateTest, SaysNothingMoreOfAUserThatIsRemoved) {
    house.add_user("otto", "word");
    begin_with_anna();
    ASSERT_TRUE(house.until([&] { return house.user_statuses.contains("otto"); }));
    house.users.erase("otto");
    house.host.give_item_removed("users", "otto");
    expect_update();
    EXPECT_TRUE(house.until([&] { return !house.user_statuses.contains("otto"); }));
}

TEST_P(GateTest, BindsAUserToAClientId) {
    house.add_user("otto", "word").set_client_id("sensor-*");
    begin_with_anna();
    EXPECT_TRUE(house.can_publish(with(as("otto", "word"), {"-i", "sensor-1"})));
    EXPECT_FALSE(house.can_publish(with(as("otto", "word"), {"-i", "tablet"})));
}

TEST_P(GateTest, RefusesASubscriptionThatCouldBringNothing) {
    auto& right = *house.add_user("otto", "word").add_rights();
    right.set_topic("garden/%c/#");
    begin_with_anna();
    const auto refused = house.subscriber(with(as("otto", "word"), {"-i", "sensor"}));
    ASSERT_TRUE(refused);
    EXPECT_TRUE(says(*refused, "Subscribed (mid: 1): 128")) << refused->output();
    const auto taken =
        house.subscriber(with(as("otto", "word"), {"-i", "sensor", "-t", "garden/sensor/+"}));
    ASSERT_TRUE(taken);
    EXPECT_TRUE(says(*taken, "Subscribed (mid: 1): 128, 0")) << taken->output();
}

TEST_P(GateTest, DropsMessagesAboveTheRate) {
    house.broker.set_message_rate_max(1);
    begin_with_anna();
    const auto listener = house.subscriber(as("anna", "secret"));
    ASSERT_TRUE(listener);
    const auto burst = Client::start({"mosquitto_pub", "-p", "1883", "-u", "anna", "-P", "secret",
                                      "-t", "t/x", "-m", "many", "--repeat", "50"});
    ASSERT_TRUE(burst);
    ASSERT_TRUE(ends(**burst));
    EXPECT_TRUE(hears(*listener));
    const auto output = listener->output();
    std::size_t count = 0;
    for (auto at = output.find("many\n"); at != std::string::npos;
         at = output.find("many\n", at + 1)) {
        ++count;
    }
    EXPECT_GE(count, 1U);
    EXPECT_LT(count, 25U);
}

TEST_P(GateTest, IsDoneWithoutWhenMosquittoDoesNotTakeIt) {
    const auto file = house.directory.file("gate.so");
    std::ofstream(file) << "not a shared object";
    house.plugin.reset();  // before the next one watches the same pipe
    house.plugin =
        std::make_unique<BrokerPlugin>(busbar::Context{house.host.abi(), *house.loop}, file);
    house.add_user("otto", "word").set_client_id("sensor");
    house.add_user("anna", "secret");
    house.begin();
    ASSERT_TRUE(house.until_running());
    EXPECT_TRUE(house.can_publish(as("anna", "secret")));
    EXPECT_FALSE(house.can_publish(with(as("otto", "word"), {"-i", "sensor"})));
    EXPECT_EQ(house.status.state(), busbar::v1::STATUS_STATE_DEGRADED);
    EXPECT_THAT(house.status.text(), HasSubstr("Unable to load auth plugin"));
    EXPECT_THAT(house.status.text(), HasSubstr("bound to a client id cannot log in"));
    expect_update();
}

class RightsTest : public BrokerHouseTest {};

INSTANTIATE_TEST_SUITE_P(BothWays, RightsTest, ::testing::Values(Way::Gate, Way::Files), name_of);

TEST_P(RightsTest, KeepAUserToHisTopics) {
    auto& otto = house.add_user("otto", "word");
    otto.add_rights()->set_topic("t/%u/#");
    auto& reads = *otto.add_rights();
    reads.set_access(settings::TOPIC_ACCESS_READ);
    reads.set_topic("t/all");
    begin_with_anna();
    const auto annas = house.subscriber(as("anna", "secret"));
    const auto ottos = house.subscriber(as("otto", "word"));
    ASSERT_TRUE(annas && ottos);
    const auto publish = [&](const char* user, const char* password, const char* topic) {
        const auto client =
            Client::start({"mosquitto_pub", "-p", "1883", "-u", user, "-P", password, "-t", topic,
                           "-m", std::string(user) + " " + topic, "-q", "1"});
        return client && ends(**client);
    };
    EXPECT_TRUE(publish("otto", "word", "t/otto/x"));
    EXPECT_TRUE(publish("otto", "word", "t/all"));
    EXPECT_TRUE(publish("otto", "word", "t/x"));
    EXPECT_TRUE(publish("anna", "secret", "t/x"));
    EXPECT_TRUE(publish("anna", "secret", "t/all"));
    EXPECT_TRUE(publish("anna", "secret", "t/otto/end"));
    const auto said = [](const Client& client) {
        std::vector<std::string> lines;
        std::istringstream output(client.output());
        for (std::string line; std::getline(output, line);) {
            if (line.starts_with("anna ") || line.starts_with("otto ")) lines.push_back(line);
        }
        return lines;
    };
    ASSERT_TRUE(house.until([&] {
        return annas->output().find("anna t/otto/end") != std::string::npos &&
               ottos->output().find("anna t/otto/end") != std::string::npos;
    }));
    EXPECT_THAT(said(*ottos),
                ::testing::ElementsAre("otto t/otto/x", "anna t/all", "anna t/otto/end"));
    EXPECT_THAT(said(*annas), ::testing::ElementsAre("otto t/otto/x", "anna t/x", "anna t/all",
                                                     "anna t/otto/end"));
}

}  // namespace
}  // namespace mqtt_broker
