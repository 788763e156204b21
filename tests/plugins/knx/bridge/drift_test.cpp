// SPDX-License-Identifier: Apache-2.0
// Drift: stays in its range and repeats itself.
#include "knx/bridge/drift.hpp"

#include <gtest/gtest.h>

namespace knx {
namespace {

SimulatedSensor sensor() {
    SimulatedSensor sensor;
    sensor.address = {0x1901};
    sensor.dpt = *find_dpt("9.001");
    sensor.from = -5;
    sensor.to = 25;
    sensor.period_s = 1;
    return sensor;
}

TEST(Drift, StaysInItsRangeAndMovesSlowly) {
    Drift drift(sensor());
    double before = 10;
    for (int i = 0; i < 10'000; ++i) {
        double now = 0;
        ASSERT_TRUE(as_number(*value_of(*sensor().dpt, drift.next()), now));
        EXPECT_GE(now, -5);
        EXPECT_LE(now, 25);
        EXPECT_LE(std::abs(now - before), 0.65);
        before = now;
    }
}

TEST(Drift, IsTheSameEveryTime) {
    Drift one(sensor());
    Drift two(sensor());
    for (int i = 0; i < 100; ++i) EXPECT_EQ(one.next(), two.next());
}

}  // namespace
}  // namespace knx
