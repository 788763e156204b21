// SPDX-License-Identifier: Apache-2.0
// A telegram becomes a message and a message a telegram: busbard between a real knxd and a real
// mosquitto, also when one of the three goes away for a while.
#include <gtest/gtest.h>

#include "support/busbard_process.hpp"
#include "support/knxd_process.hpp"
#include "support/mqtt/mosquitto_process.hpp"

namespace busbar::testing {
namespace {

using Json = nlohmann::json;

Json project(std::uint16_t broker_port) {
    const Json house = {
        {"name", "House"}, {"address", "127.0.0.1"}, {"port", broker_port}, {"started", true}};
    const Json light = {{"datapointType", "1.001"}, {"commandAddress", "1/2/3"}};
    const Json temperature = {{"datapointType", "9.001"}, {"statusAddress", "1/2/4"}};
    return {{"busbar", 1},
            {"name", "Test"},
            {"plugins",
             {{"knx",
               {{"interfaces", {{"line", {{"host", "127.0.0.1"}, {"started", true}}}}},
                {"objects", {{"light", light}, {"temperature", temperature}}}}},
              {"mqtt-client",
               {{"connections", {{"house", house}}},
                {"assignments",
                 {{"light",
                   {{"connection", "house"},
                    {"object", "light"},
                    {"commandTopic", "house/light/set"},
                    {"reportTopic", "house/light"}}},
                  {"temperature",
                   {{"connection", "house"},
                    {"object", "temperature"},
                    {"reportTopic", "house/temperature"}}}}}}}}}};
}

// One house: an installation, a broker, and the runtime that joins them.
class KnxMqtt : public ::testing::Test {
 protected:
    void SetUp() override {
        ASSERT_TRUE(knxd_.start());
        ASSERT_TRUE(broker_.start());
        const auto started = busbard_.start();
        ASSERT_TRUE(started) << started.error().message;
        ASSERT_TRUE(line_connected()) << busbard_.log();
        ASSERT_TRUE(broker_connected()) << busbard_.log();
    }
    void TearDown() override {
        if (HasFailure()) std::cerr << busbard_.log();
    }

    bool line_connected() { return busbard_.connected("knx", "interfaces", "line"); }
    bool broker_connected() { return busbard_.connected("mqtt-client", "connections", "house"); }
    // Waits until the broker's last message on a topic is `payload`.
    bool reported(const std::string& topic, const std::string& payload) {
        return eventually([&] {
            const auto message = run(
                {"mosquitto_sub", "-p", std::to_string(broker_.port()), "-t", topic, "-C", "1"});
            return message && *message == payload + "\n";
        });
    }

    KnxdProcess knxd_;
    MosquittoProcess broker_;
    BusbardProcess busbard_{project(broker_.port())};
};

TEST_F(KnxMqtt, AGroupWriteBecomesAMessage) {
    ASSERT_TRUE(knxd_.write("1/2/4", {0x0c, 0x1a}));
    EXPECT_TRUE(reported("house/temperature", "21"));
    EXPECT_EQ(busbard_.value("temperature"), 21);
}

TEST_F(KnxMqtt, AMessageBecomesAGroupWriteAndIsReportedBack) {
    const auto line = knxd_.listen();
    ASSERT_TRUE(line) << line.error().message;
    ASSERT_TRUE(broker_.publish("house/light/set", "1"));
    EXPECT_TRUE((*line)->wait_for("1/2/3: 01")) << (*line)->output();
    EXPECT_TRUE(reported("house/light", "1"));
    ASSERT_TRUE(broker_.publish("house/light/set", "0"));
    EXPECT_TRUE((*line)->wait_for("1/2/3: 00")) << (*line)->output();
    EXPECT_TRUE(reported("house/light", "0"));
}

TEST_F(KnxMqtt, ACommandOfTheApiIsConfirmedByTheLine) {
    const auto result = busbard_.put("/objects/light/state", {{"value", true}});
    ASSERT_TRUE(result) << result.error().message;
    EXPECT_EQ((*result)["outcome"], "COMMAND_OUTCOME_CONFIRMED");
    EXPECT_EQ(busbard_.value("light"), true);
    EXPECT_TRUE(reported("house/light", "1"));
}

TEST_F(KnxMqtt, FindsTheLineAgainAfterItsInterfaceWasKilled) {
    knxd_.kill();
    ASSERT_TRUE(knxd_.start());
    // An interface that forgot its tunnels says nothing: the first request without an answer tells,
    // or else the heartbeat, a minute apart.
    EXPECT_TRUE(eventually([&] {
        return busbard_.put("/objects/light/state", {{"value", true}}).has_value();
    }));
    ASSERT_TRUE(knxd_.write("1/2/4", {0x0c, 0x1a}));
    EXPECT_TRUE(reported("house/temperature", "21"));
}

TEST_F(KnxMqtt, ReportsTheNewestValueToABrokerThatWasAway) {
    broker_.kill();
    ASSERT_TRUE(knxd_.write("1/2/4", {0x0c, 0x1a}));
    ASSERT_TRUE(eventually([&] { return busbard_.value("temperature") == 21; }));
    ASSERT_TRUE(knxd_.write("1/2/4", {0x0c, 0x7e}));
    ASSERT_TRUE(eventually([&] { return busbard_.value("temperature") == 23; }));
    ASSERT_TRUE(broker_.start());
    EXPECT_TRUE(reported("house/temperature", "23"));
}

TEST_F(KnxMqtt, StopsCleanlyAndKeepsItsSettings) {
    EXPECT_EQ(busbard_.stop(), (Exit{0, 0})) << busbard_.log();
    ASSERT_TRUE(busbard_.start());
    ASSERT_TRUE(line_connected());
    ASSERT_TRUE(broker_connected());
    ASSERT_TRUE(knxd_.write("1/2/4", {0x0c, 0x1a}));
    EXPECT_TRUE(reported("house/temperature", "21"));
}

TEST_F(KnxMqtt, ComesBackAfterItWasKilled) {
    busbard_.kill();
    const auto started = busbard_.start();
    ASSERT_TRUE(started) << started.error().message;
    ASSERT_TRUE(line_connected());
    ASSERT_TRUE(broker_connected());
    ASSERT_TRUE(knxd_.write("1/2/4", {0x0c, 0x1a}));
    EXPECT_TRUE(reported("house/temperature", "21"));
}

}  // namespace
}  // namespace busbar::testing
