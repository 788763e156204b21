// SPDX-License-Identifier: Apache-2.0
// The API as a whole: the door opens, closes, and opens again.
#include "admin/admin.hpp"

#include <gtest/gtest.h>

#include "runtime/admin/house_parts.hpp"

namespace busbar {
namespace {

TEST(Admin, AnswersOnItsSocket) {
    AdminHouse house;
    house.open();
    EXPECT_EQ(house.ask("GET", "/healthz").body, "ok\n");
    EXPECT_EQ(house.ask("GET", "/readyz").body, "ready\n");
    EXPECT_EQ(house.ask("GET", "/").status, 404);
}

TEST(Admin, StopsWhileClientsAreThere) {
    AdminHouse house;
    house.open();
    HttpLine idle(house.socket());
    HttpLine stream(house.socket());
    stream.send("GET /api/v1/events HTTP/1.1\r\nHost: t\r\n\r\n");
    ASSERT_TRUE(stream.read_until("event: resync"));
    house.stop();
    stream.read_all();
    idle.read_all();
    EXPECT_FALSE(HttpLine(house.socket()).connected());
}

TEST(Admin, OpensAgainInTheSamePlace) {
    AdminHouse house;
    house.open();
    house.stop();
    house.open();
    EXPECT_EQ(house.ask("GET", "/healthz").status, 200);
}

TEST(Admin, LeavesWithACommandUnderWay) {
    AdminHouse house;
    house.open();
    HttpLine line(house.socket());
    line.send("GET /api/v1/status HTTP/1.1\r\nHost: t\r\n\r\n");
    house.stop();
    line.read_all();  // an answer or none, but an end
}

}  // namespace
}  // namespace busbar
