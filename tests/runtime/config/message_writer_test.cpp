// SPDX-License-Identifier: Apache-2.0
// Settings to JSON.
#include "config/message_writer.hpp"

#include "config/message_reader.hpp"
#include "runtime/config/test_schema.hpp"

namespace busbar {
namespace {

TEST(MessageWriter, WritesBackWhatWasRead) {
    const auto schema = test_schema();
    const auto& at = *schema->find("everything");
    const Json json{{"boolean", true},
                    {"small", -1},
                    {"huge", "18446744073709551615"},
                    {"shortReal", 0.1},
                    {"octets", "DBo="},
                    {"word", "LOGIN_NAME"},
                    {"rows", {{{"rowName", "a"}}, {{"number", 2}}, Json::object()}},
                    {"texts", {"a", ""}},
                    {"group", Json::object()},
                    {"thatOne", 0},
                    {"perhaps", false}};
    Problems problems;
    read_message(json, *at.type, nullptr, *at.item, problems);
    EXPECT_THAT(problems, ::testing::IsEmpty());
    EXPECT_EQ(write_message(*at.item, *at.type), json);
}

TEST(MessageWriter, NeverShowsASecret) {
    const auto schema = test_schema();
    const auto& at = *schema->find("users");
    Problems problems;
    read_message({{"name", "anna"}, {"password", "hush"}}, *at.type, nullptr, *at.item, problems);
    EXPECT_EQ(write_message(*at.item, *at.type),
              Json({{"name", "anna"}, {"password", {{"set", true}}}}));
}

TEST(MessageWriter, SaysWhenNoSecretIsSet) {
    const auto schema = test_schema();
    const auto& at = *schema->find("users");
    EXPECT_EQ(write_message(*at.item, *at.type), Json({{"password", {{"set", false}}}}));
}

}  // namespace
}  // namespace busbar
