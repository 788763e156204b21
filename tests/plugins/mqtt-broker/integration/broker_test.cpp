// SPDX-License-Identifier: Apache-2.0
// The plugin with a real Mosquitto.
#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <sys/socket.h>

#include <csignal>
#include <filesystem>
#include <fstream>

#include "integration/broker_house.hpp"
#include "mqtt-broker/io/descriptor.hpp"

namespace mqtt_broker {
namespace {

using namespace std::chrono_literals;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class BrokerTest : public ::testing::Test {
 protected:
    void begin_with_anna() {
        house.add_user("anna", "secret");
        house.begin();
        ASSERT_TRUE(house.until_running()) << house.status.text();
    }
    // The update's answer has come and says yes.
    void expect_update() {
        const auto result = house.update();
        ASSERT_TRUE(result);
        EXPECT_TRUE(result->succeeded()) << result->message();
    }
    bool ends(Client& client) {
        return house.until([&] { return client.ended().has_value(); });
    }
    // It gets a message that is published now.
    bool hears(Client& client) {
        const auto before = client.output().size();
        if (!house.can_publish(as("anna", "secret")) && !house.can_publish({})) return false;
        return house.until(
            [&] { return client.output().find("hi\n", before) != std::string::npos; });
    }

    std::string directory_of_broker() { return house.directory.file("mosquitto"); }

    BrokerHouse house;
};

// A socket that takes the broker's port.
Descriptor occupy(std::uint16_t port) {
    Descriptor fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const int yes = 1;  // the broker's connections of the test before may still be closing
    EXPECT_EQ(::setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof(yes)), 0);
    EXPECT_EQ(::bind(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof(address)), 0);
    EXPECT_EQ(::listen(fd.get(), 1), 0);
    return fd;
}

TEST_F(BrokerTest, StartsAndLetsOnlyItsUsersIn) {
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

TEST_F(BrokerTest, ServesUsersAndClientsWithUnusualNames) {
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

TEST_F(BrokerTest, SaysThatNobodyCanLogInWithoutAUser) {
    house.begin();
    ASSERT_TRUE(house.until_status(busbar::v1::STATUS_STATE_DEGRADED));
    EXPECT_THAT(house.status.text(), HasSubstr("Nobody can log in"));
}

TEST_F(BrokerTest, DoesNotStartAtStartupWhenItIsNotTo) {
    house.broker.set_execute_at_startup(false);
    house.begin();
    ASSERT_TRUE(house.until_status(busbar::v1::STATUS_STATE_STOPPED));
    EXPECT_FALSE(BrokerHouse::broker_pid(::getpid()));
    const auto started = house.action("start");
    ASSERT_TRUE(started);
    EXPECT_TRUE(started->succeeded()) << started->message();
    EXPECT_TRUE(house.until_running());
}

TEST_F(BrokerTest, AnUpdateAddsAUserWhileOthersStayConnected) {
    begin_with_anna();
    const auto listener = house.subscriber(as("anna", "secret"));
    ASSERT_TRUE(listener);
    const auto pid = BrokerHouse::broker_pid(::getpid());
    house.add_user("otto", "word");
    house.commit();
    EXPECT_FALSE(house.can_publish(as("otto", "word")));  // saved, not applied
    expect_update();
    EXPECT_TRUE(house.can_publish(as("otto", "word")));  // at once after the answer
    EXPECT_TRUE(hears(*listener));
    EXPECT_FALSE(listener->ended());
    EXPECT_EQ(BrokerHouse::broker_pid(::getpid()), pid);
    EXPECT_TRUE(house.until([&] { return house.service->usernames_size() == 2; }));
}

TEST_F(BrokerTest, AUserThatIsDisabledIsDisconnectedAndKept) {
    auto& otto = house.add_user("otto", "word");
    begin_with_anna();
    const auto annas = house.subscriber(as("anna", "secret"));
    const auto ottos = house.subscriber({"-u", "otto", "-P", "word", "-W", "60"});
    ASSERT_TRUE(annas && ottos);
    otto.set_enabled(false);
    expect_update();
    EXPECT_FALSE(house.can_publish(as("otto", "word")));
    // mosquitto_sub connects again by itself, and is refused.
    EXPECT_TRUE(
        house.until([&] { return ottos->output().find("CONNACK (5)") != std::string::npos; }));
    EXPECT_TRUE(hears(*annas));
    otto.set_enabled(true);
    expect_update();
    EXPECT_TRUE(house.can_publish(as("otto", "word")));
}

TEST_F(BrokerTest, ARemovedUserAndAnOldPasswordNoLongerWork) {
    house.add_user("otto", "word");
    begin_with_anna();
    house.users.erase("otto");
    house.host.give_item_removed("users", "otto");
    house.users.at("anna").set_password("new");
    expect_update();
    EXPECT_FALSE(house.can_publish(as("otto", "word")));
    EXPECT_FALSE(house.can_publish(as("anna", "secret")));
    EXPECT_TRUE(house.can_publish(as("anna", "new")));
}

TEST_F(BrokerTest, AuthenticationIsSwitchedOffAndOnWithoutARestart) {
    begin_with_anna();
    const auto pid = BrokerHouse::broker_pid(::getpid());
    const auto listener = house.subscriber(as("anna", "secret"));
    ASSERT_TRUE(listener);
    house.broker.set_authentication(false);
    expect_update();
    EXPECT_TRUE(house.can_publish({}));
    EXPECT_TRUE(house.can_publish(as("anna", "wrong")));
    EXPECT_TRUE(house.until(
        [&] { return house.status.text().find("Authentication is off") != std::string::npos; }));
    house.broker.set_authentication(true);
    expect_update();
    EXPECT_FALSE(house.can_publish({}));
    EXPECT_TRUE(hears(*listener));
    EXPECT_EQ(BrokerHouse::broker_pid(::getpid()), pid);
}

TEST_F(BrokerTest, ManyUpdatesInARowAreEachInEffectWhenAnswered) {
    begin_with_anna();
    auto& otto = house.add_user("otto", "word");
    for (int i = 0; i < 10; ++i) {
        otto.set_enabled(i % 2 == 0);
        expect_update();
        EXPECT_EQ(house.can_publish(as("otto", "word")), i % 2 == 0) << "round " << i;
    }
}

TEST_F(BrokerTest, UpdatesThatComeTogetherAreAllAnswered) {
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

TEST_F(BrokerTest, SaysThatThePortIsUsedAndStartsWhenItIsFree) {
    auto other = occupy(kPort);
    house.add_user("anna", "secret");
    house.begin();
    ASSERT_TRUE(house.until_status(busbar::v1::STATUS_STATE_ERROR));
    EXPECT_THAT(house.status.text(), StartsWith("Port 1883 is used by another service."));
    const auto started = house.action("start");
    ASSERT_TRUE(started);
    EXPECT_FALSE(started->succeeded());
    EXPECT_EQ(started->message(), "Port 1883 is used by another service.");
    other.close();
    EXPECT_TRUE(house.until_running());
}

TEST_F(BrokerTest, AnUpdateToAPortInUseIsRefusedAndTheOldOneServesAgain) {
    const auto other = occupy(1884);
    begin_with_anna();
    house.broker.set_port(1884);
    const auto result = house.update();
    ASSERT_TRUE(result);
    EXPECT_FALSE(result->succeeded());
    EXPECT_EQ(result->message(), "Port 1884 is used by another service.");
    EXPECT_TRUE(house.until_running());
    EXPECT_EQ(house.service->port(), kPort);
    EXPECT_TRUE(house.can_publish(as("anna", "secret")));
}

TEST_F(BrokerTest, AnUpdateMovesItToAnotherPort) {
    begin_with_anna();
    house.broker.set_port(1884);
    expect_update();
    EXPECT_FALSE(house.can_publish(as("anna", "secret")));
    EXPECT_TRUE(house.until([&] { return house.service->port() == 1884; }));
    EXPECT_TRUE(house.can_publish({"-p", "1884", "-u", "anna", "-P", "secret"}));
}

TEST_F(BrokerTest, AnUpdateToAnAddressThatIsNotThereIsRefusedInWords) {
    begin_with_anna();
    house.broker.set_bind(settings::BIND_LAN);
    house.broker.set_address("192.0.2.77");
    auto result = house.update();
    ASSERT_TRUE(result);
    EXPECT_EQ(result->message(), "This machine has no address or interface '192.0.2.77'.");
    house.broker.set_address("nope0");
    result = house.update();
    ASSERT_TRUE(result);
    EXPECT_EQ(result->message(), "This machine has no address or interface 'nope0'.");
    EXPECT_TRUE(house.until_running());
    EXPECT_TRUE(house.can_publish(as("anna", "secret")));
}

TEST_F(BrokerTest, ListensOnAnInterfaceByName) {
    house.broker.set_bind(settings::BIND_LAN);
    house.broker.set_address("lo");
    begin_with_anna();
    EXPECT_TRUE(house.can_publish(as("anna", "secret")));
}

TEST_F(BrokerTest, ListensOnEveryAddress) {
    house.broker.set_bind(settings::BIND_ALL);
    begin_with_anna();
    EXPECT_TRUE(house.can_publish(as("anna", "secret")));
}

TEST_F(BrokerTest, AKilledBrokerIsBackAfterASecond) {
    begin_with_anna();
    const auto pid = BrokerHouse::broker_pid(::getpid());
    ASSERT_TRUE(pid);
    ::kill(*pid, SIGKILL);
    ASSERT_TRUE(house.until_status(busbar::v1::STATUS_STATE_ERROR));
    EXPECT_THAT(house.status.text(), HasSubstr("ended unexpectedly (signal 9)"));
    EXPECT_FALSE(house.service->running());
    ASSERT_TRUE(house.until_running());
    EXPECT_NE(BrokerHouse::broker_pid(::getpid()), pid);
    EXPECT_TRUE(house.can_publish(as("anna", "secret")));
}

TEST_F(BrokerTest, ABrokerThatDoesNotAnswerIsRestartedByAnUpdate) {
    begin_with_anna();
    const auto pid = BrokerHouse::broker_pid(::getpid());
    ::kill(*pid, SIGSTOP);
    house.add_user("otto", "word");
    expect_update();
    EXPECT_NE(BrokerHouse::broker_pid(::getpid()), pid);
    EXPECT_TRUE(house.can_publish(as("otto", "word")));
}

TEST_F(BrokerTest, SetsUnreadableMessagesAsideAndStarts) {
    const auto mosquitto = directory_of_broker();
    std::filesystem::create_directory(mosquitto);
    std::ofstream(mosquitto + "/mosquitto.db") << "these are not the messages you are looking for";
    std::filesystem::permissions(mosquitto + "/mosquitto.db", std::filesystem::perms(0644));
    begin_with_anna();
    EXPECT_TRUE(std::filesystem::exists(mosquitto + "/mosquitto.db.unreadable"));
}

TEST_F(BrokerTest, KeepsRetainedMessagesWhenItIsStoppedAndStarted) {
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

TEST_F(BrokerTest, StopsWithinASecondEvenWhenTheBrokerHangs) {
    begin_with_anna();
    const auto pid = BrokerHouse::broker_pid(::getpid());
    ::kill(*pid, SIGSTOP);
    const auto begin = busbar::Clock::now();
    house.host.give_stop();
    EXPECT_TRUE(house.until([&] { return house.service_withdrawn; }));
    EXPECT_TRUE(house.until([&] { return !BrokerHouse::lives(*pid); }));
    EXPECT_LT(busbar::Clock::now() - begin, 2s);
}

TEST_F(BrokerTest, IsGoneWhenThePluginIs) {
    begin_with_anna();
    const auto pid = BrokerHouse::broker_pid(::getpid());
    ASSERT_TRUE(pid);
    house.plugin.reset();
    EXPECT_FALSE(BrokerHouse::lives(*pid));
}

TEST_F(BrokerTest, CountsItsClients) {
    begin_with_anna();
    const auto listener = house.subscriber(as("anna", "secret"));
    ASSERT_TRUE(listener);
    const auto figure = [&](const char* name) {
        for (const auto& entry : house.status.figures()) {
            if (entry.name() == name) return entry.value();
        }
        return -1.0;
    };
    EXPECT_TRUE(house.until([&] { return figure("clients") == 1.0; }));
    EXPECT_EQ(figure("restarts"), 0.0);
}

TEST_F(BrokerTest, AnswersWhetherAPasswordIsRight) {
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

TEST_F(BrokerTest, NeverLogsAPassword) {
    begin_with_anna();
    EXPECT_FALSE(house.can_publish(as("anna", "hunter2-wrong")));
    EXPECT_TRUE(house.can_publish(as("anna", "secret")));
    expect_update();
    EXPECT_THAT(house.log, Each(Not(HasSubstr("secret"))));
    EXPECT_THAT(house.log, Each(Not(HasSubstr("hunter2"))));
}

TEST_F(BrokerTest, KeepsItsFilesFromOtherUsers) {
    begin_with_anna();
    for (const auto* name : {"", "/mosquitto.conf", "/passwd", "/acl"}) {
        const auto mode = std::filesystem::status(directory_of_broker() + name).permissions();
        EXPECT_EQ(mode & std::filesystem::perms(0077), std::filesystem::perms::none) << name;
    }
}

}  // namespace
}  // namespace mqtt_broker
