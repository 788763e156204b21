// SPDX-License-Identifier: Apache-2.0
// One change of the configuration, from the request to the answer.
#include "admin/wish.hpp"

#include <gtest/gtest.h>

#include "runtime/admin/house_parts.hpp"

namespace busbar {
namespace {

int carry_out(AdminHouse& house, const std::string& id, const Json& record) {
    int status = 0;
    house.on_loop([&] {
        Change change;
        change.kind = Change::Kind::PutObject;
        change.id = id;
        change.value = record;
        busbar::carry_out(
            house.parts().environment(), {}, {change, "/objects/" + id, ""},
            [&](const ApiResponse& response) { status = response.status; },
            [](const Json& problems) { return json_response(problems, 299); });
    });
    return status;
}

TEST(Wish, IsShownWhenItCameTrue) {
    AdminHouse house;
    house.open();
    EXPECT_EQ(carry_out(house, "pump", {{"name", "Pump"}}), 299);
    EXPECT_EQ(carry_out(house, "pump", {{"name", "Pump"}}), 299);  // nothing differs: also true
}

TEST(Wish, IsAProblemWhenItDidNot) {
    AdminHouse house;
    house.open();
    EXPECT_EQ(carry_out(house, "pump", {{"nam", "Pump"}}), 422);
    EXPECT_EQ(carry_out(house, "bad id", {{"name", "Pump"}}), 400);
}

}  // namespace
}  // namespace busbar
