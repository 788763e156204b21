// SPDX-License-Identifier: Apache-2.0
// TunnelConnection against a server in the same loop, over UDP and over TCP.
#include "knx/io/tunnel_connection.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "plugins/knx/io/line_notebook.hpp"
#include "support/knx/socket_server.hpp"

namespace knx {
namespace {

using testing::LineNotebook;
using testing::run_until;
using testing::ServerModel;
using testing::SocketServer;

Telegram write(std::uint16_t group, std::uint8_t value = 1) {
    return {{}, GroupAddress{group}, GroupService::Write, Priority::Low, Payload::small(value)};
}

class TunnelConnectionTest : public ::testing::TestWithParam<HostProtocol> {
 protected:
    TunnelConnectionTest() {
        TunnelConnection::Options options;
        options.host = "127.0.0.1";
        options.port = server_->port();
        options.tunnel.transport = GetParam();
        connection_ = std::make_unique<TunnelConnection>(context_, owner_, std::move(options));
    }
    [[nodiscard]] bool reaches(LineState state) {
        return run_until(context_, [&] { return owner_.state() == state; });
    }
    void connect() {
        connection_->start();
        ASSERT_TRUE(reaches(LineState::Connected));
    }
    // Stops and waits until it is done.
    [[nodiscard]] bool stop() {
        bool done = false;
        connection_->stop([&done] { done = true; });
        return run_until(context_, [&done] { return done; });
    }

    boost::asio::io_context context_;
    std::unique_ptr<SocketServer> server_ = SocketServer::make(context_, GetParam());
    LineNotebook owner_;
    std::unique_ptr<TunnelConnection> connection_;
};

TEST_P(TunnelConnectionTest, ConnectsAndSaysUnderWhichAddress) {
    connect();
    ASSERT_EQ(owner_.statuses.size(), 2U);
    EXPECT_EQ(owner_.statuses[0].state, LineState::Connecting);
    EXPECT_EQ(owner_.statuses[1].address, ServerModel::kTunnelAddress);
}

TEST_P(TunnelConnectionTest, HandsOverTelegramsInTheirOrder) {
    connect();
    std::vector<Telegram> telegrams;
    for (std::uint16_t group = 1; group <= 300; ++group) telegrams.push_back(write(group));
    for (const auto& telegram : telegrams) server_->indicate(telegram);
    ASSERT_TRUE(run_until(context_, [&] { return owner_.telegrams.size() == 300; }));
    EXPECT_EQ(owner_.telegrams, telegrams);
    EXPECT_EQ(server_->model().repetitions(), 0);
}

TEST_P(TunnelConnectionTest, TakesATelegramThatComesTogetherWithTheConnectResponse) {
    connection_->start();
    ASSERT_TRUE(run_until(context_, [&] { return server_->model().connects() == 1; }));
    server_->indicate(write(1));
    ASSERT_TRUE(run_until(context_, [&] { return owner_.telegrams.size() == 1; }));
    EXPECT_EQ(owner_.state(), LineState::Connected);
    EXPECT_EQ(server_->model().repetitions(), 0);
}

TEST_P(TunnelConnectionTest, SendsAndConfirmsEveryRequest) {
    connect();
    for (RequestId id = 1; id <= 300; ++id) {
        ASSERT_TRUE(connection_->submit(id, write(static_cast<std::uint16_t>(id))));
    }
    ASSERT_TRUE(run_until(context_, [&] { return owner_.confirmed.size() == 300; }));
    EXPECT_EQ(server_->model().executed().size(), 300U);
    EXPECT_EQ(server_->model().executed()[299].source, ServerModel::kTunnelAddress);
    EXPECT_TRUE(owner_.failed.empty());
}

TEST_P(TunnelConnectionTest, TakesARequestFromWithinAnEvent) {
    struct Echo final : LineOwner {
        void on_line_events(std::span<const TunnelEvent> events) override {
            for (const auto& event : events) {
                if (const auto* telegram = std::get_if<Telegram>(&event)) {
                    accepted &= line->submit(1, *telegram).has_value();
                } else {
                    ++answers;
                }
            }
        }
        void on_line_status(const LineStatus& status) override { state = status.state; }
        Line* line = nullptr;
        LineState state = LineState::Stopped;
        bool accepted = true;
        int answers = 0;
    } echo;
    TunnelConnection connection(
        context_, echo,
        {"127.0.0.1", server_->port(), {.transport = GetParam(), .tunnel_address = {}}});
    echo.line = &connection;
    connection.start();
    ASSERT_TRUE(run_until(context_, [&] { return echo.state == LineState::Connected; }));
    for (std::uint16_t group = 1; group <= 20; ++group) server_->indicate(write(group));
    ASSERT_TRUE(run_until(context_, [&] { return echo.answers == 20; }));
    EXPECT_TRUE(echo.accepted);
}

TEST_P(TunnelConnectionTest, SaysWhyTheServerRefusesAndTriesAgain) {
    server_->model().behaviour.connect_status = StatusCode::NoMoreConnections;
    connection_->start();
    ASSERT_TRUE(reaches(LineState::Waiting));
    EXPECT_EQ(owner_.statuses.back().sentence.find("no free tunnel: "), 0U);
    server_->model().behaviour.connect_status = StatusCode::Ok;
    EXPECT_TRUE(reaches(LineState::Connected));
    EXPECT_EQ(connection_->figures().reconnects, 0U);
}

TEST_P(TunnelConnectionTest, ComesBackAfterTheServerDisconnects) {
    connect();
    server_->model().behaviour.confirm = false;
    ASSERT_TRUE(connection_->submit(1, write(1)));
    ASSERT_TRUE(run_until(context_, [&] { return server_->model().executed().size() == 1; }));
    server_->model().disconnect();
    server_->pump();
    ASSERT_TRUE(reaches(LineState::Waiting));
    EXPECT_EQ(owner_.failed, (std::vector{Failed{1, Failure::ConnectionLost}}));
    EXPECT_FALSE(connection_->submit(2, write(1)));
    ASSERT_TRUE(reaches(LineState::Connected));
    EXPECT_EQ(connection_->figures().reconnects, 1U);
    EXPECT_EQ(server_->model().connects(), 2);
}

TEST_P(TunnelConnectionTest, StopsByGivingTheTunnelBack) {
    connect();
    EXPECT_TRUE(stop());
    EXPECT_EQ(owner_.state(), LineState::Stopped);
    EXPECT_EQ(server_->model().disconnects(), 1);
    EXPECT_FALSE(server_->model().connected());
}

TEST_P(TunnelConnectionTest, AnswersOpenRequestsWhenItStops) {
    connect();
    server_->model().behaviour.confirm = false;
    ASSERT_TRUE(connection_->submit(1, write(1)));
    ASSERT_TRUE(stop());
    EXPECT_EQ(owner_.failed, (std::vector{Failed{1, Failure::Stopped}}));
}

TEST_P(TunnelConnectionTest, StopsThoughTheServerIsSilent) {
    connect();
    server_->model().behaviour.answer_disconnect = false;
    EXPECT_TRUE(stop());
    EXPECT_EQ(server_->model().disconnects(), 1);
}

TEST_P(TunnelConnectionTest, StopsWhileItWaitsForTheNextAttempt) {
    server_->model().behaviour.connect_status = StatusCode::Generic;
    connection_->start();
    ASSERT_TRUE(reaches(LineState::Waiting));
    EXPECT_TRUE(stop());
    EXPECT_EQ(owner_.state(), LineState::Stopped);
}

TEST_P(TunnelConnectionTest, StopsBeforeItsSocketIsOpen) {
    connection_->start();
    EXPECT_TRUE(stop());
    EXPECT_EQ(owner_.state(), LineState::Stopped);
}

TEST_P(TunnelConnectionTest, CanBeDestroyedWithEverythingUnderWay) {
    connect();
    for (RequestId id = 1; id <= 20; ++id) {
        ASSERT_TRUE(connection_->submit(id, write(static_cast<std::uint16_t>(id))));
        server_->indicate(write(static_cast<std::uint16_t>(id)));
    }
    connection_->stop([] { FAIL() << "nobody is left to be told"; });
    connection_.reset();
    context_.restart();
    context_.poll();
}

INSTANTIATE_TEST_SUITE_P(Over, TunnelConnectionTest,
                         ::testing::Values(HostProtocol::Udp, HostProtocol::Tcp),
                         [](const auto& row) {
                             return row.param == HostProtocol::Udp ? "Udp" : "Tcp";
                         });

class TcpTunnelConnectionTest : public TunnelConnectionTest {};

TEST_P(TcpTunnelConnectionTest, ComesBackAfterTheStreamEnds) {
    connect();
    server_->hang_up();
    ASSERT_TRUE(reaches(LineState::Waiting));
    EXPECT_TRUE(reaches(LineState::Connected));
}

TEST_P(TcpTunnelConnectionTest, SaysThatTheBusIsAwayAndStaysConnected) {
    connect();
    ASSERT_TRUE(run_until(context_, [&] { return server_->model().reports_enabled(); }));
    EXPECT_EQ(connection_->figures().max_apdu_length, 254);
    server_->model().set_bus_connected(false);
    server_->pump();
    ASSERT_TRUE(run_until(context_, [&] { return owner_.statuses.size() == 3; }));
    EXPECT_EQ(owner_.state(), LineState::Connected);
    EXPECT_EQ(owner_.statuses.back().address, ServerModel::kTunnelAddress);
    EXPECT_NE(owner_.statuses.back().sentence.find("KNX bus"), std::string::npos);
    server_->model().set_bus_connected(true);
    server_->pump();
    ASSERT_TRUE(run_until(context_, [&] { return owner_.statuses.size() == 4; }));
    EXPECT_EQ(owner_.statuses.back().sentence, "");
}

INSTANTIATE_TEST_SUITE_P(Over, TcpTunnelConnectionTest, ::testing::Values(HostProtocol::Tcp),
                         [](const auto&) { return "Tcp"; });

}  // namespace
}  // namespace knx
