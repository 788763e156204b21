// SPDX-License-Identifier: Apache-2.0
// Updates with a real Mosquitto: what takes effect live, by a restart, or not at all.
#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <sys/socket.h>

#include <csignal>

#include "broker_house.hpp"
#include "mqtt-broker/io/descriptor.hpp"

namespace mqtt_broker {
namespace {

using ::testing::StartsWith;

class BrokerTest : public BrokerHouseTest {};

INSTANTIATE_TEST_SUITE_P(BothWays, BrokerTest, ::testing::Values(Way::Gate, Way::Files), name_of);

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

TEST_P(BrokerTest, AnUpdateAddsAUserWhileOthersStayConnected) {
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

TEST_P(BrokerTest, AUserThatIsDisabledIsDisconnectedAndKept) {
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

TEST_P(BrokerTest, ARemovedUserAndAnOldPasswordNoLongerWork) {
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

TEST_P(BrokerTest, AuthenticationIsSwitchedOffAndOnWithoutARestart) {
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

TEST_P(BrokerTest, ManyUpdatesInARowAreEachInEffectWhenAnswered) {
    begin_with_anna();
    auto& otto = house.add_user("otto", "word");
    for (int i = 0; i < 10; ++i) {
        otto.set_enabled(i % 2 == 0);
        expect_update();
        EXPECT_EQ(house.can_publish(as("otto", "word")), i % 2 == 0) << "round " << i;
    }
}

TEST_P(BrokerTest, SaysThatThePortIsUsedAndStartsWhenItIsFree) {
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

TEST_P(BrokerTest, AnUpdateToAPortInUseIsRefusedAndTheOldOneServesAgain) {
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

TEST_P(BrokerTest, AnUpdateMovesItToAnotherPort) {
    begin_with_anna();
    house.broker.set_port(1884);
    expect_update();
    EXPECT_FALSE(house.can_publish(as("anna", "secret")));
    EXPECT_TRUE(house.until([&] { return house.service->port() == 1884; }));
    EXPECT_TRUE(house.can_publish({"-p", "1884", "-u", "anna", "-P", "secret"}));
}

TEST_P(BrokerTest, AnUpdateToAnAddressThatIsNotThereIsRefusedInWords) {
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

TEST_P(BrokerTest, ABrokerThatDoesNotAnswerIsRestartedByAnUpdate) {
    begin_with_anna();
    const auto pid = BrokerHouse::broker_pid(::getpid());
    ::kill(*pid, SIGSTOP);
    house.add_user("otto", "word");
    expect_update();
    EXPECT_NE(BrokerHouse::broker_pid(::getpid()), pid);
    EXPECT_TRUE(house.can_publish(as("otto", "word")));
}

}  // namespace
}  // namespace mqtt_broker
