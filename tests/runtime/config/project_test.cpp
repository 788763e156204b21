// SPDX-License-Identifier: Apache-2.0
// Project files: there and back, twice, with and without prune, and everything that can be wrong.
#include "config/project.hpp"

#include "config/limits.hpp"
#include "runtime/config/test_schema.hpp"

namespace busbar {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const Json kProject = Json::parse(R"({
    "busbar": 1, "name": "Demo",
    "objects": {
        "kitchen-light": {"name": "Kitchen light", "room": "Kitchen",
                          "virtual": {"valueKind": "VALUE_KIND_BOOLEAN"}}},
    "plugins": {"test": {
        "assignments": {"x": {"connection": "house", "object": "kitchen-light", "user": "anna"}},
        "connections": {"house": {"name": "House", "login": "LOGIN_NAME",
                                  "password": {"value": "hush"}, "started": true}},
        "service": {"main": {"port": 1883}},
        "users": {"anna": {"name": "anna", "password": {"value": "secret"}}}}}})");

class ProjectTest : public ConfigurationTest {
 protected:
    Plan plan(const Json& project, bool prune = false) {
        auto made = plan_project(configuration(), project, prune);
        if (!made) ADD_FAILURE() << made.error().message;
        return made ? std::move(*made) : Plan{};
    }
    void apply(const Json& project, bool prune = false) {
        const auto committed = configuration().commit(plan(project, prune).draft);
        ASSERT_TRUE(committed) << committed.error().message;
        for (const auto& plugin : committed->update_needed) {
            ASSERT_TRUE(configuration().finish_update(configuration().prepare_update(plugin)));
        }
    }
    // "pointer:code", as the file has them.
    std::vector<std::string> problems(const Json& project) {
        std::vector<std::string> list;
        for (const auto& problem : plan(project).problems) {
            list.push_back(problem.pointer + ':' + problem.code);
        }
        return list;
    }
    // "+pointer", "~pointer field …", "-pointer".
    std::vector<std::string> changes(const Json& project, bool prune = false) {
        std::vector<std::string> list;
        for (const auto& change : plan(project, prune).changes) {
            std::string text(1, "+~-"[static_cast<int>(change.kind)]);
            text += change.pointer;
            if (change.kind == PlannedChange::Kind::Change) {
                for (const auto& field : change.fields) text += ' ' + field.name;
            }
            list.push_back(text);
        }
        return list;
    }
};

TEST_F(ProjectTest, FillsAnEmptyConfiguration) {
    EXPECT_THAT(changes(kProject),
                ElementsAre("~/name name", "+/objects/kitchen-light",
                            "+/plugins/test/assignments/x", "+/plugins/test/connections/house",
                            "+/plugins/test/service/main", "+/plugins/test/users/anna"));
    apply(kProject);
    EXPECT_EQ(configuration().project_name(), "Demo");
    EXPECT_EQ(delivered("connections", "house")["password"], "hush");
    EXPECT_EQ(delivered("users", "anna")["password"], "secret");
    EXPECT_EQ(delivered("service", "main")["port"], 1883);
    EXPECT_TRUE(configuration().objects().at("kitchen-light").record.has_virtual_());
}

TEST_F(ProjectTest, ChangesNothingTheSecondTime) {
    apply(kProject);
    EXPECT_TRUE(plan(kProject).empty());
    EXPECT_TRUE(plan(kProject).draft.empty());
    EXPECT_THAT(plan(kProject).problems, IsEmpty());
    EXPECT_TRUE(plan(kProject, true).empty());
}

TEST_F(ProjectTest, ExportsWhatItCanApplyAgain) {
    apply(kProject);
    const auto exported = export_project(configuration());
    EXPECT_TRUE(plan(exported, true).empty());
    auto expected = kProject;
    expected["plugins"]["test"]["connections"]["house"]["password"] = {{"set", true}};
    expected["plugins"]["test"]["users"]["anna"]["password"] = {{"set", true}};
    expected["plugins"]["test"]["service"]["main"]["started"] = true;
    EXPECT_EQ(exported, expected);
    EXPECT_EQ(exported.dump().find("hush"), std::string::npos);
}

TEST_F(ProjectTest, ShowsWhichFieldsChangeAndNoSecret) {
    apply(kProject);
    auto project = kProject;
    auto& house = project["plugins"]["test"]["connections"]["house"];
    house["gatewayPort"] = 8883;
    house["name"] = "Home";
    house["password"]["value"] = "louder";
    house["started"] = false;
    const auto made = plan(project);
    ASSERT_THAT(made.changes, SizeIs(1));
    std::map<std::string, std::pair<Json, Json>> fields;
    for (const auto& field : made.changes[0].fields) {
        fields[field.name] = {field.before, field.after};
    }
    EXPECT_EQ(fields, (std::map<std::string, std::pair<Json, Json>>{
                          {"gatewayPort", {nullptr, 8883}},
                          {"name", {"House", "Home"}},
                          {"password", {{{"set", true}}, {{"changed", true}}}},
                          {"started", {true, false}}}));
}

TEST_F(ProjectTest, LeavesAloneWhatTheFileDoesNotNameUnlessItPrunes) {
    apply(kProject);
    const Json rest = Json::parse(R"({"busbar": 1, "plugins": {"test": {
        "connections": {"house": {"name": "House", "login": "LOGIN_NAME",
                                  "password": {"set": true}}}}}})");
    EXPECT_THAT(changes(rest), IsEmpty());
    EXPECT_THAT(changes(rest, true),
                ElementsAre("-/objects/kitchen-light", "-/plugins/test/assignments/x",
                            "-/plugins/test/users/anna", "-/plugins/test/service/main"));
    apply(rest, true);
    EXPECT_TRUE(plan(rest, true).empty());
    EXPECT_TRUE(configuration().objects().empty());
    EXPECT_EQ(configuration().project_name(), "Demo");
}

TEST_F(ProjectTest, StartsWhatIsNewAndLeavesTheRestAsItRuns) {
    auto project = kProject;
    project["plugins"]["test"]["connections"]["house"].erase("started");
    apply(project);
    EXPECT_TRUE(configuration().item("test", "connections", "house")->started);
    ASSERT_TRUE(configuration().set_started("test", "connections", "house", false));
    EXPECT_TRUE(plan(project).empty());
    EXPECT_THAT(changes(kProject), ElementsAre("~/plugins/test/connections/house started"));
}

TEST_F(ProjectTest, NamesWhatIsNotOfTheFormat) {
    EXPECT_THAT(problems(5), ElementsAre(":wrong_type"));
    EXPECT_THAT(problems(Json::object()), ElementsAre("/busbar:wrong_version"));
    EXPECT_THAT(problems({{"busbar", 2}}), ElementsAre("/busbar:wrong_version"));
    EXPECT_THAT(problems({{"busbar", 1}, {"plugin", 1}, {"a/b~", 1}}),
                ElementsAre("/a~1b~0:unknown_field", "/plugin:unknown_field"));
    EXPECT_THAT(problems({{"busbar", 1}, {"name", 5}, {"objects", 5}, {"plugins", 5}}),
                ElementsAre("/name:wrong_type", "/objects:wrong_type", "/plugins:wrong_type"));
    EXPECT_THAT(problems({{"busbar", 1}, {"objects", {{"a b", Json::object()}}}}),
                ElementsAre("/objects/a b:bad_id"));
}

TEST_F(ProjectTest, NamesUnknownPluginsAndCollectionsAndTheNearestKnownOnes) {
    const Json project = Json::parse(R"({"busbar": 1, "plugins": {
        "tset": {}, "test": {"user": {}, "service": {"second": {}}, "connections": 5,
                             "users": {"anna": 5}}}})");
    const auto made = plan(project);
    EXPECT_THAT(problems(project),
                ElementsAre("/plugins/test/connections:wrong_type",
                            "/plugins/test/service/second:unknown_item",
                            "/plugins/test/user:unknown_collection",
                            "/plugins/test/users/anna:wrong_type", "/plugins/tset:unknown_plugin"));
    EXPECT_THAT(made.problems.back().message, ::testing::HasSubstr("“test”"));
    EXPECT_TRUE(made.draft.empty());
}

TEST_F(ProjectTest, PointsAtTheFieldThatIsWrong) {
    const Json project = Json::parse(R"({"busbar": 1,
        "objects": {"lamp": {"virtual": {"valueKind": "VALUE_KIND_NUMBER", "mnimum": 1}}},
        "plugins": {"test": {
            "connections": {"a": {"name": "A", "gatewayPort": 70000, "started": 1}},
            "everything": {"main": {"rows": [{"rowName": "a"}, {"number": 1}]}},
            "users": {"u": {"started": true}}}}})");
    EXPECT_THAT(problems(project), ElementsAre("/plugins/test/connections/a/started:wrong_type",
                                               "/plugins/test/users/u/started:unknown_field"));
    auto better = project;
    better["plugins"]["test"]["connections"]["a"]["started"] = true;
    better["plugins"]["test"].erase("users");
    EXPECT_THAT(problems(better), ::testing::UnorderedElementsAre(
                                      "/objects/lamp/virtual/mnimum:unknown_field",
                                      "/plugins/test/connections/a/gatewayPort:too_large",
                                      "/plugins/test/everything/main/rows/1/rowName:required"));
    EXPECT_FALSE(configuration().commit(plan(better).draft));
    EXPECT_EQ(configuration().revision(), 0U);
}

TEST_F(ProjectTest, ReadsOnlyJsonOfABoundedSize) {
    EXPECT_TRUE(parse_project(R"({"busbar": 1})"));
    const auto broken = parse_project("{\n\"busbar\": 1,,\n}");
    ASSERT_FALSE(broken);
    EXPECT_THAT(broken.error().message, ::testing::HasSubstr("line 2"));
    EXPECT_FALSE(parse_project("{\"name\": \"\xff\"}"));
    EXPECT_FALSE(parse_project(std::string(kProjectSizeMax + 1, ' ')));
}

TEST_F(ProjectTest, TakesTenThousandItems) {
    auto project = kProject;
    auto& assignments = project["plugins"]["test"]["assignments"];
    for (int i = 0; i < 10'000; ++i) {
        assignments["object-" + std::to_string(i)] = {
            {"connection", "house"},
            {"object", "kitchen-light"},
            {"commandTopic", "house/object-" + std::to_string(i) + "/set"}};
    }
    apply(project);
    EXPECT_TRUE(plan(project).empty());
    EXPECT_THAT(configuration().for_plugin("test", "assignments"), SizeIs(10'001));
}

}  // namespace
}  // namespace busbar
