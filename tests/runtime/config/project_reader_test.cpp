// SPDX-License-Identifier: Apache-2.0
// The format of the project file: what is refused, and where it points.
#include "config/project_reader.hpp"

#include "runtime/config/test_project.hpp"

namespace busbar {
namespace {

using ::testing::ElementsAre;

using ProjectReaderTest = ProjectTest;

TEST_F(ProjectReaderTest, StartsWhatIsNewAndLeavesTheRestAsItRuns) {
    auto project = kProject;
    project["plugins"]["test"]["connections"]["house"].erase("started");
    apply(project);
    EXPECT_TRUE(configuration().item("test", "connections", "house")->started);
    ASSERT_TRUE(configuration().set_started("test", "connections", "house", false));
    EXPECT_TRUE(plan(project).empty());
    EXPECT_THAT(changes(kProject), ElementsAre("~/plugins/test/connections/house started"));
}

TEST_F(ProjectReaderTest, NamesWhatIsNotOfTheFormat) {
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

TEST_F(ProjectReaderTest, NamesUnknownPluginsAndCollectionsAndTheNearestKnownOnes) {
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

}  // namespace
}  // namespace busbar
