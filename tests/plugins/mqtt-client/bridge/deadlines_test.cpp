// SPDX-License-Identifier: Apache-2.0
// Tests of what is due next.
#include "bridge/deadlines.hpp"

#include <gtest/gtest.h>

namespace mqtt_client {
namespace {

using namespace std::chrono_literals;
using Time = Deadlines::Time;

TEST(Deadlines, TellTheFirstOne) {
    Deadlines deadlines;
    EXPECT_EQ(deadlines.next(), Time::max());
    deadlines.set(1, Time(3s));
    deadlines.set(2, Time(2s));
    EXPECT_EQ(deadlines.next(), Time(2s));
}

TEST(Deadlines, GiveWhatIsDueInOrderAndOnce) {
    Deadlines deadlines;
    deadlines.set(1, Time(3s));
    deadlines.set(2, Time(2s));
    deadlines.set(3, Time(9s));
    EXPECT_EQ(deadlines.take_due(Time(1s)), std::nullopt);
    EXPECT_EQ(deadlines.take_due(Time(3s)), 2U);
    EXPECT_EQ(deadlines.take_due(Time(3s)), 1U);
    EXPECT_EQ(deadlines.take_due(Time(3s)), std::nullopt);
}

TEST(Deadlines, ForgetWhatWasSaidBefore) {
    Deadlines deadlines;
    deadlines.set(1, Time(2s));
    deadlines.set(1, Time(5s));
    EXPECT_EQ(deadlines.next(), Time(5s));
    deadlines.set(1, Time::max());
    EXPECT_EQ(deadlines.next(), Time::max());
    EXPECT_EQ(deadlines.take_due(Time(9s)), std::nullopt);
}

}  // namespace
}  // namespace mqtt_client
