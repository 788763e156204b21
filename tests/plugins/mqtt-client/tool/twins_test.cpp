// SPDX-License-Identifier: Apache-2.0
// Tests of what twins are made of.
#include "mqtt-client/tool/twins.hpp"

#include <gmock/gmock.h>

namespace mqtt_client {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const json kProject = json::parse(R"({
  "busbar": 1,
  "objects": {
    "holiday": {"name": "Holiday", "keepAfterRestart": true,
                "virtual": {"valueKind": "VALUE_KIND_BOOLEAN", "start": {"boolean": true}}}},
  "plugins": {"mqtt-client": {
    "connections": {"house": {"name": "House", "password": {"set": true}}},
    "assignments": {
      "a": {"connection": "house", "object": "light",
            "commandTopic": "light/set", "reportTopic": "light/state"},
      "b": {"connection": "house", "object": "holiday", "reportTopic": "holiday"},
      "c": {"connection": "elsewhere", "object": "light", "reportTopic": "x"}}}}})");

const json kObjects = json::parse(R"({"objects": [
  {"id": "light", "name": "Light", "room": "Kitchen", "owner": "knx", "readable": true,
   "kind": "OBJECT_KIND_STATE", "commandable": true, "state": null,
   "type": {"valueKind": "VALUE_KIND_BOOLEAN", "representation": "switch"}}]})");

TEST(Twins, HearWhatTheOtherReportsAndReportWhatItHears) {
    const auto twins = twins_of(kProject, kObjects, {"house", "upstairs", ""});
    ASSERT_TRUE(twins) << twins.error().message;
    EXPECT_THAT(twins->left_out, IsEmpty());
    EXPECT_EQ(twins->project, json::parse(R"({
      "busbar": 1,
      "objects": {
        "light": {"name": "Light", "room": "Kitchen",
                  "virtual": {"valueKind": "VALUE_KIND_BOOLEAN", "representation": "switch",
                              "kind": "OBJECT_KIND_STATE"}},
        "holiday": {"name": "Holiday", "virtual": {"valueKind": "VALUE_KIND_BOOLEAN"}}},
      "plugins": {"mqtt-client": {"assignments": {
        "light": {"connection": "upstairs", "object": "light", "mode": "ASSIGNMENT_MODE_SYNC",
                  "commandTopic": "light/state", "reportTopic": "light/set"},
        "holiday": {"connection": "upstairs", "object": "holiday", "mode": "ASSIGNMENT_MODE_SYNC",
                    "commandTopic": "holiday"}}}}})"));
}

TEST(Twins, HaveAPrefixWhereIdsWouldMeet) {
    const auto twins = twins_of(kProject, kObjects, {"", "upstairs", "cellar-"});
    ASSERT_TRUE(twins);
    EXPECT_TRUE(twins->project["objects"].contains("cellar-light"));
    EXPECT_EQ(twins->project["plugins"]["mqtt-client"]["assignments"]["cellar-light"]["object"],
              "cellar-light");
}

TEST(Twins, AreNotMadeOfWhatHasNoTypeOrAFormatOfItsOwn) {
    auto project = kProject;
    project["plugins"]["mqtt-client"]["assignments"]["b"]["format"] = {{"scale", 2}};
    project["plugins"]["mqtt-client"]["assignments"]["d"] = {
        {"connection", "house"}, {"object", "light"}, {"reportTopic", "y"}};
    const auto with_types = twins_of(project, kObjects, {"house", "upstairs", ""});
    ASSERT_TRUE(with_types);
    EXPECT_THAT(with_types->left_out, ElementsAre("'holiday' has a payload format."));
    const auto without = twins_of(project, {}, {"house", "upstairs", ""});
    ASSERT_FALSE(without);
    EXPECT_THAT(without.error().message, HasSubstr("No assignment of 'house' can have a twin."));
}

TEST(Twins, AreNotMadeOfWhatListensOnManyTopics) {
    auto project = kProject;
    project["plugins"]["mqtt-client"]["assignments"]["b"]["commandTopic"] = "holiday/+";
    const auto twins = twins_of(project, kObjects, {"house", "upstairs", ""});
    ASSERT_TRUE(twins);
    EXPECT_THAT(twins->left_out, ElementsAre("'holiday' has a command topic with wildcards."));
}

TEST(Twins, AskForAConnectionThatThereIs) {
    auto project = kProject;
    EXPECT_THAT(twins_of(project, {}, {"cellar", "upstairs", ""}).error().message,
                HasSubstr("no connection 'cellar', but house."));
    project["plugins"]["mqtt-client"]["connections"]["garage"] = json::object();
    EXPECT_THAT(twins_of(project, {}, {"", "upstairs", ""}).error().message,
                HasSubstr("Which connection of the project (--from)? It has garage, house."));
    EXPECT_THAT(twins_of(json::object(), {}, {"", "upstairs", ""}).error().message,
                HasSubstr("no MQTT connection"));
}

TEST(Twins, AreNotMadeOfNonsense) {
    for (const auto* text :
         {"null", "[]", "7", R"({"plugins": 7})", R"({"plugins": {"mqtt-client": []}})",
          R"({"plugins": {"mqtt-client": {"connections": {"house": {}}}}})",
          R"({"plugins": {"mqtt-client": {"connections": {"house": {}},
                                 "assignments": {"a": 7, "b": {"connection": "house"}}}}})"}) {
        EXPECT_FALSE(twins_of(json::parse(text), json::parse(text), {"house", "upstairs", ""}))
            << text;
    }
}

}  // namespace
}  // namespace mqtt_client
