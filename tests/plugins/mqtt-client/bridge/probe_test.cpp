// SPDX-License-Identifier: Apache-2.0
// Tests of the one attempt behind the action "test".
#include "bridge/probe.hpp"

#include <gmock/gmock.h>

#include <optional>

#include "busbar/testing/fake_loop.hpp"
#include "simulated_broker.hpp"

namespace mqtt_client::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class AProbe : public ::testing::Test {
 protected:
    AProbe() {
        broker.way.address = "192.0.2.1";
        broker.latency = 0ms;
        trial.endpoint.host = "broker.example";
        trial.endpoint.port = 1883;
        trial.endpoint.client_id = "gateway";
        trial.topic = "test/topic";
        trial.payload = "test";
    }
    void start() {
        probe = std::make_unique<Probe>(trial, loop, factory, reach, [this](const auto& outcome) {
            result = outcome;
            ++calls;
        });
        loop.turn();
        loop.turn();
    }
    // What went wrong, after what went well.
    [[nodiscard]] std::string error() const {
        EXPECT_EQ(calls, 1);
        if (!result || *result) return {};
        return result->error().message;
    }

    busbar::testing::FakeLoop loop;
    SimulatedBroker broker;
    TransportFactory factory = broker.factory();
    ReachFactory reach = broker.reach();
    Trial trial;
    std::unique_ptr<Probe> probe;
    std::optional<busbar::Result<std::string>> result;
    int calls = 0;
};

TEST_F(AProbe, SaysOfEachStepHowItWent) {
    trial.topics = {{"light/set", 1}, {"twin/set", 0}};
    start();
    ASSERT_EQ(calls, 1);
    ASSERT_TRUE(*result) << result->error().message;
    EXPECT_EQ(**result,
              "✓ Name: broker.example is 192.0.2.1.\n"
              "✓ TCP: 192.0.2.1:1883 answers.\n"
              "✓ Login: the broker takes this client, with MQTT 3.1.1.\n"
              "✓ Subscribe: allowed on 2 command topics.\n"
              "✓ Publish: what is published on 'test/topic' comes back within 1 ms.");
    EXPECT_EQ(broker.connected(), 0U);
}

TEST_F(AProbe, ThrowsNobodyOutAndLeavesNothing) {
    trial.endpoint.clean_start = false;
    trial.endpoint.will = {"there", "offline", 1};
    start();
    ASSERT_EQ(broker.endpoints.size(), 1U);
    EXPECT_NE(broker.endpoints[0].client_id, "gateway");
    EXPECT_TRUE(broker.endpoints[0].clean_start);
    EXPECT_EQ(broker.endpoints[0].will, Will{});
}

TEST_F(AProbe, SaysWhomTheCertificateIsOf) {
    trial.endpoint.tls = true;
    broker.way.certificate = "of /CN=broker, issued by /CN=authority";
    start();
    ASSERT_TRUE(result && *result);
    EXPECT_THAT(**result, HasSubstr("\n✓ TLS: trusted, certificate of /CN=broker, issued by "));
}

struct Row {
    const char* name;
    Reach::Step step;
    Reason reason;
    const char* lines;
};

class AProbeOfABadWay : public AProbe, public ::testing::WithParamInterface<Row> {};

TEST_P(AProbeOfABadWay, EndsWithTheStepThatFailed) {
    broker.way.failed_at = GetParam().step;
    broker.way.failure = {GetParam().reason, "issued by /CN=other"};
    start();
    EXPECT_EQ(error(), GetParam().lines);
    EXPECT_EQ(broker.connects, 0);
}

INSTANTIATE_TEST_SUITE_P(
    Steps, AProbeOfABadWay,
    ::testing::Values(Row{"Name", Reach::Step::Name, Reason::HostNotFound,
                          "✗ Name: Broker not found (DNS)."},
                      Row{"Tcp", Reach::Step::Tcp, Reason::Refused,
                          "✓ Name: broker.example is 192.0.2.1.\n"
                          "✗ TCP: Connection refused – is the port right? (192.0.2.1:1883)"},
                      Row{"Tls", Reach::Step::Tls, Reason::Certificate,
                          "✓ Name: broker.example is 192.0.2.1.\n"
                          "✓ TCP: 192.0.2.1:1883 answers.\n"
                          "✗ TLS: Certificate not trusted: issued by /CN=other"}),
    [](const auto& param) { return param.param.name; });

TEST_F(AProbe, SaysThatTheLoginIsRefused) {
    broker.failure = Failure{Reason::LoginRefused, {}};
    start();
    EXPECT_THAT(error(), HasSubstr("\n✗ Login: The broker asks for a user name and a password."));
}

TEST_F(AProbe, FallsBackToMqtt311) {
    trial.endpoint.version_5 = true;
    broker.only_3_1_1 = true;
    start();
    loop.turn();
    ASSERT_TRUE(result && *result);
    EXPECT_THAT(**result, HasSubstr("with MQTT 3.1.1."));
}

TEST_F(AProbe, SaysWhereItMayNotListenAndStillPublishes) {
    trial.topics = {{"light/set", 1}};
    broker.refused_topics = {"light/set"};
    start();
    EXPECT_THAT(error(),
                HasSubstr("\n✗ Subscribe: The broker refused the subscription to 'light/set'."
                          "\n✓ Publish: "));
}

TEST_F(AProbe, SaysThatItMayNotPublish) {
    broker.refused_reports = {"test/topic"};
    start();
    EXPECT_THAT(error(), HasSubstr("\n✗ Publish: The broker refuses reports on 'test/topic': the "
                                   "user may not publish there."));
}

TEST_F(AProbe, TakesSilenceForARefusalAfterThreeSeconds) {
    broker.latency.reset();
    start();
    loop.advance(2s);
    EXPECT_EQ(calls, 0);
    loop.advance(2s);
    EXPECT_THAT(error(), HasSubstr("\n✗ Publish: nothing came back on 'test/topic'"));
}

TEST_F(AProbe, GivesUpAfterTwentySeconds) {
    broker.silent = true;
    start();
    loop.advance(19s);
    EXPECT_EQ(calls, 0);
    loop.advance(2s);
    EXPECT_THAT(error(), HasSubstr("\n✗ Login: No answer"));
}

TEST_F(AProbe, CallsNobodyWhenItIsGone) {
    broker.silent = true;
    start();
    probe.reset();
    loop.advance(60s);
    EXPECT_EQ(calls, 0);
    EXPECT_THAT(broker.take(), IsEmpty());
}

}  // namespace
}  // namespace mqtt_client::testing
