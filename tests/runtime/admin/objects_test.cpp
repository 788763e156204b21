// SPDX-License-Identifier: Apache-2.0
// Objects over the API, and commands to them.
#include "admin/objects.hpp"

#include <gtest/gtest.h>

#include "runtime/admin/house_parts.hpp"
#include "runtime/bus/bus_client.hpp"
#include "support/eventually.hpp"

namespace busbar {
namespace {

class ObjectsTest : public ::testing::Test {
 protected:
    ObjectsTest() { house_.open(); }
    void make_lamp() {
        ASSERT_EQ(house_.make_virtual("lamp", {{"valueKind", "VALUE_KIND_BOOLEAN"}}).status, 201);
    }
    HttpAnswer set(const std::string& id, const Json& value, const std::string& more = "") {
        return house_.ask("PUT", "/api/v1/objects/" + id + "/state" + more, {{"value", value}});
    }
    AdminHouse house_;
};

TEST_F(ObjectsTest, ACommandIsAnsweredWithTheStateItLedTo) {
    make_lamp();
    const auto answer = set("lamp", "on");
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(answer.json.at("outcome"), "COMMAND_OUTCOME_CONFIRMED");
    EXPECT_EQ(answer.json.at("value"), true);
    EXPECT_EQ(answer.json.at("state").at("value"), true);
    EXPECT_EQ(answer.json.at("state").at("cause").at("sender"), "admin");
    EXPECT_EQ(house_.ask("GET", "/api/v1/objects/lamp/state").json.at("value"), true);
}

TEST_F(ObjectsTest, ABadCommandIsRefusedWithAReason) {
    make_lamp();
    const auto wrong = set("lamp", "maybe");
    EXPECT_EQ(wrong.status, 400);
    EXPECT_EQ(wrong.json.at("errors").at(0).at("pointer"), "/value");
    EXPECT_EQ(set("none", true).status, 404);
    EXPECT_EQ(house_.ask("PUT", "/api/v1/objects/lamp/state", {{"x", 1}}).status, 400);
    EXPECT_EQ(set("lamp", true, "?timeout_ms=60001").status, 400);
    EXPECT_EQ(house_.ask("GET", "/api/v1/objects/none/state").status, 404);
}

TEST_F(ObjectsTest, TheOwnersAnswerDecidesTheStatus) {
    BusClient owner(house_.parts().bus, "knx");
    owner.announce(1, "pump");
    const std::pair<v1::CommandOutcome, int> rows[] = {
        {v1::COMMAND_OUTCOME_CONFIRMED, 200},
        {v1::COMMAND_OUTCOME_REFUSED, 409},
        {v1::COMMAND_OUTCOME_SUPERSEDED, 409},
    };
    for (const auto& [outcome, status] : rows) {
        HttpLine line(house_.socket());
        line.send(
            "PUT /api/v1/objects/pump/state HTTP/1.1\r\nHost: t\r\nContent-Length: 12\r\n\r\n"
            "{\"value\": 1}");
        std::uint64_t id = 0;
        ASSERT_TRUE(testing::eventually([&] {
            for (const auto& message : owner.receive_all()) id = message.command().id();
            return id != 0;
        }));
        owner.answer(id, outcome);
        EXPECT_TRUE(line.read_until("HTTP/1.1 " + std::to_string(status))) << line.text();
    }
}

TEST_F(ObjectsTest, AnOwnerThatDoesNotAnswerIsATimeout) {
    BusClient owner(house_.parts().bus, "knx");
    owner.announce(1, "pump");
    HttpLine line(house_.socket());
    line.send(
        "PUT /api/v1/objects/pump/state?timeout_ms=1 HTTP/1.1\r\nHost: t\r\n"
        "Content-Length: 12\r\n\r\n{\"value\": 1}");
    ASSERT_TRUE(testing::eventually([&] { return !owner.receive_all().empty(); }));
    EXPECT_TRUE(line.read_until("HTTP/1.1 504"));
}

TEST_F(ObjectsTest, TheListComesInPages) {
    BusClient owner(house_.parts().bus, "knx");
    for (std::uint32_t i = 1; i <= 700; ++i) owner.announce(i, "o" + std::to_string(i));
    std::vector<std::string> ids;
    std::string token;
    int pages = 0;
    do {
        const auto page = house_.ask(
            "GET", "/api/v1/objects?page_size=300" + (token.empty() ? "" : "&page_token=" + token));
        ASSERT_EQ(page.status, 200) << page.body;
        for (const auto& object : page.json.at("objects")) ids.push_back(object.at("id"));
        token = page.json.value("nextPageToken", "");
        ++pages;
    } while (!token.empty());
    EXPECT_EQ(pages, 3);
    ASSERT_EQ(ids.size(), 700U);
    EXPECT_EQ(ids.front(), "o1");
    EXPECT_EQ(ids.back(), "o700");
    EXPECT_EQ(house_.ask("GET", "/api/v1/objects?page_size=0").status, 400);
    EXPECT_EQ(house_.ask("GET", "/api/v1/objects?page_token=x").status, 400);
}

}  // namespace
}  // namespace busbar
