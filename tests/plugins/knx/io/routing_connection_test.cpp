// SPDX-License-Identifier: Apache-2.0
// RoutingConnection: lines on one group of the loopback, and a router played by the test.
#include "knx/io/routing_connection.hpp"

#include <gtest/gtest.h>

#include <memory>

#include "knx/protocol/knxip/routing.hpp"
#include "plugins/knx/io/line_notebook.hpp"
#include "plugins/knx/io/multicast_group.hpp"
#include "support/knx/socket_server.hpp"

namespace knx {
namespace {

using testing::LineNotebook;
using testing::loopback;
using testing::own_group;
using testing::run_until;

constexpr IndividualAddress kOne{0x1001};
constexpr IndividualAddress kOther{0x1002};

Telegram write(std::uint16_t group) {
    return {{}, GroupAddress{group}, GroupService::Write, Priority::Low, Payload::small(1)};
}

class RoutingConnectionTest : public ::testing::Test {
 protected:
    std::unique_ptr<RoutingConnection> member(LineNotebook& owner, IndividualAddress address,
                                              std::string network_interface = "127.0.0.1") {
        return std::make_unique<RoutingConnection>(
            context_, owner,
            RoutingConnection::Options{group_, std::move(network_interface), {address}});
    }
    [[nodiscard]] bool reaches(const LineNotebook& owner, LineState state) {
        return run_until(context_, [&] { return owner.state() == state; });
    }
    void connect() {
        one_->start();
        other_->start();
        ASSERT_TRUE(reaches(one_owner_, LineState::Connected));
        ASSERT_TRUE(reaches(other_owner_, LineState::Connected));
    }
    // What a router says to the group.
    template <class Content>
    void say(const Content& content) {
        MulticastSocket router(context_, {[](auto) {}, [](auto) {}});
        ASSERT_TRUE(router.open(group_, loopback()));
        ByteBuffer frame;
        encode(content, frame);
        ASSERT_TRUE(router.send(frame));
    }

    boost::asio::io_context context_;
    const Endpoint group_ = own_group();
    LineNotebook one_owner_;
    LineNotebook other_owner_;
    std::unique_ptr<RoutingConnection> one_ = member(one_owner_, kOne);
    std::unique_ptr<RoutingConnection> other_ = member(other_owner_, kOther);
};

TEST_F(RoutingConnectionTest, ConnectsUnderItsOwnAddress) {
    connect();
    ASSERT_EQ(one_owner_.statuses.size(), 2U);
    EXPECT_EQ(one_owner_.statuses[0].state, LineState::Connecting);
    EXPECT_EQ(one_owner_.statuses[1].address, kOne);
}

TEST_F(RoutingConnectionTest, CarriesTelegramsToTheOtherAndNotBackToItself) {
    connect();
    ASSERT_TRUE(one_->submit(1, write(1)));
    EXPECT_TRUE(one_owner_.confirmed.empty()) << "never from within submit()";
    ASSERT_TRUE(other_->submit(2, write(2)));
    ASSERT_TRUE(run_until(context_, [&] {
        return !one_owner_.telegrams.empty() && !other_owner_.telegrams.empty();
    }));
    auto expected = write(1);
    expected.source = kOne;
    EXPECT_EQ(other_owner_.telegrams, (std::vector{expected}));
    EXPECT_EQ(one_owner_.telegrams.size(), 1U);
    EXPECT_EQ(one_owner_.confirmed, (std::vector<RequestId>{1}));
    EXPECT_EQ(other_owner_.confirmed, (std::vector<RequestId>{2}));
}

TEST_F(RoutingConnectionTest, KeepsTheOrderOfWhatItSends) {
    connect();
    for (RequestId id = 1; id <= 10; ++id) {
        ASSERT_TRUE(one_->submit(id, write(static_cast<std::uint16_t>(id))));
    }
    ASSERT_TRUE(run_until(context_, [&] { return other_owner_.telegrams.size() == 10; }));
    std::uint16_t next = 1;
    for (const auto& telegram : other_owner_.telegrams) {
        EXPECT_EQ(telegram.destination, GroupAddress{next++});
    }
    EXPECT_EQ(one_->figures().routing->held_back, 9U);
}

TEST_F(RoutingConnectionTest, ObeysABusyRouterAndCountsIt) {
    connect();
    say(RoutingBusy{0, std::chrono::seconds(60), 0});
    ASSERT_TRUE(run_until(context_, [&] { return one_->figures().routing->busy == 1; }));
    ASSERT_TRUE(one_->submit(1, write(1)));
    context_.restart();
    context_.poll();
    EXPECT_TRUE(one_owner_.confirmed.empty());
}

TEST_F(RoutingConnectionTest, SaysThatARouterLosesTelegramsAndStaysConnected) {
    connect();
    say(RoutingLostMessage{0, 3});
    ASSERT_TRUE(run_until(context_, [&] { return one_owner_.statuses.size() == 3; }));
    const auto& status = one_owner_.statuses.back();
    EXPECT_EQ(status.state, LineState::Connected);
    EXPECT_EQ(status.address, kOne);
    EXPECT_NE(status.sentence.find("loses telegrams"), std::string::npos) << status.sentence;
    EXPECT_EQ(one_->figures().routing->lost, 3U);
}

TEST_F(RoutingConnectionTest, SaysThatTheNetworkInterfaceIsMissingAndTriesAgain) {
    LineNotebook owner;
    const auto line = member(owner, kOne, "eth999");
    line->start();
    ASSERT_TRUE(reaches(owner, LineState::Waiting));
    EXPECT_NE(owner.statuses.back().sentence.find("'eth999'"), std::string::npos);
    EXPECT_FALSE(line->submit(1, write(1)));
    EXPECT_TRUE(run_until(context_, [&] { return owner.statuses.size() == 3; }));
}

TEST_F(RoutingConnectionTest, StopsAndAnswersWhatWaits) {
    connect();
    say(RoutingBusy{0, std::chrono::seconds(60), 0});
    ASSERT_TRUE(run_until(context_, [&] { return one_->figures().routing->busy == 1; }));
    ASSERT_TRUE(one_->submit(1, write(1)));
    bool done = false;
    one_->stop([&] { done = true; });
    ASSERT_TRUE(run_until(context_, [&] { return done; }));
    EXPECT_EQ(one_owner_.failed, (std::vector{Failed{1, Failure::Stopped}}));
    EXPECT_EQ(one_owner_.state(), LineState::Stopped);
}

TEST_F(RoutingConnectionTest, CanBeDestroyedWithEverythingUnderWay) {
    connect();
    for (RequestId id = 1; id <= 20; ++id) ASSERT_TRUE(one_->submit(id, write(1)));
    one_->stop([] { FAIL() << "nobody is left to be told"; });
    one_.reset();
    context_.restart();
    context_.poll();
}

}  // namespace
}  // namespace knx
