// SPDX-License-Identifier: Apache-2.0
// Tests of topics made of a template.
#include "protocol/topic_template.hpp"

#include <gtest/gtest.h>

#include "protocol/topic.hpp"

namespace mqtt_client {
namespace {

constexpr TopicSubject kLamp{"kitchen-lamp", "Lamp over the table", "Küche/Essen", "House"};

struct Row {
    const char* name;
    const char* text;
    const char* topic;
    const char* filter;
};

class Template : public testing::TestWithParam<Row> {};

TEST_P(Template, GivesATopicAndTheFilterOfAllOfThem) {
    const auto made = TopicTemplate::parse(GetParam().text);
    ASSERT_TRUE(made) << made.error().message;
    EXPECT_EQ(made->topic(kLamp), GetParam().topic);
    EXPECT_EQ(made->filter(), GetParam().filter);
}

INSTANTIATE_TEST_SUITE_P(
    Topics, Template,
    testing::Values(Row{"Id", "house/{id}/set", "house/kitchen-lamp/set", "house/+/set"},
                    Row{"AllOfThem", "{project}/{room}/{name}/state",
                        "House/Küche_Essen/Lamp_over_the_table/state", "+/+/+/state"},
                    Row{"PartOfALevel", "house/lamp-{id}", "house/lamp-kitchen-lamp", "house/+"},
                    Row{"BeginOfALevel", "{id}-x/set", "kitchen-lamp-x/set", "+/set"},
                    Row{"TwoInALevel", "a/{room}-{id}/b", "a/Küche_Essen-kitchen-lamp/b", "a/+/b"},
                    Row{"Alone", "{id}", "kitchen-lamp", "+"},
                    Row{"None", "house/lamp", "house/lamp", "house/lamp"}),
    [](const auto& param) { return param.param.name; });

struct Wrong {
    const char* name;
    std::string text;
    const char* message;
};

class WrongTemplate : public testing::TestWithParam<Wrong> {};

TEST_P(WrongTemplate, IsRefusedWithASentence) {
    const auto made = TopicTemplate::parse(GetParam().text);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().message, GetParam().message);
}

constexpr auto kBraces = "A placeholder is written {id}, with both braces.";
constexpr auto kLevels = "A topic has no empty level: no / at its ends, no //.";

INSTANTIATE_TEST_SUITE_P(
    Topics, WrongTemplate,
    testing::Values(
        Wrong{"Unknown", "a/{floor}",
              "There is no {floor}; there are {id}, {name}, {room} and {project}."},
        Wrong{"NotClosed", "a/{id", kBraces}, Wrong{"NotOpened", "a/id}", kBraces},
        Wrong{"Empty", "", kLevels}, Wrong{"EmptyLevel", "a//{id}", kLevels},
        Wrong{"EmptyLevelAtTheEnd", "{id}/", kLevels},
        Wrong{"Wildcard", "a/+/{id}",
              "+ and # are not allowed here; {id} stands for one object after the other."},
        Wrong{"System", "$SYS/{id}", "A topic does not begin with $: that is the broker's own."},
        Wrong{"Control", "a\n/{id}", "A topic is UTF-8 text without control characters."},
        Wrong{"TooLong", std::string(513, 'a'), "A topic has at most 512 octets."}),
    [](const auto& param) { return param.param.name; });

TEST(TemplateOfTopics, MakesAnyNameALevel) {
    EXPECT_EQ(safe_level(" Lamp #1 + 2/3 "), "Lamp__1___2_3");
    EXPECT_EQ(safe_level("Küche"), "Küche");
    EXPECT_EQ(safe_level(""), "_");
    EXPECT_EQ(safe_level(" \t"), "_");
    EXPECT_EQ(safe_level("K\xFC"
                         "che"),
              "K_che");
    EXPECT_EQ(safe_level(std::string("a\0b", 3)), "a_b");
}

TEST(TemplateOfTopics, TakesTheIdOfAnObjectWithoutAName) {
    EXPECT_EQ(TopicTemplate::parse("{room}/{name}")->topic({"lamp", "", "", ""}), "_/lamp");
}

TEST(TemplateOfTopics, NeverMakesATopicOfTheBrokersOwn) {
    const auto topic = TopicTemplate::parse("{name}/state")->topic({"x", "$SYS", "", ""});
    EXPECT_EQ(topic, "_SYS/state");
    EXPECT_EQ(check_report_topic(topic), TopicProblem::None);
}

TEST(TemplateOfTopics, KnowsItsPlaceholders) {
    const auto made = TopicTemplate::parse("{room}/{id}");
    EXPECT_TRUE(made->has(TopicTemplate::Placeholder::Id));
    EXPECT_FALSE(made->has(TopicTemplate::Placeholder::Name));
}

}  // namespace
}  // namespace mqtt_client
