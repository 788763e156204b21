// SPDX-License-Identifier: Apache-2.0
// HTTP from the client's side.
#include "cli/client.hpp"

#include <gtest/gtest.h>

#include "runtime/admin/admin_house.hpp"

namespace busbar {
namespace {

TEST(Client, AsksAndIsAnswered) {
    AdminHouse house;
    house.open();
    const Client client(house.socket());
    const auto status = client.get("/api/v1/status");
    ASSERT_TRUE(status) << status.error().message;
    EXPECT_EQ(status->status, 200);
    EXPECT_TRUE(status->body.contains("version"));
    const auto word = client.get("/healthz");
    ASSERT_TRUE(word);
    EXPECT_TRUE(word->good());
    EXPECT_TRUE(word->body.is_null());
}

TEST(Client, ARefusalBeforeTheWholeBodyIsRead) {
    AdminHouse house;
    house.open();
    const Json large = {{"id", std::string(4'000'000, 'x')}};
    const auto answer = Client(house.socket()).request("POST", "/api/v1/objects", large);
    // The runtime may hang up before its words have come through.
    if (answer) {
        EXPECT_EQ(answer->status, 413);
    } else {
        EXPECT_EQ(answer.error().code, ErrorCode::Unavailable);
    }
}

TEST(Client, ListensUntilItHasHeardEnough) {
    AdminHouse house;
    house.open();
    std::string type;
    const auto ended = Client(house.socket()).listen("/api/v1/events", [&](const Event* event) {
        if (event != nullptr) type = event->type;
        return event == nullptr;
    });
    EXPECT_TRUE(ended);
    EXPECT_EQ(type, "resync");
    EXPECT_EQ(Client(house.socket()).listen("/api/v1/none", [](auto) { return true; }).error().code,
              ErrorCode::InvalidArgument);
}

TEST(Client, SaysThatNobodyIsThere) {
    EXPECT_EQ(Client("/none/there").get("/").error().code, ErrorCode::Unavailable);
    EXPECT_EQ(Client(std::string(200, 'x')).get("/").error().code, ErrorCode::Unavailable);
}

TEST(Client, EncodesWhatAnAddressCannotHold) {
    EXPECT_EQ(percent_encode("a-b.c_d~9"), "a-b.c_d~9");
    EXPECT_EQ(percent_encode("a/b c:ü"), "a%2Fb%20c%3A%C3%BC");
}

}  // namespace
}  // namespace busbar
