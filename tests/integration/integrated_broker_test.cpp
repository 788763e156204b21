// SPDX-License-Identifier: Apache-2.0
// The integrated broker and a connection to it: its restarts are invisible to objects, and what is
// dangerous must be confirmed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/busbard_process.hpp"

namespace busbar::testing {
namespace {

using Json = BusbardProcess::Json;
using ::testing::HasSubstr;

Json project() {
    const Json user = {{"username", "house"}, {"password", {{"value", "secret"}}}};
    const Json connection = {{"name", "House"},
                             {"brokerSource", "BROKER_SOURCE_INTEGRATED"},
                             {"authentication", true},
                             {"username", "house"},
                             {"password", user["password"]},
                             {"started", true}};
    const Json line = {{"kind", "INTERFACE_KIND_VIRTUAL"}, {"started", true}};
    const Json lamp = {{"datapointType", "1.001"}, {"commandAddress", "1/2/3"}};
    return {
        {"busbar", 1},
        {"plugins",
         {{"knx", {{"interfaces", {{"line", line}}}, {"objects", {{"lamp", lamp}}}}},
          {"mqtt-broker", {{"broker", {{"main", {{"port", 1883}}}}}, {"users", {{"house", user}}}}},
          {"mqtt-client",
           {{"connections", {{"house", connection}}},
            {"assignments",
             {{"lamp",
               {{"connection", "house"},
                {"object", "lamp"},
                {"commandTopic", "lamp/set"},
                {"reportTopic", "lamp"}}}}}}}}}};
}

class IntegratedBroker : public ::testing::Test {
 protected:
    void SetUp() override {
        const auto started = busbard_.start();
        ASSERT_TRUE(started) << started.error().message;
        ASSERT_TRUE(connected()) << busbard_.log();
    }
    bool connected() { return busbard_.connected("mqtt-client", "connections", "house"); }

    // mosquitto_pub or mosquitto_sub as the user, with more words.
    Result<std::string> client(const std::string& program, const std::string& port,
                               std::vector<std::string> more) {
        std::vector<std::string> words{program, "-p", port, "-u", "house", "-P", "secret"};
        words.insert(words.end(), more.begin(), more.end());
        return run(words);
    }
    bool reported(const std::string& port, const std::string& payload) {
        return eventually([&] {
            return client("mosquitto_sub", port, {"-t", "lamp", "-C", "1", "-W", "5"}) ==
                   payload + "\n";
        });
    }

    BusbardProcess busbard_{project()};
};

TEST_F(IntegratedBroker, ARestartIsInvisibleToObjectsAndTheirStatesAreReportedAgain) {
    ASSERT_TRUE(busbard_.put("/objects/lamp/state", {{"value", true}}));
    ASSERT_TRUE(reported("1883", "1"));
    // Taken from the broker: what it says afterwards can only come from a new report.
    ASSERT_TRUE(client("mosquitto_pub", "1883", {"-t", "lamp", "-r", "-n"}));
    auto moved = project();
    moved["plugins"]["mqtt-broker"]["broker"]["main"]["port"] = 1884;
    ASSERT_TRUE(busbard_.post("/project:apply", moved));
    EXPECT_EQ(busbard_.value("lamp"), true);
    EXPECT_TRUE(reported("1884", "1"));
    EXPECT_TRUE(connected());
    ASSERT_TRUE(client("mosquitto_pub", "1884", {"-t", "lamp/set", "-m", "0"}));
    EXPECT_TRUE(eventually([&] { return busbard_.value("lamp") == false; }));
}

TEST_F(IntegratedBroker, AuthenticationIsSwitchedOffOnlyWhenThatIsConfirmed) {
    auto open = project();
    open["plugins"]["mqtt-broker"]["broker"]["main"]["authentication"] = false;
    const auto refused = busbard_.post("/project:apply", open);
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message, HasSubstr("authentication_off"));
    EXPECT_FALSE(run({"mosquitto_pub", "-t", "lamp/set", "-m", "1"}));
    ASSERT_TRUE(busbard_.post("/project:apply?confirm=authentication_off", open));
    EXPECT_TRUE(run({"mosquitto_pub", "-t", "lamp/set", "-m", "1"}));
    EXPECT_TRUE(connected());
}

TEST_F(IntegratedBroker, AProjectBringsAUserAndTheConnectionThatLogsInAsHimTogether) {
    auto more = project();
    auto& plugins = more["plugins"];
    const Json secret = {{"value", "green"}};
    plugins["mqtt-broker"]["users"]["garden"] = {{"username", "garden"}, {"password", secret}};
    auto garden = plugins["mqtt-client"]["connections"]["house"];
    garden["name"] = "Garden";
    garden["username"] = "garden";
    garden["password"] = secret;
    plugins["mqtt-client"]["connections"]["garden"] = garden;
    const auto applied = busbard_.post("/project:apply", more);
    ASSERT_TRUE(applied) << applied.error().message;
    EXPECT_TRUE(busbard_.connected("mqtt-client", "connections", "garden"));
}

TEST_F(IntegratedBroker, ADeviceMayUseTheTopicsOfAConnectionAsAssignmentsChange) {
    auto restricted = project();
    auto& plugins = restricted["plugins"];
    plugins["mqtt-broker"]["users"]["device"] = {{"username", "device"},
                                                 {"password", {{"value", "word"}}},
                                                 {"restrictedToConnection", "house"}};
    const auto applied = busbard_.post("/project:apply", restricted);
    ASSERT_TRUE(applied) << applied.error().message;
    const auto device_says = [](const std::string& topic, const std::string& payload) {
        return run({"mosquitto_pub", "-p", "1883", "-u", "device", "-P", "word", "-t", topic, "-m",
                    payload});
    };
    EXPECT_TRUE(
        eventually([&] { return device_says("lamp/set", "1") && busbard_.value("lamp") == true; }));
    plugins["mqtt-client"]["assignments"]["lamp"]["commandTopic"] = "lamp/wish";
    ASSERT_TRUE(busbard_.post("/project:apply", restricted));
    EXPECT_TRUE(eventually(
        [&] { return device_says("lamp/wish", "0") && busbard_.value("lamp") == false; }));
}

TEST_F(IntegratedBroker, ACertificateThatCannotBeReadIsRefusedBeforeItIsSaved) {
    auto wrong = project();
    auto& broker = wrong["plugins"]["mqtt-broker"]["broker"]["main"];
    broker["tls"] = true;
    broker["certificateFile"] = "/nonexistent/house.crt";
    broker["keyFile"] = "/nonexistent/house.key";
    const auto refused = busbard_.post("/project:apply", wrong);
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message, HasSubstr("'/nonexistent/house.crt' cannot be read"));
    EXPECT_TRUE(connected());
}

}  // namespace
}  // namespace busbar::testing
