// SPDX-License-Identifier: Apache-2.0
// The supervisor, with time turned by hand.
#include "mqtt-broker/protocol/supervisor.hpp"

#include <gmock/gmock.h>

namespace mqtt_broker {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using Action = Supervisor::Action;
using State = Supervisor::State;
using Way = Supervisor::Way;

const Failure kCrash{Fault::Other, "Mosquitto ended unexpectedly (signal 9)."};
const Failure kPortInUse{Fault::PortInUse, "Port 1883 is used by another service."};
const Failure kNoGate{Fault::GateRefused, "Mosquitto: Unable to load auth plugin."};
const Failure kCorrupt{Fault::DatabaseCorrupt, "The saved messages cannot be read."};

class SupervisorTest : public ::testing::Test {
 protected:
    void run() {
        ASSERT_THAT(supervisor.start(now), ElementsAre(Action::Spawn));
        ASSERT_THAT(supervisor.ready(now), IsEmpty());
        ASSERT_EQ(supervisor.state(), State::Running);
    }
    // Turns the clock to the deadline.
    Supervisor::Actions wait() {
        now = supervisor.deadline().value();
        return supervisor.on_time(now);
    }

    Supervisor supervisor;
    Supervisor::Time now{1h};
};

TEST_F(SupervisorTest, IsRunningWhenTheProcessSaysItIsReady) {
    EXPECT_EQ(supervisor.state(), State::Stopped);
    EXPECT_THAT(supervisor.start(now), ElementsAre(Action::Spawn));
    EXPECT_EQ(supervisor.state(), State::Starting);
    EXPECT_THAT(supervisor.start(now), IsEmpty());
    EXPECT_THAT(supervisor.ready(now + 1s), IsEmpty());
    EXPECT_EQ(supervisor.state(), State::Running);
    EXPECT_EQ(supervisor.running_since(), now + 1s);
    EXPECT_FALSE(supervisor.deadline());
}

TEST_F(SupervisorTest, StopsWithTerminateAndAfterASecondAtMostWithKill) {
    run();
    EXPECT_THAT(supervisor.stop(now), ElementsAre(Action::Terminate));
    EXPECT_LT(*supervisor.deadline() - now, 1s);
    EXPECT_THAT(wait(), ElementsAre(Action::Kill));
    EXPECT_THAT(supervisor.exited(kCrash, now), IsEmpty());
    EXPECT_EQ(supervisor.state(), State::Stopped);
    EXPECT_FALSE(supervisor.deadline());
}

TEST_F(SupervisorTest, StartsACrashedProcessAgainAfterOneTwoFourUpToSixtySeconds) {
    run();
    std::vector<std::int64_t> delays;
    for (int i = 0; i < 8; ++i) {
        EXPECT_THAT(supervisor.exited(kCrash, now), IsEmpty());
        EXPECT_EQ(supervisor.state(), State::Backoff);
        EXPECT_EQ(supervisor.failure(), kCrash);
        delays.push_back((*supervisor.deadline() - now) / 1s);
        EXPECT_THAT(wait(), ElementsAre(Action::Spawn));
        (void)supervisor.ready(now);
    }
    EXPECT_THAT(delays, ElementsAre(1, 2, 4, 8, 16, 32, 60, 60));
    EXPECT_EQ(supervisor.restarts(), 8U);
}

TEST_F(SupervisorTest, ForgetsEarlierCrashesAfterAMinuteOfRunning) {
    run();
    for (int i = 0; i < 4; ++i) {
        (void)supervisor.exited(kCrash, now);
        (void)wait();
        (void)supervisor.ready(now);
    }
    now += 60s;
    (void)supervisor.exited(kCrash, now);
    EXPECT_EQ(*supervisor.deadline() - now, 1s);
}

TEST_F(SupervisorTest, TriesAtOnceWhenAskedToStartDuringTheBackOff) {
    run();
    (void)supervisor.exited(kCrash, now);
    EXPECT_THAT(supervisor.start(now), ElementsAre(Action::Spawn));
}

TEST_F(SupervisorTest, StopsDuringTheBackOff) {
    run();
    (void)supervisor.exited(kCrash, now);
    EXPECT_THAT(supervisor.stop(now), IsEmpty());
    EXPECT_EQ(supervisor.state(), State::Stopped);
    EXPECT_FALSE(supervisor.deadline());
}

TEST_F(SupervisorTest, KeepsTheReasonWhyItCouldNotStart) {
    (void)supervisor.start(now);
    EXPECT_THAT(supervisor.exited(kPortInUse, now), IsEmpty());
    EXPECT_EQ(supervisor.state(), State::Backoff);
    EXPECT_EQ(supervisor.failure().words, "Port 1883 is used by another service.");
}

TEST_F(SupervisorTest, KillsAProcessThatDoesNotGetReady) {
    (void)supervisor.start(now);
    EXPECT_THAT(wait(), ElementsAre(Action::Kill));
    (void)supervisor.exited(kCrash, now);
    EXPECT_EQ(supervisor.state(), State::Backoff);
    EXPECT_EQ(supervisor.failure().words, "Mosquitto did not start within 20 s.");
}

TEST_F(SupervisorTest, SetsACorruptDatabaseAsideOnce) {
    (void)supervisor.start(now);
    EXPECT_THAT(supervisor.exited(kCorrupt, now),
                ElementsAre(Action::SetDatabaseAside, Action::Spawn));
    EXPECT_EQ(supervisor.state(), State::Starting);
    EXPECT_THAT(supervisor.exited(kCorrupt, now), IsEmpty());
    EXPECT_EQ(supervisor.state(), State::Backoff);
}

TEST_F(SupervisorTest, SetsTheNextCorruptDatabaseAsideToo) {
    (void)supervisor.start(now);
    (void)supervisor.exited(kCorrupt, now);
    (void)supervisor.ready(now);
    (void)supervisor.exited(kCrash, now);
    (void)wait();
    EXPECT_THAT(supervisor.exited(kCorrupt, now),
                ElementsAre(Action::SetDatabaseAside, Action::Spawn));
}

TEST_F(SupervisorTest, RestartsForWhatOnlyAStartTakesOver) {
    run();
    EXPECT_THAT(supervisor.restart(now), ElementsAre(Action::Terminate));
    EXPECT_EQ(supervisor.state(), State::Stopping);
    EXPECT_THAT(supervisor.exited(kCrash, now), ElementsAre(Action::Spawn));
    EXPECT_EQ(supervisor.state(), State::Starting);
    EXPECT_EQ(supervisor.restarts(), 0U);
}

TEST_F(SupervisorTest, StartsAfterAStopThatWasTakenBack) {
    run();
    (void)supervisor.stop(now);
    EXPECT_THAT(supervisor.start(now), IsEmpty());
    EXPECT_THAT(supervisor.exited(kCrash, now), ElementsAre(Action::Spawn));
}

TEST_F(SupervisorTest, BelievesAReloadAfterALoginThatFollowsTheReloadLine) {
    run();
    EXPECT_THAT(supervisor.reload(Way::Files, now), ElementsAre(Action::Hangup));
    EXPECT_THAT(supervisor.probed(""), IsEmpty());
    EXPECT_THAT(supervisor.reloading(now), ElementsAre(Action::Probe));
    EXPECT_THAT(supervisor.reloading(now), IsEmpty());
    EXPECT_THAT(supervisor.probed(""), ElementsAre(Action::Reloaded));
    EXPECT_FALSE(supervisor.deadline());
}

TEST_F(SupervisorTest, RefusesAReloadDuringWhichTheBrokerComplained) {
    run();
    (void)supervisor.reload(Way::Files, now);
    (void)supervisor.reloading(now);
    supervisor.complained("Unable to open pwfile \"passwd\".");
    EXPECT_THAT(supervisor.probed("Not authorised."), ElementsAre(Action::NotReloaded));
    EXPECT_EQ(supervisor.reload_fault(), "Mosquitto: Unable to open pwfile \"passwd\".");
}

TEST_F(SupervisorTest, RefusesAReloadAfterWhichTheProbeCannotLogIn) {
    run();
    (void)supervisor.reload(Way::Files, now);
    (void)supervisor.reloading(now);
    EXPECT_THAT(supervisor.probed("Not authorised."), ElementsAre(Action::NotReloaded));
    EXPECT_EQ(supervisor.reload_fault(), "Not authorised.");
    EXPECT_THAT(supervisor.reload(Way::Files, now), ElementsAre(Action::Hangup));
    (void)supervisor.reloading(now);
    EXPECT_THAT(supervisor.probed(""), ElementsAre(Action::Reloaded));
}

TEST_F(SupervisorTest, RefusesAReloadWhenTheProbeIsNotAnswered) {
    run();
    (void)supervisor.reload(Way::Files, now);
    (void)supervisor.reloading(now);
    EXPECT_THAT(wait(), ElementsAre(Action::NotReloaded));
    EXPECT_EQ(supervisor.state(), State::Running);
}

TEST_F(SupervisorTest, RestartsABrokerThatDoesNotReload) {
    run();
    (void)supervisor.reload(Way::Files, now);
    EXPECT_THAT(wait(), ElementsAre(Action::Terminate));
    EXPECT_THAT(supervisor.exited(kCrash, now), ElementsAre(Action::Spawn));
}

TEST_F(SupervisorTest, ForgetsAReloadWhenTheProcessEnds) {
    run();
    (void)supervisor.reload(Way::Files, now);
    (void)supervisor.reloading(now);
    (void)supervisor.exited(kCrash, now);
    EXPECT_THAT(supervisor.probed(""), IsEmpty());
    EXPECT_EQ(supervisor.state(), State::Backoff);
}

TEST_F(SupervisorTest, DoesNotReloadWhatDoesNotRun) {
    EXPECT_THAT(supervisor.reload(Way::Files, now), IsEmpty());
    (void)supervisor.start(now);
    EXPECT_THAT(supervisor.reload(Way::Files, now), IsEmpty());
}

TEST_F(SupervisorTest, IgnoresADeadlineThatHasNotCome) {
    (void)supervisor.start(now);
    EXPECT_THAT(supervisor.on_time(now), IsEmpty());
    EXPECT_EQ(supervisor.state(), State::Starting);
}

TEST_F(SupervisorTest, AReloadByTheGateIsInEffectWhenTheGateSaysSo) {
    run();
    EXPECT_THAT(supervisor.reload(Way::Gate, now), ElementsAre(Action::AskGate));
    EXPECT_THAT(supervisor.reload(Way::Gate, now), IsEmpty());
    EXPECT_THAT(supervisor.reloading(now), IsEmpty());
    EXPECT_THAT(supervisor.loaded(""), ElementsAre(Action::Reloaded));
    EXPECT_FALSE(supervisor.deadline());
    EXPECT_THAT(supervisor.loaded(""), IsEmpty());
}

TEST_F(SupervisorTest, WhatTheGateCannotReadIsNotInEffect) {
    run();
    (void)supervisor.reload(Way::Gate, now);
    EXPECT_THAT(supervisor.loaded("the table is not readable"), ElementsAre(Action::NotReloaded));
    EXPECT_EQ(supervisor.reload_fault(), "the table is not readable");
}

TEST_F(SupervisorTest, AGateThatDoesNotAnswerHasABrokerThatIsRestarted) {
    run();
    (void)supervisor.reload(Way::Gate, now);
    EXPECT_THAT(wait(), ElementsAre(Action::Terminate));
    EXPECT_THAT(supervisor.exited(kCrash, now), ElementsAre(Action::Spawn));
}

TEST_F(SupervisorTest, AGateThatMosquittoDoesNotTakeIsGivenUpAtOnce) {
    (void)supervisor.start(now);
    EXPECT_THAT(supervisor.exited(kNoGate, now), ElementsAre(Action::GiveGateUp, Action::Spawn));
    EXPECT_THAT(supervisor.ready(now), IsEmpty());
    EXPECT_EQ(supervisor.state(), State::Running);
}

}  // namespace
}  // namespace mqtt_broker
