// SPDX-License-Identifier: Apache-2.0
// Tunnel and a server that has features (TCP) or has none.
#include <gtest/gtest.h>

#include "knx/protocol/tunnel/tunnel.hpp"
#include "support/knx/server_model.hpp"

namespace knx {
namespace {

using std::chrono::seconds;
using testing::ServerModel;

constexpr Endpoint kClient{{10, 0, 0, 1}, 50000};
constexpr Endpoint kServer{{10, 0, 0, 2}, 3671};

class TunnelHealthTest : public ::testing::Test {
 protected:
    void connect() {
        step(Tunnel::Opened{kClient, kServer});
        ASSERT_EQ(tunnel.state(), Tunnel::State::Connected);
    }
    void pass(seconds duration) {
        now += duration;
        step(Tunnel::TimePassed{});
    }
    void step(const Tunnel::Event& event) {
        tunnel.step(event, now, actions);
        settle();
    }
    // Carries frames to and fro until both sides are quiet.
    void settle() {
        for (bool quiet = false; !quiet;) {
            if (actions.transition()) {
                if (const auto* health = std::get_if<HealthChanged>(&*actions.transition())) {
                    troubles.push_back(health->trouble);
                }
            }
            for (const auto& send : actions.sends()) server.on_frame(actions.frame(send), now);
            actions.clear();
            quiet = server.out().empty();
            if (quiet) return;
            const auto frame = server.out().front();
            server.out().pop_front();
            tunnel.step(Tunnel::Arrived{frame, kServer}, now, actions);
        }
    }

    TimePoint now{};
    Tunnel tunnel{{.transport = HostProtocol::Tcp, .tunnel_address = {}}};
    ServerModel server{HostProtocol::Tcp};
    Actions actions;
    std::vector<std::string> troubles;
};

TEST_F(TunnelHealthTest, ReadsHowLongATelegramMayBe) {
    EXPECT_EQ(tunnel.max_apdu_length(), 0);
    connect();
    EXPECT_EQ(tunnel.max_apdu_length(), 254);
    EXPECT_TRUE(troubles.empty());
}

TEST_F(TunnelHealthTest, IsToldWhenTheBusGoesAndWhenItComesBack) {
    connect();
    server.set_bus_connected(false);
    settle();
    ASSERT_EQ(troubles.size(), 1U);
    EXPECT_NE(troubles[0].find("KNX bus behind it is not connected"), std::string::npos);
    server.set_bus_connected(true);
    settle();
    EXPECT_EQ(troubles.size(), 2U);
    EXPECT_EQ(troubles.back(), "");
    EXPECT_EQ(tunnel.state(), Tunnel::State::Connected);
}

TEST_F(TunnelHealthTest, FindsOutAtTheStartThatTheBusIsAway) {
    server.set_bus_connected(false);
    connect();
    EXPECT_EQ(troubles.size(), 1U);
}

TEST_F(TunnelHealthTest, AsksAnInterfaceThatDoesNotTellWithEveryHeartbeat) {
    server.set_bus_connected(false);
    connect();
    server.behaviour.features = true;
    // As if the report were lost in an interface that does not send any.
    server.set_bus_connected(true);
    server.out().clear();
    EXPECT_EQ(troubles.size(), 1U);
    pass(seconds(60));
    EXPECT_EQ(troubles.size(), 2U);
    EXPECT_EQ(troubles.back(), "");
}

TEST_F(TunnelHealthTest, DoesWithoutFeatures) {
    server.behaviour.features = false;
    server.set_bus_connected(false);
    connect();
    pass(seconds(60));
    EXPECT_TRUE(troubles.empty());
    EXPECT_EQ(tunnel.max_apdu_length(), 0);
}

}  // namespace
}  // namespace knx
