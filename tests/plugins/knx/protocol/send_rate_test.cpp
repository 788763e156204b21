// SPDX-License-Identifier: Apache-2.0
// SendRate: the space between two telegrams.
#include "knx/protocol/send_rate.hpp"

#include <gtest/gtest.h>

namespace knx {
namespace {

constexpr TimePoint kStart{std::chrono::hours(1)};

TEST(SendRate, LetsTheFirstGoAtOnceAndSpacesTheOthers) {
    SendRate rate(50);
    EXPECT_LT(rate.ready(), kStart);
    rate.sent(kStart);
    EXPECT_EQ(rate.ready(), kStart + std::chrono::milliseconds(20));
}

TEST(SendRate, NeverMakesUpForAQuietTime) {
    SendRate rate(10);
    rate.sent(kStart);
    rate.sent(kStart + std::chrono::hours(1));
    EXPECT_EQ(rate.ready(), kStart + std::chrono::hours(1) + std::chrono::milliseconds(100));
}

TEST(SendRate, TakesNoneForOneASecond) {
    SendRate rate(0);
    rate.sent(kStart);
    EXPECT_EQ(rate.ready(), kStart + std::chrono::seconds(1));
}

}  // namespace
}  // namespace knx
