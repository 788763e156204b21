// SPDX-License-Identifier: Apache-2.0
// The plugin with a real Mosquitto: logins, actions, service, stop.
#include <gmock/gmock.h>

#include <csignal>

#include "broker_house.hpp"

namespace mqtt_broker {
namespace {

using namespace std::chrono_literals;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class PluginTest : public BrokerHouseTest {};

INSTANTIATE_TEST_SUITE_P(BothWays, PluginTest, ::testing::Values(Way::Gate, Way::Files), name_of);

TEST_P(PluginTest, StartsAndLetsOnlyItsUsersIn) {
    begin_with_anna();
    EXPECT_EQ(house.service->address(), "127.0.0.1");
    EXPECT_EQ(house.service->port(), kPort);
    EXPECT_TRUE(house.service->authentication());
    EXPECT_THAT(house.service->usernames(), ElementsAre("anna"));
    EXPECT_TRUE(house.can_publish(as("anna", "secret")));
    EXPECT_FALSE(house.can_publish(as("anna", "wrong")));
    EXPECT_FALSE(house.can_publish(as("otto", "secret")));
    EXPECT_FALSE(house.can_publish({}));
}

TEST_P(PluginTest, ServesUsersAndClientsWithUnusualNames) {
    house.add_user("living room/tür $1", "a:b c#'\"ü");
    house.begin();
    ASSERT_TRUE(house.until_running());
    auto credentials = as("living room/tür $1", "a:b c#'\"ü");
    credentials.insert(credentials.end(), {"-i", "client+#1"});
    EXPECT_TRUE(house.can_publish(credentials));
    credentials.back() = "listener+#1";
    const auto listener = house.subscriber(credentials);
    ASSERT_TRUE(listener);
    credentials.back() = "client+#1";
    EXPECT_TRUE(house.can_publish(credentials));
    EXPECT_TRUE(house.until([&] { return listener->output().find("hi\n") != std::string::npos; }));
}

class ARestrictedDevice : public PluginTest {
 protected:
    void SetUp() override {
        house.add_user("device", "word").set_restricted_to_connection("house");
        begin_with_anna();
        witness_ = house.subscriber({"-u", "anna", "-P", "secret", "-v"});
        ASSERT_TRUE(witness_);
    }
    std::unique_ptr<Client> listener() {
        return house.subscriber({"-u", "device", "-P", "word", "-v"});
    }
    void publish(const std::string& user, const std::string& topic) {
        const auto password = user == "anna" ? "secret" : "word";
        EXPECT_TRUE(house.can_publish({"-u", user, "-P", password, "-t", topic}));
    }
    // Whether `client` gets what `user` publishes now; what follows it comes after it.
    bool hears(Client& client, const std::string& user, const std::string& topic) {
        const auto line = topic + " hi\n";
        const auto witness_before = witness_->output().size();
        const auto before = client.output().size();
        publish(user, topic);
        publish("anna", "t/last");
        EXPECT_TRUE(house.until([&] {
            return witness_->output().find("t/last hi\n", witness_before) != std::string::npos;
        }));
        const auto heard = [&] { return client.output().find(line, before) != std::string::npos; };
        return heard() || (&client != witness_.get() && house.until(heard, 200ms));
    }
    bool may_publish(const std::string& topic) { return hears(*witness_, "device", topic); }
    bool may_soon_publish(const std::string& topic) {
        for (int i = 0; i < 50; ++i) {
            if (may_publish(topic)) return true;
        }
        return false;
    }

    std::unique_ptr<Client> witness_;
};

INSTANTIATE_TEST_SUITE_P(BothWays, ARestrictedDevice, ::testing::Values(Way::Gate, Way::Files),
                         name_of);

TEST_P(ARestrictedDevice, UsesTheTopicsOfItsConnectionAndNoOthersAsTheyChange) {
    EXPECT_FALSE(may_publish("t/lamp/set"));
    house.offer_topics(1, "t/lamp/set", "t/lamp");
    ASSERT_TRUE(may_soon_publish("t/lamp/set"));
    EXPECT_FALSE(may_publish("t/lamp"));
    EXPECT_FALSE(may_publish("t/x"));
    const auto listener = this->listener();
    ASSERT_TRUE(listener);
    EXPECT_TRUE(hears(*listener, "anna", "t/lamp"));
    EXPECT_FALSE(hears(*listener, "anna", "t/lamp/set"));
    EXPECT_FALSE(hears(*listener, "anna", "t/x"));
    house.offer_topics(2, "t/fan/set", "t/fan");
    ASSERT_TRUE(may_soon_publish("t/fan/set"));
    EXPECT_FALSE(may_publish("t/lamp/set"));
    EXPECT_TRUE(hears(*listener, "anna", "t/fan"));
    EXPECT_FALSE(hears(*listener, "anna", "t/lamp"));
    EXPECT_FALSE(listener->ended());
}

TEST_P(ARestrictedDevice, MayDoNothingWhenTheConnectionIsGone) {
    house.offer_topics(1, "t/lamp/set", "t/lamp");
    ASSERT_TRUE(may_soon_publish("t/lamp/set"));
    house.offer_topics(0);
    ASSERT_TRUE(house.until([&] {
        return house.user_statuses["device"].text().find("no connection 'house'") !=
               std::string::npos;
    }));
    EXPECT_EQ(house.user_statuses["device"].state(), busbar::v1::STATUS_STATE_DEGRADED);
    EXPECT_TRUE(house.until([&] { return !may_publish("t/lamp/set"); }));
}

TEST_P(PluginTest, SaysThatNobodyCanLogInWithoutAUser) {
    house.begin();
    ASSERT_TRUE(house.until_status(busbar::v1::STATUS_STATE_DEGRADED));
    EXPECT_THAT(house.status.text(), HasSubstr("Nobody can log in"));
}

TEST_P(PluginTest, DoesNotStartAtStartupWhenItIsNotTo) {
    house.broker.set_execute_at_startup(false);
    house.begin();
    ASSERT_TRUE(house.until_status(busbar::v1::STATUS_STATE_STOPPED));
    EXPECT_FALSE(BrokerHouse::broker_pid(::getpid()));
    const auto started = house.action("start");
    ASSERT_TRUE(started);
    EXPECT_TRUE(started->succeeded()) << started->message();
    EXPECT_TRUE(house.until_running());
}

TEST_P(PluginTest, UpdatesThatComeTogetherAreAllAnswered) {
    begin_with_anna();
    for (std::uint64_t id = 100; id < 105; ++id) {
        house.users.at("anna").set_password("password " + std::to_string(id));
        house.commit();
        house.host.give_action(id, "users", "anna", "update");
    }
    ASSERT_TRUE(house.until([&] { return house.results.size() == 5; }));
    for (const auto& [id, result] : house.results) EXPECT_TRUE(result.succeeded());
    EXPECT_TRUE(house.can_publish(as("anna", "password 104")));
}

TEST_P(PluginTest, KeepsRetainedMessagesWhenItIsStoppedAndStarted) {
    begin_with_anna();
    EXPECT_TRUE(house.can_publish({"-u", "anna", "-P", "secret", "-r"}));
    const auto stopped = house.action("stop");
    ASSERT_TRUE(stopped && stopped->succeeded());
    EXPECT_FALSE(BrokerHouse::broker_pid(::getpid()));
    EXPECT_EQ(house.status.state(), busbar::v1::STATUS_STATE_STOPPED);
    EXPECT_FALSE(house.service->running());
    const auto started = house.action("start");
    ASSERT_TRUE(started && started->succeeded());
    const auto listener = house.subscriber(as("anna", "secret"));
    ASSERT_TRUE(listener);
    EXPECT_TRUE(house.until([&] { return listener->output().find("hi\n") != std::string::npos; }));
}

TEST_P(PluginTest, StopsWithinASecondEvenWhenTheBrokerHangs) {
    begin_with_anna();
    const auto pid = BrokerHouse::broker_pid(::getpid());
    ::kill(*pid, SIGSTOP);
    const auto begin = busbar::Clock::now();
    house.host.give_stop();
    EXPECT_TRUE(house.until([&] { return house.service_withdrawn; }));
    EXPECT_TRUE(house.until([&] { return !BrokerHouse::lives(*pid); }));
    EXPECT_LT(busbar::Clock::now() - begin, 2s);
}

TEST_P(PluginTest, IsGoneWhenThePluginIs) {
    begin_with_anna();
    const auto pid = BrokerHouse::broker_pid(::getpid());
    ASSERT_TRUE(pid);
    house.plugin.reset();
    EXPECT_FALSE(BrokerHouse::lives(*pid));
}

TEST_P(PluginTest, AnswersWhetherAPasswordIsRight) {
    begin_with_anna();
    const auto ask = [&](std::uint64_t id, const char* user, const char* password) {
        busbar::service::v1::CheckPasswordRequest question;
        question.set_username(user);
        question.set_password(password);
        busbar::v1::Message message;
        auto& request = *message.mutable_service_request();
        request.set_id(id);
        request.set_service("mqtt-broker");
        request.set_method("check_password");
        request.set_request(question.SerializeAsString());
        house.host.give(message);
        EXPECT_TRUE(house.until([&] { return house.answers.contains(id); }));
        busbar::service::v1::CheckPasswordResponse response;
        EXPECT_TRUE(response.ParseFromString(house.answers[id].response()));
        return response.correct();
    };
    EXPECT_TRUE(ask(1, "anna", "secret"));
    EXPECT_FALSE(ask(2, "anna", "Secret"));
    EXPECT_FALSE(ask(3, "otto", "secret"));
    for (std::uint64_t id = 4; id < 30; ++id) (void)ask(id, "anna", "secret");
    EXPECT_THAT(house.answers[29].error() + house.answers[28].error() + house.answers[12].error(),
                HasSubstr("too many"));
}

TEST_P(PluginTest, NeverLogsAPassword) {
    begin_with_anna();
    EXPECT_FALSE(house.can_publish(as("anna", "hunter2-wrong")));
    EXPECT_TRUE(house.can_publish(as("anna", "secret")));
    expect_update();
    EXPECT_THAT(house.log, Each(Not(HasSubstr("secret"))));
    EXPECT_THAT(house.log, Each(Not(HasSubstr("hunter2"))));
}

}  // namespace
}  // namespace mqtt_broker
