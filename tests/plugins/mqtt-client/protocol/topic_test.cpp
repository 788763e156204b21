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
INSTANTIATE_TEST_SUITE_P(Topics, Topic,
                         testing::Values(Row{"Usual", "home/kitchen/light/set", None, None},
                                         Row{"Blanks", "home/kitchen light", None, None},
                                         Row{"Umlauts", "Haus/Küche", None, None},
                                         Row{"Plus", "home/+/light", Wildcard, Wildcard},
                                         Row{"PlusInsideALevel", "a+b", Wildcard, Wildcard},
                                         Row{"Hash", "home/#", Wildcard, Wildcard},
                                         Row{"EmptyInside", "home//light", EmptyLevel, None},
                                         Row{"EmptyFirst", "/home", EmptyLevel, None},
                                         Row{"EmptyLast", "home/", EmptyLevel, None},
                                         Row{"SystemTopic", "$SYS/broker/uptime", System, None},
                                         Row{"ControlCharacter", "home\n", Character, Character},
                                         Row{"NotUtf8",
                                             "K\xFC"
                                             "che",
                                             Character, Character},
                                         Row{"Nul", std::string("a\0b", 3), Character, Character},
                                         Row{"LongestAllowed", std::string(512, 'a'), None, None},
                                         Row{"TooLongByOne", std::string(513, 'a'), TooLong,
                                             TooLong}),
                         [](const auto& param) { return param.param.name; });

}  // namespace
}  // namespace mqtt_client
