// SPDX-License-Identifier: Apache-2.0
// Project files: there and back, twice, with and without prune, and everything that can be wrong.
#include "config/project.hpp"

#include "config/limits.hpp"
#include "runtime/config/test_project.hpp"

namespace busbar {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

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

TEST(ParseProject, RefusesWhatIsNestedDeeperThanAProjectCanBe) {
    for (const std::size_t depth : {std::size_t{100}, std::size_t{200'000}}) {
        const auto text = R"({"busbar": 1, "objects": {"x": )" + std::string(depth, '[') +
                          std::string(depth, ']') + "}}";
        const auto refused = parse_project(text);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().message, "the project is nested deeper than 64");
    }
    EXPECT_TRUE(parse_project(std::string(60, '[') + std::string(60, ']')));
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
    EXPECT_FALSE(parse_project(R"({"objects": {"lamp": {}, "lamp": {}}})"));
    EXPECT_TRUE(parse_project(R"({"a": {"lamp": {}}, "b": [{"lamp": {}}, {"lamp": {}}]})"));
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
