// SPDX-License-Identifier: Apache-2.0
// The status of the runtime over the API.
#include "admin/runtime_status.hpp"

#include <gtest/gtest.h>

#include "runtime/admin/admin_house.hpp"

namespace busbar {
namespace {

TEST(RuntimeStatus, SaysWhatRunsAndHowMuch) {
    AdminHouse house;
    house.open(AdminHouse::With::Plugin);
    house.make_virtual("lamp", {{"valueKind", "VALUE_KIND_BOOLEAN"}});
    const auto status = house.ask("GET", "/api/v1/status").json;
    EXPECT_EQ(status.at("objects"), 1);
    EXPECT_GE(status.at("uptimeSeconds"), 0);
    EXPECT_EQ(status.at("runtimeUuid").get<std::string>().size(), 32U);
    EXPECT_EQ(status.at("plugins").at(0).at("id"), "good");
    EXPECT_EQ(status.at("plugins").at(0).at("state"), "running");
    EXPECT_TRUE(status.at("plugins").at(0).at("figures").contains("statesIn"));
}

}  // namespace
}  // namespace busbar
