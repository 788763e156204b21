// SPDX-License-Identifier: Apache-2.0
// The project document over the API.
#include "admin/project.hpp"

#include <gtest/gtest.h>

#include "runtime/admin/admin_house.hpp"

namespace busbar {
namespace {

class ProjectTest : public ::testing::Test {
 protected:
    ProjectTest() { house_.open(AdminHouse::With::Plugin); }
    HttpAnswer apply(const Json& project, const std::string& options = "") {
        return house_.ask("POST", "/api/v1/project:apply" + options, project);
    }
    AdminHouse house_;
    const Json project_ = Json::parse(R"({"busbar": 1, "name": "Demo",
        "objects": {"holiday": {"virtual": {"valueKind": "VALUE_KIND_BOOLEAN"}}},
        "plugins": {"good": {"lamps": {"one": {"object": "kitchen"}}}}})");
};

TEST_F(ProjectTest, ADryRunShowsTheDifferenceAndChangesNothing) {
    const auto dry = apply(project_, "?dry_run");
    ASSERT_EQ(dry.status, 200) << dry.body;
    EXPECT_EQ(dry.json.at("changed"), false);
    EXPECT_EQ(dry.json.at("dryRun"), true);
    EXPECT_GE(dry.json.at("changes").size(), 2U);
    EXPECT_EQ(house_.ask("GET", "/api/v1/objects/holiday").status, 404);
}

TEST_F(ProjectTest, ApplyingTwiceChangesOnce) {
    EXPECT_EQ(apply(project_).json.at("changed"), true);
    const auto again = apply(project_);
    EXPECT_EQ(again.json.at("changed"), false);
    EXPECT_TRUE(again.json.at("changes").empty());
}

TEST_F(ProjectTest, TheExportIsWhatWasApplied) {
    apply(project_);
    const auto exported = house_.ask("GET", "/api/v1/project");
    EXPECT_EQ(exported.json.at("name"), "Demo");
    EXPECT_EQ(exported.json.at("plugins"), project_.at("plugins"));
    EXPECT_EQ(apply(exported.json).json.at("changed"), false);
}

TEST_F(ProjectTest, OneErrorAndNothingIsChanged) {
    auto wrong = project_;
    wrong["plugins"]["good"]["lamps"]["two"] = {{"object", ""}};
    const auto answer = apply(wrong);
    ASSERT_EQ(answer.status, 422) << answer.body;
    EXPECT_EQ(answer.json.at("errors").at(0).at("pointer"), "/plugins/good/lamps/two/object");
    EXPECT_EQ(house_.ask("GET", "/api/v1/objects/holiday").status, 404);
    EXPECT_EQ(apply(wrong, "?dry_run").status, 200);
}

TEST_F(ProjectTest, OnlyPruneRemovesWhatTheFileDoesNotName) {
    apply(project_);
    auto less = project_;
    less["objects"].erase("holiday");
    EXPECT_EQ(apply(less).json.at("changed"), false);
    const auto pruned = apply(less, "?prune");
    ASSERT_EQ(pruned.status, 200) << pruned.body;
    EXPECT_EQ(pruned.json.at("changes").at(0).at("kind"), "remove");
    EXPECT_EQ(house_.ask("GET", "/api/v1/objects/holiday").status, 404);
}

TEST_F(ProjectTest, WhatIsNoProjectIsRefused) {
    EXPECT_EQ(apply({{"busbar", 2}}).status, 422);
    EXPECT_EQ(apply(Json::array()).status, 422);
    EXPECT_EQ(apply(nullptr).status, 422);
}

}  // namespace
}  // namespace busbar
