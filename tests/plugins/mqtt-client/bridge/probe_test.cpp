// SPDX-License-Identifier: Apache-2.0
// Tests of the one attempt behind the action "test".
#include "bridge/probe.hpp"

#include <gtest/gtest.h>

#include <optional>

#include "busbar/testing/fake_loop.hpp"
#include "simulated_broker.hpp"

namespace mqtt_client::testing {
namespace {

using namespace std::chrono_literals;

class AProbe : public ::testing::Test {
 protected:
    void start() {
        Endpoint endpoint;
        endpoint.host = "broker.example";
        endpoint.port = 1883;
        endpoint.client_id = "gateway";
        probe = std::make_unique<Probe>(endpoint, loop, factory, [this](const auto& outcome) {
            result = outcome;
            ++calls;
        });
        loop.turn();
    }

    busbar::testing::FakeLoop loop;
    SimulatedBroker broker;
    TransportFactory factory = broker.factory();
    std::unique_ptr<Probe> probe;
    std::optional<busbar::Result<std::string>> result;
    int calls = 0;
};

TEST_F(AProbe, LogsInAndOffAgain) {
    start();
    ASSERT_EQ(calls, 1);
    EXPECT_TRUE(*result);
    EXPECT_EQ(broker.connected(), 0U);
    EXPECT_NE(broker.endpoints[0].client_id, "gateway");
}

TEST_F(AProbe, SaysWhyItFailed) {
    broker.failure = Failure{Reason::HostNotFound, {}};
    start();
    ASSERT_EQ(calls, 1);
    EXPECT_EQ(result->error().message, "Broker not found (DNS).");
}

TEST_F(AProbe, GivesUpAfterTwentySeconds) {
    broker.silent = true;
    start();
    loop.advance(19s);
    EXPECT_EQ(calls, 0);
    loop.advance(2s);
    EXPECT_EQ(calls, 1);
    EXPECT_FALSE(*result);
}

TEST_F(AProbe, CallsNobodyWhenItIsGone) {
    broker.silent = true;
    start();
    probe.reset();
    loop.advance(60s);
    EXPECT_EQ(calls, 0);
}

}  // namespace
}  // namespace mqtt_client::testing
