// SPDX-License-Identifier: Apache-2.0
// Lines against a real knxd: tunnels and routing, both ways; what happens when it is half-dead, has
// no tunnel left, or is behind a router with address translation.
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>

#include "integration/udp_relay.hpp"
#include "knx/io/discovery.hpp"
#include "knx/io/routing_connection.hpp"
#include "knx/io/tunnel_connection.hpp"
#include "plugins/knx/io/line_notebook.hpp"
#include "support/knxd_process.hpp"

namespace busbar::testing {
namespace {

using knx::Discovery;
using knx::LineState;
using knx::RoutingConnection;
using knx::TunnelConnection;
using knx::testing::LineNotebook;

constexpr knx::GroupAddress kGroup{0x0a03};             // 1/2/3
constexpr knx::IndividualAddress kRouted{0x10fa};       // 1.0.250
constexpr knx::IndividualAddress kFirstTunnel{0x110a};  // 1.1.10

knx::Telegram write(std::uint8_t value) {
    return {{}, kGroup, knx::GroupService::Write, knx::Priority::Low, knx::Payload::small(value)};
}

class KnxLine : public ::testing::Test {
 protected:
    // A line and what it says.
    struct Tunnel {
        Tunnel(boost::asio::io_context& context, const TunnelConnection::Options& options)
            : line(context, owner, options) {
            line.start();
        }
        LineNotebook owner;
        TunnelConnection line;
    };
    struct Routing {
        explicit Routing(boost::asio::io_context& context)
            : line(context, owner, {RoutingConnection::kGroupDefault, "lo", {kRouted}}) {
            line.start();
        }
        LineNotebook owner;
        RoutingConnection line;
    };

    static TunnelConnection::Options to_knxd(std::uint16_t port = KnxdProcess::kPort) {
        TunnelConnection::Options options;
        options.host = "127.0.0.1";
        options.port = port;
        return options;
    }
    // Lets the lines work until `condition` holds.
    template <class Condition>
    bool run_until(Condition condition, std::chrono::milliseconds within = kPatience) {
        const auto deadline = std::chrono::steady_clock::now() + within;
        context_.restart();
        while (!condition() && std::chrono::steady_clock::now() < deadline) {
            context_.run_one_for(std::chrono::milliseconds(20));
        }
        return condition();
    }
    bool reaches(const LineNotebook& owner, LineState state) {
        return run_until([&] { return owner.state() == state; });
    }
    bool hears(const LineNotebook& owner, std::uint8_t value, knx::IndividualAddress source) {
        return run_until([&] {
            for (const auto& telegram : owner.telegrams) {
                if (telegram.payload == write(value).payload && telegram.source == source &&
                    telegram.destination == kGroup) {
                    return true;
                }
            }
            return false;
        });
    }
    static bool says(const LineNotebook& owner, const std::string& words) {
        return owner.statuses.back().sentence.find(words) != std::string::npos;
    }
    void stop(knx::Line& line) {
        bool done = false;
        line.stop([&] { done = true; });
        ASSERT_TRUE(run_until([&] { return done; }));
    }

    boost::asio::io_context context_;
};

TEST_F(KnxLine, TunnelAndRoutingHearEachOtherAndTheBus) {
    KnxdProcess knxd(KnxdProcess::Routing::On);
    ASSERT_TRUE(knxd.start());
    Routing routing(context_);
    Tunnel tunnel(context_, to_knxd());
    ASSERT_TRUE(reaches(routing.owner, LineState::Connected))
        << routing.owner.statuses.back().sentence;
    ASSERT_TRUE(reaches(tunnel.owner, LineState::Connected));
    const auto tunnel_address = tunnel.owner.statuses.back().address;

    ASSERT_TRUE(routing.line.submit(1, write(1)));
    EXPECT_TRUE(hears(tunnel.owner, 1, kRouted)) << knxd.log();
    EXPECT_EQ(routing.owner.confirmed, (std::vector<knx::RequestId>{1}));

    ASSERT_TRUE(tunnel.line.submit(2, write(2)));
    EXPECT_TRUE(hears(routing.owner, 2, tunnel_address)) << knxd.log();
    EXPECT_TRUE(run_until([&] { return !tunnel.owner.confirmed.empty(); }));
    for (const auto& telegram : routing.owner.telegrams) {
        EXPECT_NE(telegram.source, kRouted) << "what it sent itself is no news to it";
    }

    const auto bus = knxd.listen();
    ASSERT_TRUE(bus) << bus.error().message;
    ASSERT_TRUE(routing.line.submit(3, write(3)));
    EXPECT_TRUE(run_until([&] {
        return (*bus)->output().find("from 1.0.250 to 1/2/3: 03") != std::string::npos;
    })) << (*bus)->output();
    ASSERT_TRUE(knxd.write("1/2/3", 4));
    EXPECT_TRUE(run_until([&] {
        return !routing.owner.telegrams.empty() &&
               routing.owner.telegrams.back().payload == write(4).payload;
    }));
    stop(routing.line);
    stop(tunnel.line);
}

TEST_F(KnxLine, IsFoundBySearching) {
    KnxdProcess knxd;
    ASSERT_TRUE(knxd.start());
    std::string found;
    bool done = false;
    const Discovery discovery(context_, knx::network_interfaces(),
                              [&](const knx::FoundServers& servers, std::size_t) {
                                  found = servers.text();
                                  done = true;
                              });
    ASSERT_TRUE(run_until([&] { return done; }));
    EXPECT_EQ(found.find("127.0.0.1:3671  \"knxd\", 1.1.1"), 0U) << found;
    EXPECT_NE(found.find("tunnelling over UDP"), std::string::npos) << found;
}

TEST_F(KnxLine, WaitsForAFreeTunnelAndSaysSo) {
    KnxdProcess knxd(KnxdProcess::Routing::Off, 1);
    ASSERT_TRUE(knxd.start());
    Tunnel first(context_, to_knxd());
    ASSERT_TRUE(reaches(first.owner, LineState::Connected));
    EXPECT_EQ(first.owner.statuses.back().address, kFirstTunnel);
    Tunnel second(context_, to_knxd());
    ASSERT_TRUE(reaches(second.owner, LineState::Waiting));
    EXPECT_TRUE(says(second.owner, "no free tunnel")) << second.owner.statuses.back().sentence;
    stop(first.line);
    EXPECT_TRUE(reaches(second.owner, LineState::Connected)) << "stopping gave the tunnel back";
}

TEST_F(KnxLine, NoticesAHalfDeadInterfaceAndGivesBackWhatItGrantsTooLate) {
    KnxdProcess knxd(KnxdProcess::Routing::Off, 2);
    ASSERT_TRUE(knxd.start());
    Tunnel tunnel(context_, to_knxd());
    ASSERT_TRUE(reaches(tunnel.owner, LineState::Connected));
    knxd.halt();
    ASSERT_TRUE(tunnel.line.submit(1, write(1)));
    ASSERT_TRUE(reaches(tunnel.owner, LineState::Waiting));
    EXPECT_TRUE(says(tunnel.owner, "does not acknowledge"));
    EXPECT_EQ(tunnel.owner.failed, (std::vector{knx::Failed{1, knx::Failure::ConnectionLost}}));
    // A first attempt in vain; the second is under way when the interface wakes up.
    ASSERT_TRUE(run_until([&] { return says(tunnel.owner, "no answer from 127.0.0.1:3671"); }));
    ASSERT_FALSE(run_until([&] { return tunnel.owner.state() != LineState::Waiting; },
                           std::chrono::milliseconds(2500)));
    knxd.go_on();
    ASSERT_TRUE(reaches(tunnel.owner, LineState::Connected));
    ASSERT_TRUE(run_until([&] { return tunnel.line.figures().released == 1; })) << knxd.log();
    // One of two tunnels is ours, and nobody sits in the other.
    Tunnel other(context_, to_knxd());
    ASSERT_TRUE(run_until([&] { return other.owner.statuses.size() > 1; }));
    EXPECT_EQ(other.owner.state(), LineState::Connected) << other.owner.statuses.back().sentence;
}

TEST_F(KnxLine, ComesBackAfterItsInterfaceWasKilled) {
    KnxdProcess knxd;
    ASSERT_TRUE(knxd.start());
    Tunnel tunnel(context_, to_knxd());
    ASSERT_TRUE(reaches(tunnel.owner, LineState::Connected));
    knxd.kill();
    ASSERT_TRUE(knxd.start());
    ASSERT_TRUE(tunnel.line.submit(1, write(1)));
    ASSERT_TRUE(reaches(tunnel.owner, LineState::Waiting));
    ASSERT_TRUE(reaches(tunnel.owner, LineState::Connected));
    ASSERT_TRUE(tunnel.line.submit(2, write(1)));
    EXPECT_TRUE(run_until([&] { return !tunnel.owner.confirmed.empty(); }));
}

TEST_F(KnxLine, WorksThroughAddressTranslation) {
    KnxdProcess knxd;
    ASSERT_TRUE(knxd.start());
    UdpRelay router(context_, {boost::asio::ip::address_v4::loopback(), KnxdProcess::kPort});
    auto options = to_knxd(router.port());
    options.tunnel.route_back = true;
    Tunnel tunnel(context_, options);
    ASSERT_TRUE(reaches(tunnel.owner, LineState::Connected));
    ASSERT_TRUE(tunnel.line.submit(1, write(1)));
    EXPECT_TRUE(run_until([&] { return !tunnel.owner.confirmed.empty(); }));
    ASSERT_TRUE(knxd.write("1/2/3", 2));
    EXPECT_TRUE(run_until([&] { return !tunnel.owner.telegrams.empty(); }));
    // Connect response, acknowledgement, confirmation, telegram: all of it came this way.
    EXPECT_GE(router.answers(), 4);
    stop(tunnel.line);
}

TEST_F(KnxLine, SaysThatAnInterfaceDoesNotLetItChooseATunnel) {
    KnxdProcess knxd;
    ASSERT_TRUE(knxd.start());
    auto options = to_knxd();
    options.tunnel.tunnel_address = knx::IndividualAddress{0x110f};
    Tunnel tunnel(context_, options);
    ASSERT_TRUE(reaches(tunnel.owner, LineState::Waiting));
    EXPECT_EQ(tunnel.owner.statuses.back().sentence,
              "the interface does not let us choose a tunnel: leave the tunnel address empty "
              "instead of 1.1.15");
}

}  // namespace
}  // namespace busbar::testing
