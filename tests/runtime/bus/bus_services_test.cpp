// SPDX-License-Identifier: Apache-2.0
// Bus: services, offered by one plugin and asked for by another.
#include <gmock/gmock.h>

#include "runtime/bus/bus_client.hpp"

namespace busbar {
namespace {

class BusServices : public testing::Test {
 protected:
    void offer(BusClient& who, const std::string& description) {
        v1::Message message;
        message.mutable_service_offered()->set_name("mqtt-broker");
        message.mutable_service_offered()->set_description(description);
        who.send(message);
    }
    std::uint64_t request(std::uint64_t id) {
        v1::Message message;
        message.mutable_service_request()->set_id(id);
        message.mutable_service_request()->set_service("mqtt-broker");
        message.mutable_service_request()->set_method("check_password");
        client_.send(message);
        for (const auto& one : broker_.receive_all()) {
            if (one.has_service_request()) return one.service_request().id();
        }
        return 0;
    }
    std::vector<v1::ServiceResult> results() {
        std::vector<v1::ServiceResult> found;
        for (const auto& one : client_.receive_all()) {
            if (one.has_service_result()) found.push_back(one.service_result());
        }
        return found;
    }
    ManualClock clock_;
    Bus bus_{clock_, null_log()};
    BusClient broker_{bus_, "broker"};
    BusClient client_{bus_, "client"};
};

TEST_F(BusServices, AnOfferReachesEverybodyThatIsThereAndThatComesLater) {
    offer(broker_, "one");
    ASSERT_EQ(client_.receive_all().size(), 1U);
    BusClient late(bus_, "late");
    const auto messages = late.receive_all();
    ASSERT_EQ(messages.size(), 1U);
    EXPECT_EQ(messages[0].service_offered().description(), "one");
    EXPECT_EQ(messages[0].service_offered().plugin_id(), "broker");
}

TEST_F(BusServices, AnOfferThatChangesAllTheTimeWaitsOnceWithItsLastWords) {
    for (int i = 0; i < 100'000; ++i) offer(broker_, std::to_string(i));
    const auto messages = client_.receive_all();
    ASSERT_EQ(messages.size(), 1U);
    EXPECT_EQ(messages[0].service_offered().description(), "99999");
}

TEST_F(BusServices, WhenTheOneThatOffersGoesTheServiceIsWithdrawnAndQuestionsAreAnswered) {
    offer(broker_, "one");
    EXPECT_NE(request(5), 0U);
    (void)client_.receive_all();
    broker_.leave();
    const auto messages = client_.receive_all();
    ASSERT_EQ(messages.size(), 2U);
    EXPECT_EQ(messages[0].service_result().error(), "its plugin is not running");
    EXPECT_EQ(messages[1].service_withdrawn().name(), "mqtt-broker");
}

TEST_F(BusServices, NobodyCanTakeAServiceFromWhoOffersIt) {
    offer(broker_, "one");
    BusClient thief(bus_, "thief");
    offer(thief, "two");
    EXPECT_EQ(thief.figures().refused, 1U);
    EXPECT_EQ(client_.receive_all()[0].service_offered().description(), "one");
}

TEST_F(BusServices, AQuestionGetsExactlyOneAnswer) {
    offer(broker_, "one");
    const auto id = request(5);
    v1::Message answer;
    answer.mutable_service_result()->set_id(id);
    answer.mutable_service_result()->set_response("yes");
    broker_.send(answer);
    broker_.send(answer);
    const auto found = results();
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].id(), 5U);
    EXPECT_EQ(found[0].response(), "yes");
}

TEST_F(BusServices, AQuestionThatIsNotAnsweredEndsAfterFiveSeconds) {
    offer(broker_, "one");
    (void)request(5);
    clock_.time += std::chrono::seconds(5);
    bus_.expire();
    EXPECT_EQ(results().at(0).error(), "no answer in time");
}

TEST_F(BusServices, AQuestionToAServiceThatIsNotThereIsAnsweredAtOnce) {
    EXPECT_EQ(request(5), 0U);
    EXPECT_EQ(results().at(0).error(), "the service is not there");
}

}  // namespace
}  // namespace busbar
