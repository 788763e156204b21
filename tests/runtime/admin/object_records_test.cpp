// SPDX-License-Identifier: Apache-2.0
// Records of objects: what the user says of them, and virtual ones.
#include "admin/object_records.hpp"

#include <gtest/gtest.h>

#include "runtime/admin/house_parts.hpp"
#include "runtime/bus/bus_client.hpp"

namespace busbar {
namespace {

const Json kSwitch = {{"valueKind", "VALUE_KIND_BOOLEAN"}};

class ObjectRecordsTest : public ::testing::Test {
 protected:
    ObjectRecordsTest() { house_.open(); }
    AdminHouse house_;
};

TEST_F(ObjectRecordsTest, AVirtualObjectIsMadeShownAndRemoved) {
    const auto made = house_.make_virtual("holiday", kSwitch);
    ASSERT_EQ(made.status, 201) << made.body;
    EXPECT_EQ(made.headers.at("location"), "/api/v1/objects/holiday");
    EXPECT_EQ(made.json.at("owner"), "virtual");
    const auto shown = house_.ask("GET", "/api/v1/objects/holiday");
    EXPECT_EQ(shown.headers.at("etag"), made.headers.at("etag"));
    const auto removed = house_.ask("DELETE", "/api/v1/objects/holiday", nullptr,
                                    {"If-Match: " + shown.headers.at("etag")});
    EXPECT_EQ(removed.status, 204) << removed.body;
    EXPECT_EQ(house_.ask("GET", "/api/v1/objects/holiday").status, 404);
}

TEST_F(ObjectRecordsTest, AnIdIsMadeOnlyOnce) {
    ASSERT_EQ(house_.make_virtual("holiday", kSwitch).status, 201);
    EXPECT_EQ(house_.make_virtual("holiday", kSwitch).status, 409);
    EXPECT_EQ(house_.make_virtual("bad id", kSwitch).status, 400);
    EXPECT_EQ(house_.ask("POST", "/api/v1/objects", {{"name", "x"}}).status, 400);
}

TEST_F(ObjectRecordsTest, APluginsObjectTakesANameFromTheUser) {
    BusClient owner(house_.parts().bus, "knx");
    owner.announce(1, "pump");
    const auto before = house_.ask("GET", "/api/v1/objects/pump");
    EXPECT_EQ(before.headers.at("etag"), "\"0\"");
    EXPECT_TRUE(before.json.at("record").is_null());
    const auto named =
        house_.ask("PATCH", "/api/v1/objects/pump", {{"name", "Pump"}}, {"If-Match: \"0\""});
    ASSERT_EQ(named.status, 200) << named.body;
    EXPECT_EQ(named.json.at("name"), "Pump");
    EXPECT_EQ(named.json.at("record").at("name"), "Pump");
}

TEST_F(ObjectRecordsTest, AChangeNamesTheRevisionItHasSeen) {
    ASSERT_EQ(house_.make_virtual("holiday", kSwitch).status, 201);
    const Json room = {{"room", "Hall"}};
    EXPECT_EQ(house_.ask("PATCH", "/api/v1/objects/holiday", room).status, 428);
    EXPECT_EQ(house_.ask("PATCH", "/api/v1/objects/holiday", room, {"If-Match: \"9\""}).status,
              412);
    EXPECT_EQ(house_.ask("PATCH", "/api/v1/objects/holiday", room, {"If-Match: *"}).status, 200);
}

TEST_F(ObjectRecordsTest, AWrongFieldIsPointedAt) {
    const auto answer = house_.make_virtual("x", {{"valueKind", "VALUE_KIND_BOOLEAN"}, {"stp", 1}});
    ASSERT_EQ(answer.status, 422) << answer.body;
    EXPECT_EQ(answer.json.at("code"), "invalid");
    EXPECT_EQ(answer.json.at("errors").at(0).at("pointer"), "/virtual/stp");
}

}  // namespace
}  // namespace busbar
