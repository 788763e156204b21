// SPDX-License-Identifier: Apache-2.0
// RoutingTrouble: which sentence is shown, and how long.
#include "knx/protocol/routing/routing_trouble.hpp"

#include <gtest/gtest.h>

namespace knx {
namespace {

using Kind = RoutingTrouble::Kind;

constexpr TimePoint kStart{std::chrono::hours(1)};

TEST(RoutingTrouble, IsOverAMinuteAfterItWasToldLast) {
    RoutingTrouble trouble;
    EXPECT_FALSE(trouble.over(kStart));
    EXPECT_TRUE(trouble.told(Kind::LostTelegrams, "lost", kStart));
    EXPECT_FALSE(trouble.told(Kind::LostTelegrams, "lost more", kStart + std::chrono::seconds(30)));
    EXPECT_EQ(trouble.sentence(), "lost");
    EXPECT_FALSE(trouble.over(kStart + std::chrono::seconds(89)));
    EXPECT_EQ(trouble.until(), kStart + std::chrono::seconds(90));
    EXPECT_TRUE(trouble.over(kStart + std::chrono::seconds(90)));
    EXPECT_EQ(trouble.sentence(), "");
    EXPECT_EQ(trouble.until(), TimePoint::max());
}

TEST(RoutingTrouble, ShowsTheGravest) {
    RoutingTrouble trouble;
    EXPECT_TRUE(trouble.told(Kind::AddressTaken, "taken", kStart));
    EXPECT_FALSE(trouble.told(Kind::LostTelegrams, "lost", kStart));
    EXPECT_EQ(trouble.sentence(), "taken");
    EXPECT_TRUE(trouble.told(Kind::LineDown, "down", kStart));
    EXPECT_EQ(trouble.sentence(), "down");
}

}  // namespace
}  // namespace knx
