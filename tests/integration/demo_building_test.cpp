// SPDX-License-Identifier: Apache-2.0
// `busbar knx demo`: busbard takes what it prints, and the building talks to a real mosquitto as
// fast as it was asked to.
#include <gtest/gtest.h>

#include "support/busbard_process.hpp"
#include "support/mqtt/mosquitto_process.hpp"
#include "support/mqtt/mqtt_peer.hpp"

namespace busbar::testing {
namespace {

using Json = nlohmann::json;

constexpr int kObjects = 1000;
constexpr int kRate = 200;

TEST(DemoBuilding, OfAThousandObjectsTalksAtTheRateAskedFor) {
    MosquittoProcess broker;
    ASSERT_TRUE(broker.start());
    const auto printed =
        run({BUSBAR_KNX_TOOL, "demo", "--objects", std::to_string(kObjects), "--rate",
             std::to_string(kRate), "--broker", "127.0.0.1:" + std::to_string(broker.port())});
    ASSERT_TRUE(printed) << printed.error().message;
    const auto project = Json::parse(*printed);
    BusbardProcess busbard(project);
    const auto started = busbard.start();
    ASSERT_TRUE(started) << started.error().message;
    ASSERT_TRUE(busbard.connected("knx", "interfaces", "main")) << busbard.log();
    ASSERT_TRUE(busbard.connected("mqtt-client", "connections", "building")) << busbard.log();

    const auto peer = MqttPeer::open(broker.port(), "building/#");
    ASSERT_TRUE(peer) << peer.error().message;
    const auto sensors = project["plugins"]["knx"]["simulated_sensors"].size();
    // Actuators answer the reads at the start as well.
    EXPECT_TRUE(eventually([&] { return (*peer)->last().size() >= sensors; }))
        << (*peer)->last().size() << " of " << sensors << " sensors were heard\n"
        << busbard.log();

    // Faster than it was asked to would be wrong on any machine; slower may be the machine's fault,
    // but not four times.
    const auto before = (*peer)->received();
    const auto begin = std::chrono::steady_clock::now();
    constexpr std::size_t kTelegrams = 3 * kRate;
    EXPECT_TRUE(eventually([&] {
        (void)(*peer)->last();
        return (*peer)->received() >= before + kTelegrams;
    }));
    const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - begin;
    EXPECT_GT(taken.count(), 2.5);
    EXPECT_LT(taken.count(), 12);

    (*peer)->publish("building/01/02/light/set", "1");
    EXPECT_TRUE(eventually([&] {
        const auto& last = (*peer)->last();
        const auto light = last.find("building/01/02/light/state");
        return light != last.end() && light->second == "1";
    }));
}

}  // namespace
}  // namespace busbar::testing
