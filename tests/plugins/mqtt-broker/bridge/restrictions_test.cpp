// SPDX-License-Identifier: Apache-2.0
// Reading the topics of connections from the MQTT client.
#include "mqtt-broker/bridge/restrictions.hpp"

#include <gtest/gtest.h>

namespace mqtt_broker {
namespace {

namespace service = busbar::service::v1;

class RestrictionsTest : public ::testing::Test {
 protected:
    // Connections "house" and "cellar", as the MQTT client tells them.
    bool offer(std::uint64_t house, std::uint64_t cellar = 1, const std::string& username = "") {
        service::MqttClient client;
        for (const auto& [id, revision] :
             {std::pair{"house", house}, std::pair{"cellar", cellar}}) {
            if (revision == 0) continue;
            auto& connection = *client.add_connections();
            connection.set_id(id);
            connection.set_revision(revision);
            connection.set_username(username);
        }
        return restrictions.offered(client);
    }
    bool answer(std::uint64_t revision, const std::string& command, const std::string& report,
                std::uint32_t next = 0) {
        service::TopicsResponse page;
        page.set_revision(revision);
        page.add_command_topics(command);
        page.add_report_topics(report);
        page.set_next(next);
        return restrictions.answered(page);
    }
    // The number that is asked for; the question is for "house".
    std::optional<std::uint32_t> asked() {
        const auto question = restrictions.next_question();
        if (!question) return std::nullopt;
        EXPECT_EQ(question->connection(), "house");
        return question->first();
    }

    Restrictions restrictions;
};

TEST_F(RestrictionsTest, OnlyWantedConnectionsAreRead) {
    EXPECT_FALSE(offer(7));
    EXPECT_EQ(asked(), std::nullopt);
    restrictions.want({"house", "attic"});
    EXPECT_EQ(asked(), 0U);
    EXPECT_EQ(asked(), std::nullopt);  // one at a time
    EXPECT_TRUE(answer(7, "set", "state"));
    EXPECT_EQ(asked(), std::nullopt);
    const ConnectionTopics topics{TopicSet({"set"}), TopicSet({"state"})};
    EXPECT_EQ(restrictions.topics(), (Connections{{"house", topics}}));
}

TEST_F(RestrictionsTest, PagesAreReadOneAfterTheOtherAndBelongTogether) {
    restrictions.want({"house"});
    offer(7);
    EXPECT_EQ(asked(), 0U);
    EXPECT_FALSE(answer(7, "a/set", "a", 2));
    EXPECT_TRUE(restrictions.topics().empty());
    EXPECT_EQ(asked(), 2U);
    EXPECT_FALSE(answer(8, "b/set", "b"));  // of other topics than the first page
    EXPECT_EQ(asked(), 0U);
    EXPECT_FALSE(answer(8, "a/set", "a", 2));
    EXPECT_EQ(asked(), 2U);
    EXPECT_TRUE(answer(8, "b/set", "b"));
    EXPECT_EQ(restrictions.topics().at("house").commands, TopicSet({"a/set", "b/set"}));
    offer(8);
    EXPECT_EQ(asked(), std::nullopt);
}

TEST_F(RestrictionsTest, TopicsThatChangedAreReadAgainAndCountUntilThen) {
    restrictions.want({"house"});
    offer(7);
    (void)asked();
    answer(7, "set", "state");
    EXPECT_FALSE(offer(8));
    EXPECT_EQ(restrictions.topics().at("house").commands, TopicSet({"set"}));
    EXPECT_EQ(asked(), 0U);
    EXPECT_TRUE(answer(8, "new", "state"));
    EXPECT_EQ(restrictions.topics().at("house").commands, TopicSet({"new"}));
}

TEST_F(RestrictionsTest, AConnectionThatIsGoneHasNoTopics) {
    restrictions.want({"house"});
    EXPECT_FALSE(restrictions.heard());
    offer(7);
    (void)asked();
    answer(7, "set", "state");
    EXPECT_TRUE(offer(0));
    EXPECT_TRUE(restrictions.topics().empty());
    EXPECT_TRUE(restrictions.heard());
    EXPECT_EQ(restrictions.find("house"), nullptr);
    EXPECT_FALSE(offer(0, 2));
}

TEST_F(RestrictionsTest, WhoTheConnectionLogsInAsMatters) {
    restrictions.want({"house"});
    offer(7);
    EXPECT_TRUE(offer(7, 1, "anna"));
    EXPECT_EQ(restrictions.find("house")->username, "anna");
    EXPECT_FALSE(offer(7, 1, "anna"));
}

TEST_F(RestrictionsTest, WhatFailedIsAskedAgain) {
    restrictions.want({"house"});
    offer(7);
    (void)asked();
    EXPECT_FALSE(restrictions.answered(busbar::fail(busbar::ErrorCode::Unavailable, "busy")));
    EXPECT_EQ(asked(), 0U);
}

TEST_F(RestrictionsTest, WhatWouldBeNoLineOfAFileIsNobodysTopic) {
    restrictions.want({"house"});
    offer(7);
    (void)asked();
    answer(7, "set\ntopic readwrite #", "state");
    EXPECT_EQ(restrictions.topics().at("house").commands.size(), 0U);
}

TEST_F(RestrictionsTest, MoreTopicsThanFitAreLeftOutAndThatIsKnown) {
    restrictions.want({"house"});
    offer(7);
    std::uint32_t number = 0;
    bool complete = false;
    while (!complete && number < 2 * Restrictions::kTopicsMax) {
        ASSERT_EQ(asked(), number);
        service::TopicsResponse page;
        page.set_revision(7);
        for (int i = 0; i < 1'000; ++i) page.add_report_topics(std::to_string(++number));
        page.set_next(number);
        complete = restrictions.answered(page);
    }
    EXPECT_TRUE(complete);
    EXPECT_TRUE(restrictions.find("house")->cut);
    EXPECT_EQ(asked(), std::nullopt);
}

TEST_F(RestrictionsTest, WhatIsNotWantedAnyMoreIsForgotten) {
    restrictions.want({"house"});
    offer(7);
    (void)asked();
    answer(7, "set", "state");
    restrictions.want({});
    EXPECT_TRUE(restrictions.topics().empty());
    restrictions.want({"house"});
    EXPECT_EQ(asked(), 0U);
}

}  // namespace
}  // namespace mqtt_broker
