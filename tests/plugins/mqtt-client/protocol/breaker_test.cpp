// SPDX-License-Identifier: Apache-2.0
// Tests of the bucket and the breaker, the time turned by hand.
#include "protocol/breaker.hpp"

#include <gtest/gtest.h>

namespace mqtt_client {
namespace {

using namespace std::chrono_literals;
using Answer = Breaker::Answer;
using Step = Breaker::Step;

Comparable value(double number) { return Comparable::of(Value::number(number)); }

TEST(Bucket, HoldsSixtyTokensAndGetsOneASecond) {
    Bucket bucket;
    const Time now(1h);
    for (int i = 0; i < 60; ++i) {
        EXPECT_FALSE(bucket.empty(now)) << i;
        bucket.take(now);
    }
    EXPECT_TRUE(bucket.empty(now));
    bucket.take(now);
    EXPECT_FALSE(bucket.empty(now + 1s));
    EXPECT_TRUE(bucket.half_empty(now + 29s));
    EXPECT_FALSE(bucket.half_empty(now + 30s));
    EXPECT_FALSE(bucket.full(now + 59s));
    EXPECT_TRUE(bucket.full(now + 60s));
}

class ABreaker : public testing::Test {
 protected:
    // Empties the bucket, which begins to drain.
    void drain() {
        while (!bucket.empty(now)) bucket.take(now);
        ASSERT_EQ(breaker.arrived(value(10), bucket, now), Answer::Take);
        ASSERT_TRUE(breaker.hold_report());
    }
    Step after(Time::duration duration) {
        now += duration;
        return breaker.on_time(bucket, now);
    }
    void open() {
        drain();
        ASSERT_EQ(after(1s), Step::None);
        ASSERT_EQ(after(2s), Step::Report);
        ASSERT_EQ(breaker.arrived(value(11), bucket, now + 10ms), Answer::Opened);
    }

    Bucket bucket;
    Breaker breaker;
    Time now{1h};
};

TEST_F(ABreaker, HoldsNothingUntilTheBucketIsEmpty) {
    EXPECT_EQ(breaker.arrived(value(1), bucket, now), Answer::Take);
    EXPECT_FALSE(breaker.hold_report());
    EXPECT_EQ(breaker.deadline(), Time::max());
}

TEST_F(ABreaker, TakesAStreamOfOthersForWhatItIs) {
    drain();
    EXPECT_EQ(after(1s), Step::None);
    EXPECT_EQ(breaker.arrived(value(11), bucket, now), Answer::Take);
    EXPECT_LE(breaker.deadline(), now);
    EXPECT_EQ(after(0s), Step::Report);
    EXPECT_FALSE(breaker.hold_report());
    EXPECT_FALSE(bucket.empty(now));
}

TEST_F(ABreaker, AsksAgainAfterAMinuteAtTheEarliest) {
    drain();
    EXPECT_EQ(after(1s), Step::None);
    EXPECT_EQ(breaker.arrived(value(11), bucket, now), Answer::Take);
    while (!bucket.empty(now)) bucket.take(now);
    EXPECT_EQ(breaker.arrived(value(12), bucket, now), Answer::Take);
    EXPECT_FALSE(breaker.hold_report());
    now += 60s;
    while (!bucket.empty(now)) bucket.take(now);
    EXPECT_EQ(breaker.arrived(value(13), bucket, now), Answer::Take);
    EXPECT_TRUE(breaker.hold_report());
}

TEST_F(ABreaker, LetsABurstPassThatHasEnded) {
    drain();
    EXPECT_EQ(after(1s), Step::None);
    EXPECT_EQ(after(2s), Step::Report);
    EXPECT_EQ(after(2s), Step::None);
    EXPECT_FALSE(breaker.open());
    EXPECT_EQ(breaker.arrived(value(11), bucket, now), Answer::Take);
}

TEST_F(ABreaker, OpensWhenTheReportItHeldLeadsToACommand) {
    open();
    EXPECT_TRUE(breaker.open());
    EXPECT_EQ(breaker.arrived(value(12), bucket, now), Answer::Drop);
    EXPECT_EQ(breaker.values(), "10, 11, 12");
    EXPECT_FALSE(breaker.hold_report());
    EXPECT_EQ(after(29s), Step::None);
    EXPECT_EQ(after(2s), Step::Closed);
    EXPECT_FALSE(breaker.open());
    EXPECT_EQ(breaker.arrived(value(13), bucket, now), Answer::Take);
}

TEST_F(ABreaker, StaysOpenForLongerEachTimeUpToTenMinutes) {
    for (const auto seconds : {30s, 60s, 120s, 240s, 480s, 600s, 600s}) {
        open();
        EXPECT_EQ(breaker.open_for(), seconds);
        EXPECT_EQ(after(seconds + 1s), Step::Closed);
    }
}

TEST_F(ABreaker, WaitsLongerForASlowDevice) {
    EXPECT_EQ(breaker.arrived(value(9), bucket, now), Answer::Take);
    breaker.confirmed(now + 1s);
    drain();
    EXPECT_EQ(breaker.deadline(), now + 4s);
}

TEST_F(ABreaker, IsForgottenWhenAllIsQuiet) {
    EXPECT_TRUE(breaker.forgettable(bucket, now));
    open();
    EXPECT_FALSE(breaker.forgettable(bucket, now));
    EXPECT_EQ(after(31s), Step::Closed);
    EXPECT_FALSE(breaker.forgettable(bucket, now + 60s));
    EXPECT_TRUE(breaker.forgettable(bucket, now + 11min));
}

}  // namespace
}  // namespace mqtt_client
