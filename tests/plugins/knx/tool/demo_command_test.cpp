// SPDX-License-Identifier: Apache-2.0
// The project file of a demo building. That busbard takes it is tested in tests/integration.
#include "knx/tool/demo_command.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace knx {
namespace {

using nlohmann::json;

json project(const DemoOptions& options) {
    const auto text = demo_project(options);
    if (!text) ADD_FAILURE() << text.error().message;
    return text ? json::parse(*text) : json();
}

TEST(DemoProject, HasAnAssignmentForEachObjectAndASensorForMost) {
    const auto plugins = project({})["plugins"];
    EXPECT_EQ(plugins["knx"]["objects"].size(), 1000U);
    EXPECT_EQ(plugins["mqtt-client"]["assignments"].size(), 1000U);
    EXPECT_GT(plugins["knx"]["simulated_sensors"].size(), 700U);
    EXPECT_EQ(plugins["knx"]["interfaces"]["main"]["kind"], "INTERFACE_KIND_VIRTUAL");
    EXPECT_TRUE(plugins["mqtt-broker"]["broker"]["main"]["executeAtStartup"].get<bool>());
    const auto blind = plugins["mqtt-client"]["assignments"]["f01-r02-blind"];
    EXPECT_EQ(blind["reportTopic"], "building/01/02/blind/state");
    EXPECT_EQ(blind["commandTopic"], "building/01/02/blind/set");
    EXPECT_FALSE(plugins["mqtt-client"]["assignments"]["f01-r02-co2"].contains("commandTopic"));
}

TEST(DemoProject, TakesABrokerOrNone) {
    DemoOptions options;
    options.objects = 1;
    options.rate = 0;
    options.broker = "192.0.2.1:1884";
    auto plugins = project(options)["plugins"];
    EXPECT_EQ(plugins["mqtt-client"]["connections"]["building"]["address"], "192.0.2.1");
    EXPECT_EQ(plugins["mqtt-client"]["connections"]["building"]["port"], 1884);
    EXPECT_FALSE(plugins.contains("mqtt-broker"));
    options.broker = "broker.example";
    plugins = project(options)["plugins"];
    EXPECT_EQ(plugins["mqtt-client"]["connections"]["building"]["address"], "broker.example");
    options.broker = "none";
    plugins = project(options)["plugins"];
    EXPECT_EQ(plugins.size(), 1U);
    for (const auto* wrong : {":1883", "host:", "host:0", "host:70000", "host:x"}) {
        options.broker = wrong;
        EXPECT_FALSE(demo_project(options)) << wrong;
    }
}

TEST(DemoProject, TakesATopicThatTellsItsObjectsApart) {
    DemoOptions options;
    options.objects = 300;
    options.topic = "x/{id}";
    const auto assignments = project(options)["plugins"]["mqtt-client"]["assignments"];
    EXPECT_EQ(assignments["f02-r03-light"]["reportTopic"], "x/f02-r03-light/state");
    options.topic = "x/{room}/{object}";  // each floor has such a room
    EXPECT_FALSE(demo_project(options));
}

TEST(DemoProject, RefusesTooManyObjects) {
    DemoOptions options;
    options.objects = 10'001;
    EXPECT_EQ(demo_project(options).error().code, busbar::ErrorCode::OutOfRange);
}

}  // namespace
}  // namespace knx
