// SPDX-License-Identifier: Apache-2.0
// Tests of whose change is younger.
#include "protocol/origin_tag.hpp"

#include <gtest/gtest.h>

namespace mqtt_client {
namespace {

using namespace std::chrono_literals;

const Time kNow(1h);

TEST(OriginClock, CountsOnWithTheTime) {
    OriginClock clock("a", 1000, kNow);
    const auto first = clock.next(kNow);
    EXPECT_TRUE(clock.own(first));
    EXPECT_EQ(clock.server_of(first), "a");
    EXPECT_EQ(first.count, 1001U);
    EXPECT_EQ(clock.next(kNow).count, 1002U);
    EXPECT_EQ(clock.next(kNow + 5s).count, 6000U);
}

TEST(OriginClock, IsAheadOfWhatItHasHeard) {
    OriginClock clock("a", 1000, kNow);
    const auto theirs = clock.heard("b", 5000);
    ASSERT_TRUE(theirs);
    EXPECT_FALSE(clock.own(*theirs));
    const auto ours = clock.next(kNow);
    EXPECT_EQ(ours.count, 5001U);
    EXPECT_TRUE(clock.younger(ours, *theirs));
    EXPECT_FALSE(clock.younger(*theirs, ours));
}

TEST(OriginClock, KnowsItsOwn) {
    OriginClock clock("a", 1000, kNow);
    EXPECT_TRUE(clock.own(*clock.heard("a", 1001)));
}

TEST(OriginClock, OfTwoAtOnceHasTheSameOneEverywhere) {
    OriginClock a("a", 1000, kNow);
    OriginClock b("b", 1000, kNow);
    const auto of_a = a.next(kNow);
    const auto of_b = b.next(kNow);
    ASSERT_EQ(of_a.count, of_b.count);
    EXPECT_TRUE(a.younger(*a.heard("b", of_b.count), of_a));
    EXPECT_FALSE(b.younger(*b.heard("a", of_a.count), of_b));
    EXPECT_FALSE(a.younger(of_a, of_a));
}

TEST(OriginClock, TakesNoTagThatCannotBe) {
    OriginClock clock("a", 1000, kNow);
    EXPECT_FALSE(clock.heard("", 1));
    EXPECT_FALSE(clock.heard(std::string(65, 'x'), 1));
    EXPECT_FALSE(clock.heard("b", ~std::uint64_t{0}));
    EXPECT_EQ(clock.next(kNow).count, 1001U);
}

TEST(OriginClock, TellsABoundedNumberOfServersApart) {
    OriginClock clock("a", 1000, kNow);
    std::size_t told_apart = 0;
    for (int i = 0; i < 1000; ++i)
        told_apart += clock.heard("server" + std::to_string(i), 1) ? 1 : 0;
    EXPECT_EQ(told_apart, OriginClock::kServersMax - 1);
    EXPECT_TRUE(clock.heard("server0", 2));
}

TEST(OriginClock, HasAnEmptyTagForNobody) {
    EXPECT_TRUE(OriginTag().empty());
    OriginClock clock("a", 1000, kNow);
    EXPECT_TRUE(clock.younger(clock.next(kNow), OriginTag()));
}

}  // namespace
}  // namespace mqtt_client
