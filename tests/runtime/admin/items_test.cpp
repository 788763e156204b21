// SPDX-License-Identifier: Apache-2.0
// Settings over the API, with a real plugin that has a word in them.
#include "admin/items.hpp"

#include <gtest/gtest.h>

#include "runtime/admin/admin_house.hpp"
#include "support/eventually.hpp"

namespace busbar {
namespace {

constexpr auto kLamps = "/api/v1/plugins/good/lamps";
constexpr auto kLamp = "/api/v1/plugins/good/lamps/one";

class ItemsTest : public ::testing::Test {
 protected:
    ItemsTest() { house_.open(AdminHouse::With::Plugin); }
    HttpAnswer make(const std::string& object = "kitchen") {
        return house_.ask("POST", kLamps, {{"id", "one"}, {"settings", {{"object", object}}}});
    }
    HttpAnswer put(const std::string& object, const std::string& if_match) {
        return house_.ask("PUT", kLamp, {{"settings", {{"object", object}}}},
                          {"If-Match: " + if_match});
    }
    AdminHouse house_;
};

TEST_F(ItemsTest, AnItemIsMadeListedChangedAndRemoved) {
    const auto made = make();
    ASSERT_EQ(made.status, 201) << made.body;
    EXPECT_EQ(made.headers.at("location"), kLamp);
    EXPECT_EQ(made.json.at("settings"), (Json{{"object", "kitchen"}}));
    EXPECT_EQ(house_.ask("GET", kLamps).json.at("items").size(), 1U);

    const auto changed = put("hall", made.headers.at("etag"));
    ASSERT_EQ(changed.status, 200) << changed.body;
    EXPECT_EQ(changed.json.at("settings").at("object"), "hall");
    EXPECT_NE(changed.headers.at("etag"), made.headers.at("etag"));

    EXPECT_EQ(house_.ask("DELETE", kLamp, nullptr, {"If-Match: *"}).status, 204);
    EXPECT_EQ(house_.ask("GET", kLamp).status, 404);
    EXPECT_EQ(house_.ask("DELETE", kLamp, nullptr, {"If-Match: *"}).status, 404);
}

TEST_F(ItemsTest, TheItemShowsWhatItSaysOfItself) {
    ASSERT_EQ(make().status, 201);
    Json status;
    ASSERT_TRUE(testing::eventually([&] {
        status = house_.ask("GET", kLamp).json.at("status");
        return !status.is_null();
    }));
    EXPECT_EQ(status.at("state"), "STATUS_STATE_CONNECTED");
    EXPECT_EQ(status.at("text"), "here");
}

TEST_F(ItemsTest, AStaleChangeIsRefused) {
    const auto made = make();
    ASSERT_EQ(put("hall", made.headers.at("etag")).status, 200);
    const auto stale = put("attic", made.headers.at("etag"));
    EXPECT_EQ(stale.status, 412) << stale.body;
    EXPECT_EQ(stale.json.at("code"), "stale");
    EXPECT_EQ(house_.ask("PUT", kLamp, {{"settings", Json::object()}}).status, 428);
    EXPECT_EQ(make().status, 409);
}

TEST_F(ItemsTest, PutMakesAnItemThatIsNotThere) {
    EXPECT_EQ(put("kitchen", "\"0\"").status, 201);
    EXPECT_EQ(put("kitchen", "\"0\"").status, 409);
}

TEST_F(ItemsTest, PatchChangesWhatItNames) {
    const auto made = make();
    const auto patched = house_.ask("PATCH", kLamp, {{"settings", {{"object", "hall"}}}},
                                    {"If-Match: " + made.headers.at("etag")});
    ASSERT_EQ(patched.status, 200) << patched.body;
    EXPECT_EQ(patched.json.at("settings").at("object"), "hall");
}

TEST_F(ItemsTest, ProblemsPointIntoTheRequest) {
    const auto empty = make("");
    ASSERT_EQ(empty.status, 422) << empty.body;
    EXPECT_EQ(empty.json.at("errors").at(0).at("pointer"), "/settings/object");
    EXPECT_EQ(empty.json.at("errors").at(0).at("code"), "required");
    const auto forbidden = make("forbidden");  // the plugin's own check
    ASSERT_EQ(forbidden.status, 422) << forbidden.body;
    EXPECT_EQ(forbidden.json.at("errors").at(0).at("message"), "choose another object");
    EXPECT_TRUE(house_.ask("GET", kLamps).json.at("items").empty());
}

TEST_F(ItemsTest, ABodyOfAnotherShapeIsRefused) {
    EXPECT_EQ(house_.ask("POST", kLamps, {{"settings", Json::object()}}).status, 400);
    EXPECT_EQ(house_.ask("POST", kLamps, {{"id", "x"}, {"object", "y"}}).status, 400);
    EXPECT_EQ(house_.ask("POST", kLamps, Json::array()).status, 400);
    EXPECT_EQ(house_.ask("GET", "/api/v1/plugins/good/none").status, 404);
    EXPECT_EQ(house_.ask("GET", "/api/v1/plugins/none/lamps").status, 404);
}

}  // namespace
}  // namespace busbar
