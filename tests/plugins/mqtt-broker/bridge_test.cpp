// SPDX-License-Identifier: Apache-2.0
// Settings to setup; state to status and service.
#include "mqtt-broker/bridge.hpp"

#include <gmock/gmock.h>

namespace mqtt_broker {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

template <class Settings>
busbar::v1::Item item(const std::string& id, const Settings& settings) {
    busbar::v1::Item out;
    out.set_id(id);
    out.set_settings(settings.SerializeAsString());
    return out;
}

settings::User user(const std::string& username, const std::string& password) {
    settings::User out;
    out.set_username(username);
    out.set_password(password);
    return out;
}

TEST(Bridge, WithoutSettingsIsLocalAuthenticatedAndStarts) {
    Bridge bridge;
    ASSERT_TRUE(bridge.set_item("broker", item("main", settings::Broker{})));
    const auto setup = bridge.setup();
    ASSERT_TRUE(setup);
    EXPECT_EQ(setup->configuration, Configuration{});
    EXPECT_TRUE(setup->configuration.authentication);
    EXPECT_EQ(setup->configuration.reach, Reach::Loopback);
    EXPECT_TRUE(bridge.execute_at_startup());
}

TEST(Bridge, TakesEverySettingOver) {
    settings::Broker broker;
    broker.set_execute_at_startup(false);
    broker.set_authentication(false);
    broker.set_port(1999);
    broker.set_bind(settings::BIND_LAN);
    broker.set_address("192.0.2.1");
    broker.set_connections_max(7);
    broker.set_message_size_max(8192);
    broker.set_queued_messages_max(9);
    broker.set_message_rate_max(11);
    Bridge bridge;
    ASSERT_TRUE(bridge.set_item("broker", item("main", broker)));
    const Configuration expected{1999, Reach::Lan, "192.0.2.1", false, 7, 8192, 9, 11};
    EXPECT_EQ(bridge.setup()->configuration, expected);
    EXPECT_FALSE(bridge.execute_at_startup());
}

TEST(Bridge, OpensTheListenersThatAreAskedForOnTheirUsualPorts) {
    settings::Broker broker;
    broker.set_tls_port(1);  // not asked for
    Bridge bridge;
    ASSERT_TRUE(bridge.set_item("broker", item("main", broker)));
    EXPECT_FALSE(bridge.setup()->configuration.encrypted());
    broker.clear_tls_port();
    broker.set_tls(true);
    broker.set_websocket(true);
    broker.set_websocket_tls(true);
    broker.set_websocket_tls_port(443);
    broker.set_plain_local_only(true);
    ASSERT_TRUE(bridge.set_item("broker", item("main", broker)));
    const auto configuration = bridge.setup()->configuration;
    EXPECT_TRUE(configuration.encrypted());
    EXPECT_EQ(configuration.tls_port, 8883);
    EXPECT_EQ(configuration.websocket_port, 9001);
    EXPECT_EQ(configuration.websocket_tls_port, 443);
    EXPECT_TRUE(configuration.plain_local_only);
}

TEST(Bridge, LetsOnlyUsersInThatAreEnabledAndHaveAPassword) {
    auto disabled = user("disabled", "x");
    disabled.set_enabled(false);
    Bridge bridge;
    ASSERT_TRUE(bridge.set_item("users", item("1", user("anna", "secret"))));
    ASSERT_TRUE(bridge.set_item("users", item("2", disabled)));
    ASSERT_TRUE(bridge.set_item("users", item("3", user("empty", ""))));
    ASSERT_TRUE(bridge.set_item("users", item("4", user("line\nend", "x"))));
    ASSERT_TRUE(bridge.set_item("users", item("5", user("gone", "x"))));
    bridge.remove_item("users", "5");
    const auto setup = bridge.setup();
    ASSERT_TRUE(setup);
    ASSERT_EQ(setup->users.size(), 1U);
    EXPECT_TRUE(matches(setup->users.at("anna").password, "secret"));
}

TEST(Bridge, HashesAPasswordAnewOnlyWhenItChanged) {
    Bridge bridge;
    ASSERT_TRUE(bridge.set_item("users", item("1", user("anna", "secret"))));
    const auto first = bridge.setup();
    EXPECT_EQ(bridge.setup(), first);
    ASSERT_TRUE(bridge.set_item("users", item("1", user("anna", "other"))));
    const auto second = bridge.setup();
    EXPECT_NE(second->users.at("anna").password.salt, first->users.at("anna").password.salt);
    EXPECT_TRUE(matches(second->users.at("anna").password, "other"));
}

TEST(Bridge, TakesRightsAndTheClientIdOver) {
    auto anna = user("anna", "secret");
    anna.set_client_id("tablet-*");
    auto& reads = *anna.add_rights();
    reads.set_access(settings::TOPIC_ACCESS_READ);
    reads.set_topic("home/#");
    anna.add_rights()->set_topic("garden/#");
    Bridge bridge;
    ASSERT_TRUE(bridge.set_item("users", item("1", anna)));
    const auto setup = bridge.setup();
    EXPECT_EQ(setup->users.at("anna").client_id, "tablet-*");
    EXPECT_THAT(
        setup->users.at("anna").rights,
        ElementsAre(TopicRight{Access::Read, "home/#"}, TopicRight{Access::ReadWrite, "garden/#"}));
}

TEST(Bridge, LetsNobodyInWhoseRightsCannotBeSaid) {
    auto anna = user("anna", "secret");
    anna.add_rights()->set_topic("home/#\ntopic readwrite #");
    Bridge bridge;
    ASSERT_TRUE(bridge.set_item("users", item("1", anna)));
    EXPECT_TRUE(bridge.setup()->users.empty());
}

TEST(Bridge, RefusesAnItemThatIsNotReadable) {
    busbar::v1::Item junk;
    junk.set_id("1");
    junk.set_settings("\xff\xff");
    Bridge bridge;
    EXPECT_FALSE(bridge.set_item("users", junk));
    EXPECT_FALSE(bridge.set_item("broker", junk));
}

class BrokerStatus : public ::testing::Test {
 protected:
    busbar::v1::StatusChanged status() const {
        return status_of(supervisor, setup, particulars, now);
    }
    void run() {
        (void)supervisor.start(now);
        (void)supervisor.ready(now);
    }
    Particulars particulars;
    Supervisor supervisor;
    mqtt_broker::Setup setup{{}, {{"anna", {}}}, {}, {}};
    Supervisor::Time now{1h};
};

TEST_F(BrokerStatus, FollowsTheSupervisor) {
    EXPECT_EQ(status().state(), busbar::v1::STATUS_STATE_STOPPED);
    EXPECT_EQ(status().collection(), "broker");
    EXPECT_EQ(status().item_id(), "main");
    (void)supervisor.start(now);
    EXPECT_EQ(status().state(), busbar::v1::STATUS_STATE_STARTING);
    (void)supervisor.ready(now);
    EXPECT_EQ(status().state(), busbar::v1::STATUS_STATE_CONNECTED);
    EXPECT_EQ(status().text(), "Running on port 1883, reachable on this machine.");
}

TEST_F(BrokerStatus, SaysWhyItDoesNotRunAndWhenItTriesAgain) {
    (void)supervisor.start(now);
    (void)supervisor.exited({Fault::PortInUse, "Port 1883 is used by another service."}, now);
    EXPECT_EQ(status().state(), busbar::v1::STATUS_STATE_ERROR);
    EXPECT_EQ(status().text(), "Port 1883 is used by another service. Next attempt in 1 s.");
}

TEST_F(BrokerStatus, SaysThatNobodyCanLogIn) {
    run();
    setup.users.clear();
    EXPECT_EQ(status().state(), busbar::v1::STATUS_STATE_DEGRADED);
    EXPECT_THAT(status().text(), HasSubstr("Nobody can log in"));
}

TEST_F(BrokerStatus, WarnsThatAuthenticationIsOff) {
    run();
    setup.configuration.authentication = false;
    setup.configuration.reach = Reach::All;
    EXPECT_THAT(status().text(), HasSubstr("on every network of this machine"));
    EXPECT_THAT(status().text(), HasSubstr("Authentication is off"));
}

TEST_F(BrokerStatus, SaysWhatDoesNotWorkWithoutTheGate) {
    run();
    EXPECT_THAT(status().text(), Not(HasSubstr("Busbar's part")));
    particulars.gate_fault = "The file 'gate.so' is missing.";
    EXPECT_EQ(status().state(), busbar::v1::STATUS_STATE_DEGRADED);
    EXPECT_THAT(status().text(), HasSubstr("The file 'gate.so' is missing."));
    EXPECT_THAT(status().text(), Not(HasSubstr("client id")));
    setup.users["anna"].client_id = "tablet";
    EXPECT_THAT(status().text(), HasSubstr("bound to a client id cannot log in"));
}

Clients::OfUser of(std::size_t connected, std::optional<std::int64_t> last_seen_s = {}) {
    return {connected, last_seen_s};
}

TEST(UserStatus, SaysWhetherHeIsConnectedAndWhoFailedToBeHim) {
    auto anna = user("anna", "secret");
    auto status = status_of_user("1", anna, of(2), "", {});
    EXPECT_EQ(status.collection(), "users");
    EXPECT_EQ(status.item_id(), "1");
    EXPECT_EQ(status.state(), busbar::v1::STATUS_STATE_CONNECTED);
    EXPECT_EQ(status.figures(0).value(), 2.0);
    status = status_of_user("1", anna, of(0), "Last refused: wrong password, from 192.0.2.7.", {});
    EXPECT_EQ(status.state(), busbar::v1::STATUS_STATE_STOPPED);
    EXPECT_EQ(status.text(), "Not connected. Last refused: wrong password, from 192.0.2.7.");
    EXPECT_EQ(status_of_user("1", anna, of(0, 1'700'000'000), "", {}).text(),
              "Not connected. Last seen 2023-11-14 22:13:20 UTC.");
    anna.set_enabled(false);
    EXPECT_EQ(status_of_user("1", anna, of(0), "", {}).state(), busbar::v1::STATUS_STATE_DISABLED);
}

class ARestrictedUser : public ::testing::Test {
 protected:
    ARestrictedUser() {
        anna.set_restricted_to_connection("house");
        EXPECT_TRUE(bridge.set_item("users", item("1", anna)));
    }
    // The MQTT client has a connection "house" with one command and two report topics, or none.
    void offer(bool there, const std::string& username = "") {
        busbar::service::v1::MqttClient client;
        if (there) {
            auto& house = *client.add_connections();
            house.set_id("house");
            house.set_revision(1);
            house.set_username(username);
        }
        (void)bridge.restrictions().offered(client);
    }
    void read() {
        ASSERT_TRUE(bridge.restrictions().next_question());
        busbar::service::v1::TopicsResponse page;
        page.set_revision(1);
        page.add_command_topics("lamp/set");
        page.add_report_topics("lamp");
        page.add_report_topics("fan");
        EXPECT_TRUE(bridge.restrictions().answered(page));
    }
    busbar::v1::StatusChanged status() {
        return status_of_user("1", anna, of(1), "", bridge.restrictions());
    }

    settings::User anna = user("anna", "secret");
    Bridge bridge;
};

TEST_F(ARestrictedUser, MayNothingUntilTheTopicsAreKnownAndTheStatusSaysSo) {
    EXPECT_EQ(bridge.setup()->users.at("anna").connection, "house");
    EXPECT_TRUE(bridge.setup()->connections.empty());
    EXPECT_EQ(status().state(), busbar::v1::STATUS_STATE_DEGRADED);
    EXPECT_THAT(status().text(), HasSubstr("not known yet"));
    offer(true);
    EXPECT_THAT(status().text(), HasSubstr("not known yet"));
}

TEST_F(ARestrictedUser, HasTheTopicsOfTheConnection) {
    offer(true);
    read();
    EXPECT_EQ(bridge.setup()->connections.at("house").commands, TopicSet({"lamp/set"}));
    EXPECT_EQ(bridge.setup()->users.at("anna").side, Side::Others);
    EXPECT_EQ(status().text(), "Connected. Restricted to the 3 topics of the connection 'house'.");
    EXPECT_EQ(status().state(), busbar::v1::STATUS_STATE_CONNECTED);
}

TEST_F(ARestrictedUser, MayDoBothWhenTheConnectionLogsInAsHim) {
    offer(true, "anna");
    EXPECT_EQ(bridge.setup()->users.at("anna").side, Side::Both);
}

TEST_F(ARestrictedUser, MayNothingWhenTheConnectionIsGoneAndTheStatusSaysWhatToDo) {
    offer(true);
    read();
    offer(false);
    EXPECT_TRUE(bridge.setup()->connections.empty());
    EXPECT_EQ(bridge.setup()->users.at("anna").connection, "house");
    EXPECT_EQ(status().state(), busbar::v1::STATUS_STATE_DEGRADED);
    EXPECT_THAT(status().text(), HasSubstr("There is no connection 'house' any more"));
    EXPECT_THAT(status().text(), HasSubstr("press Update"));
}

TEST_F(ARestrictedUser, IsFreeWhenTheRestrictionIsTakenAway) {
    anna.clear_restricted_to_connection();
    ASSERT_TRUE(bridge.set_item("users", item("1", anna)));
    offer(true);
    EXPECT_FALSE(bridge.restrictions().next_question());
    EXPECT_EQ(status().text(), "Connected.");
}

TEST_F(BrokerStatus, NamesEveryListener) {
    run();
    setup.configuration.reach = Reach::All;
    setup.configuration.plain_local_only = true;
    setup.configuration.tls_port = 8883;
    setup.configuration.websocket_port = 9001;
    setup.configuration.websocket_tls_port = 9443;
    EXPECT_EQ(status().text(),
              "Running on port 1883 (this machine only), 8883 (encrypted), 9001 (WebSocket), "
              "9443 (WebSocket, encrypted), reachable on every network of this machine.");
}

TEST_F(BrokerStatus, SaysThatTheCertificateIsNotTheOneOfTheSettings) {
    run();
    particulars.certificate_fault = "The certificate has run out.";
    EXPECT_EQ(status().state(), busbar::v1::STATUS_STATE_DEGRADED);
    EXPECT_THAT(status().text(), HasSubstr("The certificate has run out."));
}

TEST_F(BrokerStatus, SaysWhyThereIsNothingToStartWith) {
    particulars.setup_fault = "no random numbers";
    EXPECT_EQ(status().state(), busbar::v1::STATUS_STATE_ERROR);
    EXPECT_EQ(status().text(), "no random numbers");
}

TEST_F(BrokerStatus, CountsTheTimeItRuns) {
    run();
    now += 90s;
    const auto told = status();
    std::map<std::string, double> figures;
    for (const auto& figure : told.figures()) figures[figure.name()] = figure.value();
    EXPECT_EQ(figures.at("uptime_s"), 90.0);
    EXPECT_EQ(figures.at("restarts"), 0.0);
}

TEST_F(BrokerStatus, TellsOtherPluginsWhereAndWho) {
    setup.configuration.port = 1999;
    auto otto = user("otto", "word");
    otto.set_enabled(false);
    const std::map<std::string, settings::User> users{{"1", user("anna", "secret")}, {"2", otto}};
    auto service = service_of(Supervisor::State::Running, setup, users);
    EXPECT_TRUE(service.running());
    EXPECT_EQ(service.address(), "127.0.0.1");
    EXPECT_EQ(service.port(), 1999U);
    EXPECT_TRUE(service.authentication());
    EXPECT_THAT(service.usernames(), ElementsAre("anna"));
    EXPECT_THAT(service.disabled_usernames(), ElementsAre("otto"));
    EXPECT_FALSE(service_of(Supervisor::State::Backoff, setup, users).running());
}

}  // namespace
}  // namespace mqtt_broker
