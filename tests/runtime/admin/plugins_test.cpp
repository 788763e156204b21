// SPDX-License-Identifier: Apache-2.0
// Plugins over the API.
#include "admin/plugins.hpp"

#include <gtest/gtest.h>

#include "runtime/admin/admin_house.hpp"

namespace busbar {
namespace {

TEST(Plugins, AreListedWithTheirManifestAndState) {
    AdminHouse house;
    house.open(AdminHouse::With::Plugin);
    const auto list = house.ask("GET", "/api/v1/plugins").json.at("plugins");
    ASSERT_EQ(list.size(), 1U);
    EXPECT_EQ(list.at(0).at("name"), "Good");
    EXPECT_EQ(list.at(0).at("state"), "running");
    EXPECT_EQ(list.at(0).at("collections"), Json::array({"lamps"}));
    EXPECT_EQ(house.ask("GET", "/api/v1/plugins/good").json.at("version"), "1.0.0");
    EXPECT_EQ(house.ask("GET", "/api/v1/plugins/none").status, 404);
}

TEST(Plugins, AreStoppedStartedAndRestarted) {
    AdminHouse house;
    house.open(AdminHouse::With::Plugin);
    EXPECT_EQ(house.ask("POST", "/api/v1/plugins/good:stop").json.at("state"), "stopped");
    EXPECT_EQ(house.ask("POST", "/api/v1/plugins/good:stop").json.at("state"), "stopped");
    EXPECT_EQ(house.ask("POST", "/api/v1/plugins/good:start").json.at("state"), "running");
    EXPECT_EQ(house.ask("POST", "/api/v1/plugins/good:restart").json.at("state"), "running");
    EXPECT_EQ(house.ask("POST", "/api/v1/plugins/none:start").status, 404);
    EXPECT_EQ(house.ask("POST", "/api/v1/plugins/good:fly").status, 404);
}

TEST(Plugins, TellTheirSchema) {
    AdminHouse house;
    house.open(AdminHouse::With::Plugin);
    const auto schema = house.ask("GET", "/api/v1/plugins/good/schema");
    ASSERT_EQ(schema.status, 200);
    EXPECT_EQ(schema.json.at("collections").at(0).at("name"), "lamps");
    EXPECT_EQ(house.ask("GET", "/api/v1/plugins/none/schema").status, 404);
}

}  // namespace
}  // namespace busbar
