// SPDX-License-Identifier: Apache-2.0
// Tests of how a connection comes, goes and says how it is.
#include "bridge/connection.hpp"

#include "plugin_fixture.hpp"

namespace mqtt_client::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::MatchesRegex;
using ::testing::SizeIs;
using ::testing::StartsWith;

class AConnection : public APlugin {
 protected:
    v1::ActionResult result() {
        const auto results =
            host.take_all(&v1::Message::has_action_result, &v1::Message::action_result);
        if (results.size() != 1) return {};
        return results[0];
    }
    v1::ActionResult ask(const std::string& action) {
        (void)host.take();
        host.give_action(5, "connections", "house", action);
        loop.turn();
        loop.turn();
        return result();
    }
    enum class User : std::uint8_t { There, Disabled, NotThere };
    void offer_broker(bool running, std::uint32_t port = 1884, User user = User::There) {
        busbar::service::v1::MqttBroker description;
        description.set_running(running);
        description.set_address("127.0.0.1");
        description.set_port(port);
        description.set_authentication(true);
        if (user == User::There) description.add_usernames("gateway");
        if (user == User::Disabled) description.add_disabled_usernames("gateway");
        v1::Message message;
        auto& service = *message.mutable_service_offered();
        service.set_name("mqtt-broker");
        service.set_version(1);
        service.set_description(description.SerializeAsString());
        host.give(message);
        loop.turn();
    }
    static messages::Connection integrated() {
        messages::Connection connection;
        connection.set_name("House");
        connection.set_broker_source(messages::BROKER_SOURCE_INTEGRATED);
        connection.set_authentication(true);
        connection.set_username("gateway");
        connection.set_password("secret");
        return connection;
    }
};

TEST_F(AConnection, SaysWhereItIsConnected) {
    set("house", external());
    commit();
    const auto now = status();
    EXPECT_EQ(now.collection(), "connections");
    EXPECT_EQ(now.state(), v1::STATUS_STATE_CONNECTED);
    EXPECT_EQ(now.text(), "Connected to broker.example:1883.");
}

TEST_F(AConnection, IsNotStartedUnlessItShallRun) {
    set("house", external(), false);
    commit();
    EXPECT_EQ(broker.connects, 0);
    EXPECT_EQ(status().state(), v1::STATUS_STATE_STOPPED);
}

struct Row {
    const char* name;
    Reason reason;
    const char* sentence;
};

class AFailedConnection : public AConnection, public ::testing::WithParamInterface<Row> {};

TEST_P(AFailedConnection, SaysWhy) {
    broker.failure = Failure{GetParam().reason, {}};
    set("house", external());
    commit();
    const auto now = status();
    EXPECT_EQ(now.state(), v1::STATUS_STATE_ERROR);
    EXPECT_THAT(now.text(), StartsWith(GetParam().sentence));
    EXPECT_THAT(now.text(), MatchesRegex(".* Next try in [0-9]+ s\\."));
    EXPECT_GE(figure(now, "next_try_s"), 1);
}

INSTANTIATE_TEST_SUITE_P(
    Reasons, AFailedConnection,
    ::testing::Values(
        Row{"Dns", Reason::HostNotFound, "Broker not found (DNS)."},
        Row{"Port", Reason::Refused, "Connection refused – is the port right?"},
        Row{"Dns2", Reason::NameServer,
            "The name server (DNS) does not answer – is the network there?"},
        Row{"Login", Reason::LoginRefused, "The broker asks for a user name and a password."},
        Row{"ClientId", Reason::ClientIdRefused, "The broker refuses this client ID."},
        Row{"Version", Reason::VersionRefused, "The broker does not speak MQTT 3.1.1."},
        Row{"Banned", Reason::Banned, "The broker has banned this client."},
        Row{"ClientCertificate", Reason::ClientCertificate,
            "The broker asks for a client certificate that it trusts."}),
    [](const auto& param) { return param.param.name; });

TEST_F(AConnection, TriesAgainAndSubscribesAgain) {
    start();
    EXPECT_TRUE(broker.subscribed("light/set"));
    broker.failure = Failure{Reason::Refused, {}};
    broker.drop();
    loop.turn();
    EXPECT_THAT(status().text(), StartsWith("The connection was lost."));
    loop.advance(20s);
    EXPECT_GE(broker.connects, 4);
    broker.failure.reset();
    loop.advance(70s);
    EXPECT_TRUE(broker.subscribed("light/set"));
    const auto now = status();
    EXPECT_EQ(now.state(), v1::STATUS_STATE_CONNECTED);
    EXPECT_EQ(figure(now, "reconnects"), 1);
}

TEST_F(AConnection, TriesARefusedLoginOnceAMinute) {
    broker.failure = Failure{Reason::LoginRefused, {}};
    set("house", external());
    commit();
    loop.advance(59s);
    EXPECT_EQ(broker.connects, 1);
    loop.advance(20s);
    EXPECT_EQ(broker.connects, 2);
}

TEST_F(AConnection, GivesUpABrokerThatNeverAnswersAndTriesAgain) {
    broker.silent = true;
    set("house", external());
    commit();
    EXPECT_EQ(status().state(), v1::STATUS_STATE_CONNECTING);
    loop.advance(20s);
    EXPECT_EQ(status().state(), v1::STATUS_STATE_ERROR);
    broker.silent = false;
    loop.advance(2s);
    EXPECT_EQ(status().state(), v1::STATUS_STATE_CONNECTED);
}

TEST_F(AConnection, SuspectsARivalWhenItKeepsLosingTheConnection) {
    set("house", external());
    commit();
    for (int i = 0; i < 3; ++i) {
        broker.drop();
        loop.turn();
        if (i < 2) loop.advance(4s);
    }
    EXPECT_THAT(status().text(), StartsWith("Another client seems to use this client ID"));
}

TEST_F(AConnection, KnowsOfARivalAtOnceWithMqtt5) {
    set("house", external());
    commit();
    broker.drop({Reason::TakenOver, {}});
    loop.turn();
    EXPECT_THAT(status().text(), StartsWith("Another client uses this client ID; the broker keeps "
                                            "disconnecting one of you."));
}

TEST_F(AConnection, CountsDownToTheNextTryAndSaysSinceWhen) {
    broker.failure = Failure{Reason::LoginRefused, {}};
    set("house", external());
    commit();
    const auto first = status();
    loop.advance(20s);
    const auto later = status();
    EXPECT_LE(figure(later, "next_try_s"), figure(first, "next_try_s") - 18);
    const auto since = [](const v1::StatusChanged& of) {
        for (const auto& one : of.figures()) {
            if (one.name() == "since") return one.text();
        }
        return std::string();
    };
    EXPECT_THAT(since(first), MatchesRegex("....-..-..T..:..:..Z"));
    EXPECT_EQ(since(first), since(later));
}

TEST_F(AConnection, FallsBackToMqtt311WithABrokerThatDoesNotSpeak5) {
    broker.only_3_1_1 = true;
    auto connection = external();
    connection.set_mqtt_version(messages::MQTT_VERSION_5);
    set("house", connection);
    commit();
    loop.turn();
    EXPECT_EQ(
        status().text(),
        "Connected to broker.example:1883 with MQTT 3.1.1; the broker does not speak MQTT 5.");
    ASSERT_THAT(broker.endpoints, SizeIs(2));
    EXPECT_TRUE(broker.endpoints[0].version_5);
    EXPECT_FALSE(broker.endpoints[1].version_5);
}

TEST_F(AConnection, TakesTheNextAddressAtOnceAndTheFirstAgainAfterALoss) {
    broker.unreachable = {"broker.example", "second.example"};
    auto connection = external();
    connection.add_fallback_addresses("second.example:1884");
    connection.add_fallback_addresses("third.example");
    set("house", connection);
    commit();
    loop.turn();
    EXPECT_EQ(status().text(), "Connected to third.example:1883.");
    broker.unreachable.clear();
    broker.drop();
    loop.advance(1s);
    EXPECT_EQ(status().text(), "Connected to broker.example:1883.");
    broker.unreachable = {"broker.example", "second.example", "third.example"};
    broker.drop();
    loop.advance(2s);
    EXPECT_EQ(status().state(), v1::STATUS_STATE_ERROR);
    EXPECT_THAT(broker.endpoints, SizeIs(7));  // 3 + 1 + 3: then it waits
}

TEST_F(AConnection, SaysWhetherItIsThere) {
    auto connection = external();
    connection.set_availability_topic("house/there");
    connection.set_availability_offline("gone");
    set("house", connection);
    commit();
    EXPECT_EQ(broker.endpoints[0].will, (Will{"house/there", "gone", 1}));
    const SimulatedBroker::Message there{"house/there", "online", 1, true};
    EXPECT_THAT(broker.take(), ElementsAre(there));
    (void)ask("stop");
    const SimulatedBroker::Message gone{"house/there", "gone", 1, true};
    EXPECT_THAT(broker.take(), ElementsAre(gone));
}

TEST_F(AConnection, SaysFarewellAsWasAgreedWhenItsSettingsChange) {
    broker.unreachable = {"broker.example"};
    auto connection = external();
    connection.add_fallback_addresses("second.example");
    connection.set_availability_topic("house/there");
    set("house", connection);
    commit();
    loop.turn();
    (void)broker.take();
    auto other = external();
    other.set_availability_topic("house/moved");
    set("house", other);
    commit();
    const SimulatedBroker::Message gone{"house/there", "offline", 1, true};
    EXPECT_THAT(broker.take(), ElementsAre(gone));
    EXPECT_THAT(status().text(), StartsWith("Connection refused"));
}

TEST_F(AConnection, SaysWhichReportTheBrokerRefused) {
    start();
    broker.refused_reports = {"light/state"};
    local(kLight, Value::boolean(true));
    const auto now = status();
    EXPECT_EQ(now.state(), v1::STATUS_STATE_DEGRADED);
    EXPECT_EQ(now.text(),
              "The broker refuses reports on 'light/state': the user may not publish there.");
    EXPECT_GE(figure(now, "reports_refused"), 1);
}

TEST_F(AConnection, GivesEachAssignmentItsOwnQualityAndRetain) {
    messages::Assignment assignment;
    assignment.set_connection("house");
    assignment.set_object("light");
    assignment.set_command_topic("light/set");
    assignment.set_report_topic("light/state");
    assignment.set_qos(0);
    assignment.set_retain(false);
    assign("light-house", assignment);
    assign("set-point");
    set("house", external());
    commit();
    catalogue();
    EXPECT_EQ(broker.subscribed_qos("light/set"), 0);
    EXPECT_EQ(broker.subscribed_qos("set-point/set"), 1);
    (void)broker.take();
    local(kLight, Value::boolean(true));
    local(kSetPoint, Value::number(21));
    const SimulatedBroker::Message light{"light/state", "1", 0, false};
    const SimulatedBroker::Message set_point{"set-point/state", "21", 1, true};
    EXPECT_THAT(broker.take(), ElementsAre(light, set_point));
    assignment.set_qos(2);
    assign("light-house", assignment);
    commit();
    EXPECT_EQ(broker.subscribed_qos("light/set"), 2);
    EXPECT_EQ(broker.connects, 1);
}

TEST_F(AConnection, SaysWhichSubscriptionTheBrokerRefused) {
    broker.refused_topics = {"light/set"};
    assign("light");
    set("house", external());
    commit();
    const auto now = status();
    EXPECT_EQ(now.state(), v1::STATUS_STATE_DEGRADED);
    EXPECT_EQ(now.text(), "The broker refused the subscription to 'light/set'.");
}

TEST_F(AConnection, AnswersStartWhenItIsConnected) {
    set("house", external(), false);
    commit();
    const auto done = ask("start");
    EXPECT_TRUE(done.succeeded());
    EXPECT_EQ(done.message(), "Connected to broker.example:1883.");
}

TEST_F(AConnection, IsStartedEvenWhenTheBrokerIsNotThereYet) {
    broker.failure = Failure{Reason::Refused, {}};
    set("house", external(), false);
    commit();
    const auto done = ask("start");
    EXPECT_TRUE(done.succeeded());
    EXPECT_EQ(done.message(), "Started. Connection refused – is the port right? It keeps trying.");
    broker.failure.reset();
    loop.advance(1s);
    EXPECT_EQ(status().state(), v1::STATUS_STATE_CONNECTED);
}

TEST_F(AConnection, StopsAndPublishesNothingMore) {
    start();
    const auto done = ask("stop");
    EXPECT_TRUE(done.succeeded());
    EXPECT_EQ(broker.connected(), 0U);
    local(kLight, Value::boolean(true));
    loop.advance(100s);
    EXPECT_THAT(broker.take(), IsEmpty());
    EXPECT_EQ(broker.connects, 1);
}

TEST_F(AConnection, TellsAStartThatItWasStoppedMeanwhile) {
    broker.silent = true;
    set("house", external(), false);
    commit();
    (void)ask("start");
    host.give_action(6, "connections", "house", "stop");
    loop.advance(1s);
    const auto results =
        host.take_all(&v1::Message::has_action_result, &v1::Message::action_result);
    ASSERT_THAT(results, SizeIs(2));
    EXPECT_EQ(results[0].id(), 5U);
    EXPECT_FALSE(results[0].succeeded());
    EXPECT_EQ(results[1].id(), 6U);
    EXPECT_TRUE(results[1].succeeded());
}

TEST_F(AConnection, CanBeStoppedAndStartedAtOnce) {
    start();
    host.give_action(5, "connections", "house", "stop");
    host.give_action(6, "connections", "house", "start");
    loop.turn();
    const auto results =
        host.take_all(&v1::Message::has_action_result, &v1::Message::action_result);
    EXPECT_THAT(results, SizeIs(2));
    EXPECT_EQ(broker.connected(), 1U);
}

TEST_F(AConnection, IsTestedBesideItselfWithWhatItReportsAnyway) {
    broker.latency = 0ms;
    start();
    local(kLight, Value::boolean(true));
    (void)broker.take();
    const auto done = ask("test");
    EXPECT_TRUE(done.succeeded());
    EXPECT_THAT(done.message(), HasSubstr("\n✓ Subscribe: allowed on 4 command topics."
                                          "\n✓ Publish: what is published on 'light/state' comes "
                                          "back"));
    const SimulatedBroker::Message same{"light/state", "1", 1, true};
    EXPECT_THAT(broker.take(), ElementsAre(same));
    ASSERT_THAT(broker.endpoints, SizeIs(2));
    EXPECT_NE(broker.endpoints[0].client_id, broker.endpoints[1].client_id);
    EXPECT_EQ(broker.connected(), 1U);
}

TEST_F(AConnection, IsTestedOnATopicOfItsOwnWhileItIsStopped) {
    broker.latency = 0ms;
    assign("light");
    set("house", external(), false);
    commit();
    catalogue();
    const auto done = ask("test");
    EXPECT_TRUE(done.succeeded());
    const auto messages = broker.take();
    ASSERT_THAT(messages, SizeIs(1));
    EXPECT_THAT(messages[0].topic, StartsWith("busbar/test/"));
    EXPECT_FALSE(messages[0].retain);
}

TEST_F(AConnection, SaysWhatTheTestFound) {
    broker.failure = Failure{Reason::LoginRefused, {}};
    set("house", external(), false);
    commit();
    const auto done = ask("test");
    EXPECT_FALSE(done.succeeded());
    EXPECT_THAT(done.message(), HasSubstr("✗ Login: The broker asks for a user name"));
}

TEST_F(AConnection, ConnectsAnewWhenItsAddressChanges) {
    start();
    auto moved = external();
    moved.set_address("other.example");
    set("house", moved);
    commit();
    EXPECT_EQ(broker.connects, 2);
    EXPECT_EQ(broker.endpoints.back().host, "other.example");
    EXPECT_TRUE(broker.subscribed("light/set"));
    moved.set_name("Another name");
    set("house", moved);
    commit();
    EXPECT_EQ(broker.connects, 2);
}

TEST_F(AConnection, IsGoneWithItsSettings) {
    start();
    host.give_item_removed("connections", "house");
    commit();
    EXPECT_EQ(broker.connected(), 0U);
    EXPECT_TRUE(status().removed());
    local(kLight, Value::boolean(true));
    EXPECT_THAT(broker.take(), IsEmpty());
}

TEST_F(AConnection, OneThatIsBrokenDoesNotHoldUpAnother) {
    auto silent = external("Silent");
    silent.set_address("silent.example");
    broker.silent = true;
    set("silent", silent);
    commit();
    broker.silent = false;
    start();
    local(kLight, Value::boolean(true));
    EXPECT_THAT(broker.take("light/state"), SizeIs(1));
}

TEST_F(AConnection, EndsWithinASecondWhenTheBrokerIsSilent) {
    start();
    broker.silent = true;
    host.give_stop();
    loop.turn();
    EXPECT_FALSE(loop.quit_called());
    loop.advance(900ms);
    EXPECT_TRUE(loop.quit_called());
}

TEST_F(AConnection, FollowsTheIntegratedBroker) {
    set("house", integrated());
    commit();
    EXPECT_EQ(broker.connects, 0);
    EXPECT_EQ(status().text(), "The integrated broker is not running.");
    offer_broker(true);
    EXPECT_EQ(status().text(), "Connected to 127.0.0.1:1884.");
    EXPECT_EQ(broker.endpoints.back().username, "gateway");
    offer_broker(false);
    EXPECT_EQ(status().text(), "The integrated broker is not running.");
    EXPECT_EQ(broker.connected(), 0U);
    offer_broker(true, 1885);
    EXPECT_EQ(broker.connected(), 1U);
    offer_broker(true, 1886);  // moved
    EXPECT_EQ(status().text(), "Connected to 127.0.0.1:1886.");
}

TEST_F(AConnection, TriesAgainWhenTheIntegratedBrokersUsersChange) {
    broker.failure = Failure{Reason::LoginRefused, {}};
    set("house", integrated());
    commit();
    offer_broker(true);
    EXPECT_EQ(broker.connects, 1);
    broker.failure.reset();
    offer_broker(true);
    EXPECT_EQ(broker.connected(), 1U);
}

TEST_F(AConnection, SaysWhetherItsUserIsNotThereOrSwitchedOffOrHasAnotherPassword) {
    broker.failure = Failure{Reason::LoginRefused, {}};
    set("house", integrated());
    commit();
    offer_broker(true, 1884, User::NotThere);
    EXPECT_THAT(status().text(), StartsWith("The integrated broker has no user 'gateway' yet. Add "
                                            "it there, or press Update if it is saved but not "
                                            "applied. Next try in"));
    offer_broker(true, 1884, User::Disabled);
    EXPECT_THAT(later_status().text(),
                StartsWith("The user 'gateway' of the integrated broker is switched off. Enable it "
                           "there and press Update."));
    offer_broker(true, 1884, User::There);
    EXPECT_THAT(later_status().text(), StartsWith("Wrong user name or password"));
}

TEST_F(AConnection, AsksTheIntegratedBrokerForThePasswordBeforeItStarts) {
    set("house", integrated(), false);
    commit();
    offer_broker(true);
    (void)host.take();
    host.give_action(5, "connections", "house", "start");
    loop.turn();
    const auto asked =
        host.take_all(&v1::Message::has_service_request, &v1::Message::service_request);
    ASSERT_THAT(asked, SizeIs(1));
    EXPECT_EQ(asked[0].method(), "check_password");
    v1::Message answer;
    answer.mutable_service_result()->set_id(asked[0].id());
    answer.mutable_service_result()->set_response(
        busbar::service::v1::CheckPasswordResponse().SerializeAsString());
    host.give(answer);
    loop.turn();
    const auto done = result();
    EXPECT_FALSE(done.succeeded());
    EXPECT_EQ(done.message(), "Wrong user name or password.");
    EXPECT_EQ(broker.connects, 0);
}

}  // namespace
}  // namespace mqtt_client::testing
