// SPDX-License-Identifier: Apache-2.0
// AwaitedStates: which report is whose.
#include "knx/bridge/awaited_states.hpp"

#include <gtest/gtest.h>

namespace knx {
namespace {

using std::chrono::milliseconds;

constexpr TimePoint kStart{std::chrono::hours(1)};
constexpr busbar::Handle kLamp = 5;

class AwaitedStatesTest : public ::testing::Test {
 protected:
    void send(RequestId request, std::uint8_t value) {
        busbar::v1::Cause cause;
        cause.set_trace_id(request);
        awaited.sent(kLamp, request, Payload::small(value), cause);
    }
    // Trace id of the cause of a report, 0 for none.
    std::uint64_t take(std::uint8_t value, TimePoint now = kStart) {
        const auto cause = awaited.take(kLamp, Payload::small(value), now);
        return cause ? cause->trace_id() : 0;
    }

    AwaitedStates awaited;
};

TEST_F(AwaitedStatesTest, GivesAnEqualReportItsCauseOnce) {
    send(1, 1);
    EXPECT_EQ(take(0), 0U);
    EXPECT_EQ(take(1), 1U);
    EXPECT_EQ(take(1), 0U);
    EXPECT_TRUE(awaited.empty());
}

TEST_F(AwaitedStatesTest, WaitsThreeSecondsFromTheConfirmation) {
    send(1, 1);
    awaited.confirmed(kLamp, 1, kStart);
    EXPECT_EQ(take(1, kStart + milliseconds(3001)), 0U);
    EXPECT_EQ(take(1, kStart + milliseconds(3000)), 1U);
}

TEST_F(AwaitedStatesTest, KeepsSeveralCommandsApart) {
    send(1, 1);
    send(2, 0);
    EXPECT_EQ(take(1), 1U);
    EXPECT_EQ(take(0), 2U);
}

TEST_F(AwaitedStatesTest, ForgetsTheOnesBeforeTheOneThatIsReported) {
    send(1, 1);
    send(2, 0);
    EXPECT_EQ(take(0), 2U);
    EXPECT_EQ(take(1), 0U);
}

TEST_F(AwaitedStatesTest, ForgetsWhatFailed) {
    send(1, 1);
    awaited.failed(kLamp, 1);
    EXPECT_TRUE(awaited.empty());
    EXPECT_EQ(take(1), 0U);
}

TEST_F(AwaitedStatesTest, DropsWhatIsOverdue) {
    send(1, 1);
    send(2, 0);
    awaited.confirmed(kLamp, 1, kStart);
    awaited.expire(kStart + milliseconds(3001));
    EXPECT_EQ(take(1), 0U);
    EXPECT_EQ(take(0), 2U);
    send(3, 1);
    awaited.confirmed(kLamp, 3, kStart);
    awaited.expire(kStart + milliseconds(3001));
    EXPECT_TRUE(awaited.empty());
}

TEST_F(AwaitedStatesTest, RemembersABoundedNumber) {
    for (RequestId request = 1; request <= AwaitedStates::kPerObjectMax + 1; ++request) {
        send(request, static_cast<std::uint8_t>(request));
    }
    EXPECT_EQ(take(1), 0U);
    EXPECT_EQ(take(2), 2U);
}

TEST_F(AwaitedStatesTest, ForgetsAnObject) {
    send(1, 1);
    awaited.forget(kLamp);
    EXPECT_TRUE(awaited.empty());
}

}  // namespace
}  // namespace knx
