// SPDX-License-Identifier: Apache-2.0
// Limiter: one line an interval, and the number of those held back.
#include "base/limiter.hpp"

#include <gtest/gtest.h>

namespace busbar {
namespace {

using namespace std::chrono_literals;

TEST(Limiter, LetsTheFirstThroughAndCountsWhatItHoldsBack) {
    Limiter limiter(1s);
    const std::chrono::steady_clock::time_point start{1h};
    EXPECT_EQ(limiter.allow(start), 0U);
    EXPECT_EQ(limiter.allow(start), std::nullopt);
    EXPECT_EQ(limiter.allow(start + 999ms), std::nullopt);
    EXPECT_EQ(limiter.allow(start + 1s), 2U);
    EXPECT_EQ(limiter.allow(start + 3s), 0U);
}

}  // namespace
}  // namespace busbar
