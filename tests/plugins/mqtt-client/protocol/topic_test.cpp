// SPDX-License-Identifier: Apache-2.0
// Tests of topic rules.
#include "protocol/topic.hpp"

#include <gtest/gtest.h>

#include <string>

namespace mqtt_client {
namespace {

struct Row {
    const char* name;
    std::string topic;
    TopicProblem report;
    TopicProblem command;
};

class Topic : public testing::TestWithParam<Row> {};

TEST_P(Topic, IsJudged) {
    EXPECT_EQ(check_report_topic(GetParam().topic), GetParam().report);
    EXPECT_EQ(check_command_topic(GetParam().topic), GetParam().command);
}

using enum TopicProblem;
INSTANTIATE_TEST_SUITE_P(
    Topics, Topic,
    testing::Values(
        Row{"Usual", "home/kitchen/light/set", None, None},
        Row{"Blanks", "home/kitchen light", None, None}, Row{"Umlauts", "Haus/Küche", None, None},
        Row{"Plus", "home/+/light", Wildcard, None}, Row{"Hash", "home/#", Wildcard, None},
        Row{"PlusAndHash", "+/light/#", Wildcard, None},
        Row{"PlusInsideALevel", "a/b+", Wildcard, MisplacedWildcard},
        Row{"HashInsideALevel", "a/b#", Wildcard, MisplacedWildcard},
        Row{"HashBeforeTheEnd", "a/#/b", Wildcard, MisplacedWildcard},
        Row{"Everything", "#", Wildcard, MisplacedWildcard},
        Row{"OnlyWildcards", "+/+/#", Wildcard, MisplacedWildcard},
        Row{"WildcardOfTheBroker", "$SYS/#", System, System},
        Row{"Shared", "$share/us/home/light", System, System},
        Row{"EmptyInside", "home//light", EmptyLevel, None},
        Row{"EmptyFirst", "/home", EmptyLevel, None}, Row{"EmptyLast", "home/", EmptyLevel, None},
        Row{"SystemTopic", "$SYS/broker/uptime", System, None},
        Row{"ControlCharacter", "home\n", Character, Character},
        Row{"NotUtf8",
            "K\xFC"
            "che",
            Character, Character},
        Row{"Nul", std::string("a\0b", 3), Character, Character},
        Row{"LongestAllowed", std::string(512, 'a'), None, None},
        Row{"TooLongByOne", std::string(513, 'a'), TooLong, TooLong}),
    [](const auto& param) { return param.param.name; });

TEST(TopicFilter, MatchesWhatItsWildcardsStandFor) {
    EXPECT_TRUE(topic_matches("a/b", "a/b"));
    EXPECT_TRUE(topic_matches("a/+", "a/b"));
    EXPECT_TRUE(topic_matches("a/+", "a/"));
    EXPECT_TRUE(topic_matches("+/b/+", "a/b/c"));
    EXPECT_TRUE(topic_matches("a/#", "a/b/c"));
    EXPECT_TRUE(topic_matches("a/#", "a/"));
    EXPECT_TRUE(topic_matches("a/#", "a"));
    EXPECT_TRUE(topic_matches("+/#", "a"));
    EXPECT_TRUE(topic_matches("$SYS/a", "$SYS/a"));
}

TEST(TopicFilter, MatchesNothingElse) {
    EXPECT_FALSE(topic_matches("a/b", "a/c"));
    EXPECT_FALSE(topic_matches("a/b", "a"));
    EXPECT_FALSE(topic_matches("a", "a/b"));
    EXPECT_FALSE(topic_matches("a/+", "a"));
    EXPECT_FALSE(topic_matches("a/+", "a/b/c"));
    EXPECT_FALSE(topic_matches("a/b/#", "a"));
    EXPECT_FALSE(topic_matches("a/b/#", "a/bc"));
    EXPECT_FALSE(topic_matches("+/a", "$SYS/a"));  // MQTT 3.1.1, section 4.7.2
    EXPECT_FALSE(topic_matches("", "a"));
}

}  // namespace
}  // namespace mqtt_client
