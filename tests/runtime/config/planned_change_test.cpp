// SPDX-License-Identifier: Apache-2.0
// Differences, as they are shown.
#include "config/planned_change.hpp"

#include "runtime/config/test_project.hpp"

namespace busbar {
namespace {

using ::testing::SizeIs;

using PlannedChangeTest = ProjectTest;

TEST_F(PlannedChangeTest, ShowsWhichFieldsChangeAndNoSecret) {
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

}  // namespace
}  // namespace busbar
