// SPDX-License-Identifier: Apache-2.0
// Which topics a connection uses, and how others are told.
#include "bridge/used_topics.hpp"

#include "plugin_fixture.hpp"

namespace mqtt_client::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
namespace service = busbar::service::v1;

class UsedTopicsTest : public APlugin {
 protected:
    // The service's description as last told; nothing when it was not told since.
    std::optional<service::MqttClient> told() {
        std::optional<service::MqttClient> newest;
        for (const auto& offered :
             host.take_all(&v1::Message::has_service_offered, &v1::Message::service_offered)) {
            EXPECT_EQ(offered.name(), "mqtt-client");
            newest.emplace().ParseFromString(offered.description());
        }
        return newest;
    }
    v1::ServiceResult ask(const std::string& connection, std::uint32_t first = 0) {
        service::TopicsRequest question;
        question.set_connection(connection);
        question.set_first(first);
        v1::Message message;
        auto& request = *message.mutable_service_request();
        request.set_id(++questions_);
        request.set_service("mqtt-client");
        request.set_method("topics");
        request.set_request(question.SerializeAsString());
        host.give(message);
        loop.turn();
        const auto answers =
            host.take_all(&v1::Message::has_service_result, &v1::Message::service_result);
        EXPECT_THAT(answers, SizeIs(1));
        return answers.empty() ? v1::ServiceResult{} : answers.front();
    }
    service::TopicsResponse topics(const std::string& connection, std::uint32_t first = 0) {
        service::TopicsResponse response;
        EXPECT_TRUE(response.ParseFromString(ask(connection, first).response()));
        return response;
    }

 private:
    std::uint64_t questions_ = 0;
};

TEST_F(UsedTopicsTest, AreThoseOfAssignmentsRulesAvailabilityDiscoveryAndTheTest) {
    auto house = external();
    house.set_availability_topic("house/there");
    house.set_home_assistant(true);
    house.set_client_id("busbar");
    set("house", house);
    set("garden", external("Garden"));
    assign("light");
    assign("twin", "garden");
    messages::TopicRule rule;
    rule.set_connection("house");
    rule.set_objects("set-*");
    rule.set_command_topic("all/{id}/set");
    host.give_settings("rules", "all", rule);
    commit();
    catalogue();
    const auto used = topics("house");
    EXPECT_THAT(used.command_topics(), ElementsAre("all/set-point/set", "light/set"));
    EXPECT_THAT(used.report_topics(),
                ElementsAre("busbar/test/busbar", ::testing::StartsWith("homeassistant/+/"),
                            "house/there", "light/state"));
    EXPECT_EQ(used.next(), 0U);
}

TEST_F(UsedTopicsTest, AreThoseOfAnnouncementsThatAreStillToBeTakenBack) {
    auto house = external();
    house.set_home_assistant(true);
    set("house", house, false);
    commit();
    set("house", external(), false);
    commit();
    EXPECT_THAT(topics("house").report_topics(),
                ::testing::Contains(::testing::StartsWith("homeassistant/+/")));
}

TEST_F(UsedTopicsTest, AreNotThoseOfAConnectionThatIsNotThere) {
    set("house", external());
    commit();
    EXPECT_FALSE(ask("cellar").error().empty());
    host.give_item_removed("connections", "house");
    commit();
    EXPECT_FALSE(ask("house").error().empty());
}

TEST_F(UsedTopicsTest, AreToldAsANumberThatChangesWithThem) {
    auto house = external();
    house.set_authentication(true);
    house.set_username("anna");
    house.set_password("secret");
    set("house", house);
    commit();
    const auto first = told();
    ASSERT_TRUE(first);
    ASSERT_THAT(first->connections(), SizeIs(1));
    EXPECT_EQ(first->connections(0).id(), "house");
    EXPECT_EQ(first->connections(0).username(), "anna");
    EXPECT_EQ(topics("house").revision(), first->connections(0).revision());
    commit();
    EXPECT_FALSE(told());
    assign("light");
    commit();
    const auto second = told();
    ASSERT_TRUE(second);
    EXPECT_NE(second->connections(0).revision(), first->connections(0).revision());
    host.give_item_removed("connections", "house");
    commit();
    const auto third = told();
    ASSERT_TRUE(third);
    EXPECT_THAT(third->connections(), IsEmpty());
}

TEST_F(UsedTopicsTest, WhatARuleGivesToManyObjectsIsToldTogether) {
    set("house", external());
    messages::TopicRule rule;
    rule.set_connection("house");
    rule.set_report_topic("all/{id}");
    host.give_settings("rules", "all", rule);
    commit();
    (void)told();
    catalogue();
    EXPECT_FALSE(told());
    loop.advance(std::chrono::seconds(1));
    EXPECT_TRUE(told());
    EXPECT_THAT(topics("house").report_topics(), SizeIs(5));
}

TEST_F(UsedTopicsTest, ComeInPagesOfBoundedSizeThatAreAllOfThem) {
    constexpr int kObjects = 1'000;
    set("house", external());
    for (int i = 0; i < kObjects; ++i) assign("object-" + std::to_string(i));
    commit();
    std::set<std::string> seen;
    int pages = 0;
    for (std::uint32_t first = 0; pages == 0 || first != 0; ++pages) {
        const auto page = topics("house", first);
        EXPECT_LE(page.ByteSizeLong(), 24'576U);
        seen.insert(page.command_topics().begin(), page.command_topics().end());
        seen.insert(page.report_topics().begin(), page.report_topics().end());
        ASSERT_TRUE(page.next() == 0 || page.next() > first);
        first = page.next();
    }
    EXPECT_GT(pages, 1);
    EXPECT_THAT(seen, SizeIs(2 * kObjects + 1));
}

TEST(PageOfTopics, BeyondTheLastOneThereIsNothing) {
    const UsedTopics topics{7, {"a"}, {"b"}};
    const auto page = page_of(topics, 5);
    EXPECT_EQ(page.revision(), 7U);
    EXPECT_EQ(page.next(), 0U);
    EXPECT_EQ(page.command_topics_size() + page.report_topics_size(), 0);
}

}  // namespace
}  // namespace mqtt_client::testing
