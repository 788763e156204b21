// SPDX-License-Identifier: Apache-2.0
// So many a second.
#include "mqtt-broker/protocol/throttle.hpp"

#include <gtest/gtest.h>

namespace mqtt_broker {
namespace {

using namespace std::chrono_literals;

TEST(Throttle, AllowsSoManyASecondAndCountsTheOthers) {
    Throttle throttle(2);
    const Throttle::Time now{1h};
    EXPECT_EQ(throttle.allow(now), 0U);
    EXPECT_EQ(throttle.allow(now), 0U);
    EXPECT_FALSE(throttle.allow(now));
    EXPECT_FALSE(throttle.allow(now + 999ms));
    EXPECT_EQ(throttle.allow(now + 1s), 2U);
    EXPECT_EQ(throttle.allow(now + 1s), 0U);
    EXPECT_FALSE(throttle.allow(now + 1s));
}

}  // namespace
}  // namespace mqtt_broker
