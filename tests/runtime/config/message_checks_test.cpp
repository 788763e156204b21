// SPDX-License-Identifier: Apache-2.0
// Every rule of SettingOptions, kept and broken.
#include "config/message_checks.hpp"

#include "runtime/config/test_schema.hpp"

namespace busbar {
namespace {

struct Row {
    const char* name;
    const char* collection;
    const char* json;
    std::vector<std::string> problems;
};

class MessageChecks : public ::testing::TestWithParam<Row> {};

// Exist: the connection "house", the object "lamp", the user "anna".
References little_world() {
    return {[](std::string_view id) { return id == "lamp"; },
            [](const CollectionName& name, std::string_view id) {
                if (name.plugin.empty()) return name.collection == "connections" && id == "house";
                return name.plugin == "test" && name.collection == "users" && id == "anna";
            }};
}

const Row kRows[] = {
    {"Right", "connections", R"({"name": "a", "address": "knx.local", "gatewayPort": 3671})", {}},
    {"Missing", "connections", "{}", {"name:required"}},
    {"Empty", "connections", R"({"name": ""})", {"name:required"}},
    {"LargestAllowed", "connections", R"({"name": "a", "gatewayPort": 65535})", {}},
    {"TooLarge",
     "connections",
     R"({"name": "a", "gatewayPort": 65536})",
     {"gateway_port:too_large"}},
    {"ZeroIsNotSet", "connections", R"({"name": "a", "gatewayPort": 0})", {}},
    {"ZeroIsSetWhereOptional",
     "connections",
     R"({"name": "a", "echoTimeout": 0})",
     {"echo_timeout:too_small"}},
    {"SmallestAllowed", "connections", R"({"name": "a", "echoTimeout": 0.5})", {}},
    {"WrongForm",
     "connections",
     R"({"name": "a", "address": "mqtt://host"})",
     {"address:bad_pattern"}},
    {"PatternIsForTheWholeText",
     "connections",
     R"({"name": "a", "address": "host "})",
     {"address:bad_pattern"}},
    {"TooLong",
     "connections",
     R"({"name": "a", "address": "abcdefghijklmnopqrstu"})",
     {"address:too_long"}},
    {"LengthIsInCharacters", "everything", R"({"texts": ["äöü"]})", {}},
    {"TooLongInAList", "everything", R"({"texts": ["abc", "abcd"]})", {"texts[1]:too_long"}},
    {"TooLargeInAList", "everything", R"({"numbers": [10, 11]})", {"numbers[1]:too_large"}},
    {"MissingInARow",
     "everything",
     R"({"rows": [{"rowName": "a"}, {}]})",
     {"rows[1].row_name:required"}},
    {"MissingInAGroup", "everything", R"({"group": {"number": 1}})", {"group.row_name:required"}},
    {"GroupNotThere", "everything", "{}", {}},
    {"HiddenIsNotMissed", "connections", R"({"name": "a", "login": "LOGIN_UNSPECIFIED"})", {}},
    {"ShownIsMissed",
     "connections",
     R"({"name": "a", "login": "LOGIN_NAME"})",
     {"password:required"}},
    {"References",
     "assignments",
     R"({"connection": "house", "object": "lamp", "user": "anna"})",
     {}},
    {"UnknownItem",
     "assignments",
     R"({"connection": "huose", "object": "lamp"})",
     {"connection:unknown_item"}},
    {"UnknownItemElsewhere",
     "assignments",
     R"({"connection": "house", "object": "lamp", "user": "hugo"})",
     {"user:unknown_item"}},
    {"UnknownObjectIsAWarning",
     "assignments",
     R"({"connection": "house", "object": "lmap"})",
     {"object:unknown_object?"}},
};

TEST_P(MessageChecks, FindsWhatIsWrong) {
    const auto schema = test_schema();
    const auto& at = *schema->find(GetParam().collection);
    Problems problems;
    read_message(Json::parse(GetParam().json), *at.type, nullptr, *at.item, problems);
    check_message(*at.item, *at.type, little_world(), problems);
    EXPECT_EQ(brief(problems), GetParam().problems);
    for (const auto& problem : problems) EXPECT_FALSE(problem.message().empty());
}

INSTANTIATE_TEST_SUITE_P(Rows, MessageChecks, ::testing::ValuesIn(kRows),
                         [](const auto& row) { return row.param.name; });

}  // namespace
}  // namespace busbar
