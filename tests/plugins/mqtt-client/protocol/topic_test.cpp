// SPDX-License-Identifier: Apache-2.0
// Tests of topic rules and of the table of topics.
#include "protocol/topic.hpp"

#include <gtest/gtest.h>

#include <algorithm>
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

std::vector<TopicTable::Listener> listeners(const TopicTable& table, std::string_view topic) {
    std::vector<TopicTable::Listener> found;
    table.find(topic, [&](TopicTable::Listener listener) { found.push_back(listener); });
    std::sort(found.begin(), found.end());
    return found;
}

std::string topic_of(std::uint32_t i) { return "home/object-" + std::to_string(i) + "/set"; }

TEST(TopicTable, FindsEveryListenerOfATopic) {
    TopicTable table;
    EXPECT_TRUE(listeners(table, "a").empty());
    table.add("a", 1);
    table.add("a", 2);
    table.add("b", 3);
    EXPECT_EQ(listeners(table, "a"), (std::vector<TopicTable::Listener>{1, 2}));
    EXPECT_EQ(listeners(table, "b"), (std::vector<TopicTable::Listener>{3}));
    EXPECT_TRUE(listeners(table, "c").empty());
}

TEST(TopicTable, ForgetsOnlyWhatIsRemoved) {
    TopicTable table;
    table.add("a", 1);
    table.add("a", 2);
    table.remove("a", 1);
    table.remove("a", 7);
    table.remove("never", 1);
    EXPECT_EQ(listeners(table, "a"), (std::vector<TopicTable::Listener>{2}));
    EXPECT_EQ(table.size(), 1U);
}

TEST(TopicTable, KeepsTenThousandTopicsThroughChanges) {
    constexpr std::uint32_t kCount = 10000;
    TopicTable table;
    for (std::uint32_t round = 0; round < 3; ++round) {
        for (std::uint32_t i = 0; i < kCount; ++i) table.add(topic_of(i), i);
        for (std::uint32_t i = 0; i < kCount; ++i) {
            const auto found = listeners(table, topic_of(i));
            ASSERT_TRUE(std::binary_search(found.begin(), found.end(), i)) << i;
            ASSERT_LE(found.size(), 3U) << i;  // a hash met by chance
        }
        for (std::uint32_t i = 0; i < kCount; ++i) table.remove(topic_of(i), i);
        EXPECT_EQ(table.size(), 0U);
    }
    EXPECT_TRUE(listeners(table, topic_of(0)).empty());
}

}  // namespace
}  // namespace mqtt_client
