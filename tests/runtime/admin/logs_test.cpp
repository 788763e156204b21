// SPDX-License-Identifier: Apache-2.0
// The log over the API.
#include "admin/logs.hpp"

#include <gtest/gtest.h>

#include "runtime/admin/house_parts.hpp"

namespace busbar {
namespace {

TEST(Logs, GivesTheNewestLines) {
    AdminHouse house;
    house.open();
    for (int i = 0; i < 5; ++i) house.parts().log.logger("test")->info("line {}", i);
    const auto all = house.ask("GET", "/api/v1/logs").json.at("lines");
    ASSERT_GE(all.size(), 5U);
    EXPECT_EQ(all.back().at("text"), "line 4");
    const auto two = house.ask("GET", "/api/v1/logs?lines=2").json.at("lines");
    ASSERT_EQ(two.size(), 2U);
    EXPECT_EQ(two.at(0).at("text"), "line 3");
    const auto number = two.at(0).at("number").get<std::uint64_t>();
    const auto after = house.ask("GET", "/api/v1/logs?after=" + std::to_string(number));
    EXPECT_EQ(after.json.at("lines").at(0).at("text"), "line 4");
    EXPECT_EQ(house.ask("GET", "/api/v1/logs?after=x").status, 400);
}

}  // namespace
}  // namespace busbar
