// SPDX-License-Identifier: Apache-2.0
// Which topics a right covers.
#include "mqtt-broker/protocol/topic_right.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace mqtt_broker {
namespace {

constexpr Who kAnna{"anna", "tablet"};

struct Row {
    const char* name;
    const char* pattern;
    const char* topic;  // or filter
    bool covers;
    bool overlaps;
};

class RightsTable : public ::testing::TestWithParam<Row> {};

TEST_P(RightsTable, SaysWhatMayBeReadWrittenAndSubscribed) {
    const auto& row = GetParam();
    const std::vector<TopicRight> reads{{Access::Read, row.pattern}};
    const std::vector<TopicRight> writes{{Access::Write, row.pattern}};
    EXPECT_EQ(may_read(reads, row.topic, kAnna), row.covers);
    EXPECT_EQ(may_write(writes, row.topic, kAnna), row.covers && *row.topic != '$');
    EXPECT_EQ(may_subscribe(reads, row.topic, kAnna), row.overlaps);
    EXPECT_FALSE(may_write(reads, row.topic, kAnna));
    EXPECT_FALSE(may_read(writes, row.topic, kAnna));
    EXPECT_FALSE(may_subscribe(writes, row.topic, kAnna));
}

INSTANTIATE_TEST_SUITE_P(
    Table, RightsTable,
    ::testing::Values(Row{"Same", "home/lamp", "home/lamp", true, true},
                      Row{"Other", "home/lamp", "home/lamps", false, false},
                      Row{"Shorter", "home/lamp", "home", false, false},
                      Row{"Longer", "home", "home/lamp", false, false},
                      Row{"Plus", "home/+/set", "home/lamp/set", true, true},
                      Row{"PlusIsOneLevel", "home/+", "home/lamp/set", false, false},
                      Row{"PlusIsAnEmptyLevelToo", "home/+", "home/", true, true},
                      Row{"Hash", "home/#", "home/lamp/set", true, true},
                      Row{"HashIsItsParentToo", "home/#", "home", true, true},
                      Row{"HashIsNotItsSibling", "home/#", "homes", false, false},
                      Row{"Everything", "#", "home/lamp", true, true},
                      Row{"EverythingButTheBroker", "#", "$SYS/broker/uptime", false, false},
                      Row{"TheBroker", "$SYS/#", "$SYS/broker/uptime", true, true},
                      Row{"UserName", "home/%u/#", "home/anna/lamp", true, true},
                      Row{"OtherUserName", "home/%u/#", "home/otto/lamp", false, false},
                      Row{"ClientId", "%c", "tablet", true, true},
                      Row{"PercentWithinALevel", "home/%u1", "home/anna1", false, false},
                      Row{"WiderFilter", "home/lamp", "#", false, true},
                      Row{"WiderFilterOfOneLevel", "home/lamp/state", "home/+/state", false, true},
                      Row{"FilterAside", "home/+/state", "garden/#", false, false},
                      Row{"FilterThatEndsAbove", "home/+/state", "home/+", false, false},
                      Row{"FilterOfTheParent", "home/lamp", "home/lamp/#", false, true},
                      Row{"Shared", "home/#", "$share/group/home/lamp", false, true},
                      Row{"SharedAside", "home/#", "$share/group/garden", false, false},
                      Row{"SharedWithoutATopic", "home/#", "$share/group", false, false}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(TopicRight, WithoutAnyEverythingIsAllowedButWritingToTheBrokersOwnTopics) {
    EXPECT_TRUE(may_read({}, "a/b", kAnna));
    EXPECT_TRUE(may_read({}, "$SYS/broker/uptime", kAnna));
    EXPECT_TRUE(may_write({}, "a/b", kAnna));
    EXPECT_TRUE(may_subscribe({}, "#", kAnna));
    EXPECT_FALSE(may_write({}, "$SYS/broker/uptime", kAnna));
    EXPECT_FALSE(may_write({}, "$CONTROL/dynamic-security/v1", kAnna));
}

TEST(TopicRight, OneOfSeveralIsEnough) {
    const std::vector<TopicRight> rights{{Access::Read, "a"}, {Access::ReadWrite, "b/#"}};
    EXPECT_TRUE(may_read(rights, "a", kAnna));
    EXPECT_FALSE(may_write(rights, "a", kAnna));
    EXPECT_TRUE(may_read(rights, "b/c", kAnna));
    EXPECT_TRUE(may_write(rights, "b/c", kAnna));
}

TEST(TopicRight, ANameWithASlashIsNoTwoLevels) {
    const std::vector<TopicRight> rights{{Access::Read, "home/%u"}};
    EXPECT_FALSE(may_read(rights, "home/living room/door", {"living room/door", ""}));
}

TEST(TopicRight, APatternIsATopicFilter) {
    for (const auto* good : {"a", "#", "+", "a/#", "a/+/b", "$SYS/#", "%u/%c", "/", "a b"}) {
        EXPECT_EQ(pattern_fault(good), "") << good;
    }
    for (const auto* bad : {"", " a", "a ", "a#", "a+", "#/a", "a/#/b", "a\nb", "a/b+"}) {
        EXPECT_NE(pattern_fault(bad), "") << bad;
    }
    EXPECT_NE(pattern_fault(std::string(513, 'a')), "");
}

}  // namespace
}  // namespace mqtt_broker
