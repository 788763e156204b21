// SPDX-License-Identifier: Apache-2.0
// What may be done with the topics of a connection.
#include "mqtt-broker/protocol/connection_topics.hpp"

#include <gtest/gtest.h>

namespace mqtt_broker {
namespace {

ConnectionTopics house() {
    return {TopicSet({"lamp/set", "all/+/set"}), TopicSet({"lamp/state", "%u", "ha/+/node/#"})};
}

TEST(ConnectionTopics, OthersCommandAndHearReports) {
    const auto topics = house();
    EXPECT_TRUE(may_write(topics, Side::Others, "lamp/set"));
    EXPECT_TRUE(may_write(topics, Side::Others, "all/x/set"));
    EXPECT_TRUE(may_read(topics, Side::Others, "lamp/state"));
    EXPECT_TRUE(may_read(topics, Side::Others, "ha/light/node/1/config"));
    EXPECT_FALSE(may_write(topics, Side::Others, "lamp/state"));
    EXPECT_FALSE(may_read(topics, Side::Others, "lamp/set"));
    EXPECT_FALSE(may_write(topics, Side::Others, "lamp"));
    EXPECT_FALSE(may_read(topics, Side::Others, "ha/light/other/1/config"));
    EXPECT_FALSE(may_read(topics, Side::Others, "$SYS/broker/uptime"));
}

TEST(ConnectionTopics, TheConnectionItselfMayDoBoth) {
    const auto topics = house();
    for (const auto* topic : {"lamp/set", "lamp/state"}) {
        EXPECT_TRUE(may_read(topics, Side::Both, topic));
        EXPECT_TRUE(may_write(topics, Side::Both, topic));
        EXPECT_TRUE(may_subscribe(topics, Side::Both, topic));
    }
    EXPECT_FALSE(may_write(topics, Side::Both, "cellar"));
}

TEST(ConnectionTopics, ASubscriptionIsForSomethingThatMayBeRead) {
    const auto topics = house();
    for (const auto* filter : {"lamp/state", "lamp/+", "#", "+/state", "ha/#", "ha/light/node/1",
                               "$share/group/lamp/state", "%u"}) {
        EXPECT_TRUE(may_subscribe(topics, Side::Others, filter)) << filter;
    }
    for (const auto* filter : {"lamp/set", "all/#", "cellar", "$SYS/#", "lamp", "anna"}) {
        EXPECT_FALSE(may_subscribe(topics, Side::Others, filter)) << filter;
    }
}

TEST(ConnectionTopics, WithoutAnyNothingMayBeDone) {
    EXPECT_FALSE(may_read({}, Side::Both, "lamp"));
    EXPECT_FALSE(may_write({}, Side::Both, "lamp"));
    EXPECT_FALSE(may_subscribe({}, Side::Both, "#"));
}

TEST(ConnectionTopics, EachTopicIsThereOnce) {
    const TopicSet topics({"b", "a", "b", "a/+", "a/+"});
    EXPECT_EQ(topics.size(), 3U);
    EXPECT_EQ(topics, TopicSet({"a/+", "a", "b"}));
}

}  // namespace
}  // namespace mqtt_broker
