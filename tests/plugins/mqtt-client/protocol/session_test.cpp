// SPDX-License-Identifier: Apache-2.0
// Tests of when a connection connects and waits.
#include "protocol/session.hpp"

#include <gtest/gtest.h>

namespace mqtt_client {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

constexpr std::uint32_t kSeed = 7;

class ASession : public testing::Test {
 protected:
    ASession() { EXPECT_EQ(session.start(60s, now), SessionStep::Connect); }

    // Lets the back-off end; returns how long it was.
    milliseconds wait_for_backoff() {
        EXPECT_EQ(session.state(), SessionState::Backoff);
        const auto delay = std::chrono::duration_cast<milliseconds>(*session.deadline() - now);
        now = *session.deadline();
        EXPECT_EQ(session.on_time(now - 1ms), SessionStep::None);
        EXPECT_EQ(session.on_time(now), SessionStep::Connect);
        return delay;
    }
    void connect() {
        session.connected(now);
        session.subscribed(now);
        EXPECT_EQ(session.state(), SessionState::Connected);
    }

    Session session{kSeed};
    Time now{1h};
};

TEST_F(ASession, IsConnectedOnlyWhenTheSubscriptionsAreThere) {
    EXPECT_EQ(session.state(), SessionState::Connecting);
    session.connected(now);
    EXPECT_EQ(session.state(), SessionState::Subscribing);
    session.subscribed(now);
    EXPECT_EQ(session.state(), SessionState::Connected);
    EXPECT_FALSE(session.deadline());
}

TEST_F(ASession, WaitsTwiceAsLongAfterEveryFailureUpToItsLimit) {
    auto expected = 500ms;
    for (int i = 0; i < 12; ++i) {
        session.failed(Retry::Soon, now);
        const auto delay = wait_for_backoff();
        EXPECT_GE(delay, expected);
        EXPECT_LE(delay, expected * 5 / 4);
        expected = std::min<milliseconds>(expected * 2, 60s);
    }
}

TEST_F(ASession, WaitsTenSecondsAtMostForABrokerOnThisMachine) {
    session.stop();
    EXPECT_EQ(session.start(10s, now), SessionStep::Connect);
    for (int i = 0; i < 12; ++i) {
        session.failed(Retry::Soon, now);
        EXPECT_LE(wait_for_backoff(), 12500ms);
    }
}

TEST_F(ASession, WaitsAMinuteAfterARefusedLogin) {
    session.failed(Retry::Later, now);
    EXPECT_GE(wait_for_backoff(), 60s);
}

TEST_F(ASession, StartsOverAfterALastingConnection) {
    for (int i = 0; i < 5; ++i) {
        session.failed(Retry::Soon, now);
        wait_for_backoff();
    }
    connect();
    now += 10s;
    session.lost(Loss::ClosedByPeer, now);
    EXPECT_LE(wait_for_backoff(), 625ms);
    EXPECT_FALSE(session.keeps_losing());
}

TEST_F(ASession, NoticesThatItKeepsLosingTheConnection) {
    milliseconds delay{};
    for (int i = 0; i < 3; ++i) {
        EXPECT_FALSE(session.keeps_losing());
        connect();
        now += 100ms;
        session.lost(Loss::ClosedByPeer, now);
        delay = wait_for_backoff();
    }
    EXPECT_TRUE(session.keeps_losing());
    EXPECT_GE(delay, 2s);  // and does not come back at once for ever
}

TEST_F(ASession, SuspectsNobodyWhenTheConnectionIsLostOtherwiseOrThePeerIsAway) {
    for (int i = 0; i < 5; ++i) {
        connect();
        session.lost(Loss::Other, now);
        wait_for_backoff();
    }
    EXPECT_FALSE(session.keeps_losing());
    for (int i = 0; i < 5; ++i) {
        connect();
        session.lost(Loss::ClosedByPeer, now);
        wait_for_backoff();
        session.failed(Retry::Soon, now);
        wait_for_backoff();
    }
    EXPECT_FALSE(session.keeps_losing());
}

TEST_F(ASession, TriesAnotherWayAtOnceAndWithoutALongerBackoffLater) {
    for (int i = 0; i < 5; ++i) {
        session.failed(Retry::Now, now);
        EXPECT_EQ(wait_for_backoff(), 0ms);
    }
    session.failed(Retry::Soon, now);
    EXPECT_LE(wait_for_backoff(), 625ms);
}

TEST_F(ASession, CanBeHurriedWhileItWaits) {
    session.failed(Retry::Later, now);
    session.hurry(now);
    EXPECT_EQ(wait_for_backoff(), 0ms);
    session.hurry(now);  // it is under way already
    EXPECT_EQ(session.state(), SessionState::Connecting);
}

TEST_F(ASession, GivesUpAnAttemptThatNeverEnds) {
    now = *session.deadline();
    EXPECT_EQ(session.on_time(now), SessionStep::GiveUp);
    EXPECT_EQ(session.state(), SessionState::Backoff);
    wait_for_backoff();
    session.connected(now);
    now = *session.deadline();
    EXPECT_EQ(session.on_time(now), SessionStep::GiveUp);
}

TEST_F(ASession, StaysStoppedWhateverStillComes) {
    session.stop();
    session.connected(now);
    session.subscribed(now);
    session.failed(Retry::Soon, now);
    session.lost(Loss::ClosedByPeer, now);
    EXPECT_EQ(session.state(), SessionState::Stopped);
    EXPECT_FALSE(session.deadline());
    EXPECT_EQ(session.on_time(now + 24h), SessionStep::None);
}

TEST_F(ASession, IsStartedOnce) {
    EXPECT_EQ(session.start(60s, now), SessionStep::None);
    connect();
    EXPECT_EQ(session.start(60s, now), SessionStep::None);
    EXPECT_EQ(session.state(), SessionState::Connected);
}

}  // namespace
}  // namespace mqtt_client
