// SPDX-License-Identifier: Apache-2.0
// Tests of who says its state again, and when.
#include "protocol/settling.hpp"

#include <gtest/gtest.h>

namespace mqtt_client {
namespace {

using namespace std::chrono_literals;
using Step = Settling::Step;

const Comparable kOn = Comparable::of(Value::boolean(true));
const Comparable kOff = Comparable::of(Value::boolean(false));
const Time kNow(1h);

TEST(Settling, SaysTheStateAgainWhenItIsQuiet) {
    Settling settling(kNow);
    settling.heard(kOn, 0ms, kNow);
    EXPECT_EQ(settling.on_time(kOff, 0, kNow + 999ms), Step::None);
    EXPECT_EQ(settling.on_time(kOff, 0, kNow + 1s), Step::Say);
    EXPECT_EQ(settling.deadline(), Time::max());
}

TEST(Settling, IsOverWhenTheyAgree) {
    Settling settling(kNow);
    settling.heard(kOn, 0ms, kNow);
    settling.heard(kOff, 0ms, kNow + 100ms);
    EXPECT_EQ(settling.on_time(kOff, 0, kNow + 2s), Step::Over);
}

TEST(Settling, LetsTheYoungerActionSpeakFirst) {
    for (const auto& [age, wait] : {std::pair(0s, 1000ms), std::pair(3s, 2500ms),
                                    std::pair(6s, 4000ms), std::pair(600s, 4000ms)}) {
        Settling settling(kNow - age);
        settling.heard(kOn, 0ms, kNow);
        EXPECT_EQ(settling.deadline(), kNow + wait);
    }
}

TEST(Settling, WaitsALittleByChance) {
    Settling settling(kNow);
    settling.heard(kOn, 250ms, kNow);
    EXPECT_EQ(settling.deadline(), kNow + 1250ms);
}

TEST(Settling, WaitsUntilWeAreQuietToo) {
    Settling settling(kNow);
    settling.said(0ms, kNow);
    EXPECT_EQ(settling.deadline(), Time::max());
    settling.heard(kOn, 0ms, kNow);
    settling.said(0ms, kNow + 900ms);
    EXPECT_GT(settling.deadline(), kNow + 1900ms);
}

TEST(Settling, ConfirmsWhatIsLeftWhenItIsQuiet) {
    Settling settling(kNow);
    settling.confirm_later(Settling::Pace::Usual, kNow);
    settling.confirm_later(Settling::Pace::Usual, kNow + 800ms);
    EXPECT_EQ(settling.on_time(kOff, 0, kNow + 1s), Step::None);
    EXPECT_EQ(settling.on_time(kOff, 0, kNow + 1800ms), Step::Confirm);
    EXPECT_EQ(settling.on_time(kOff, 0, kNow + 1800ms), Step::Over);
}

TEST(Settling, ConfirmsAfterThreeSecondsAtTheLatest) {
    Settling settling(kNow);
    for (auto at = 0ms; at < 3s; at += 500ms)
        settling.confirm_later(Settling::Pace::Usual, kNow + at);
    EXPECT_EQ(settling.deadline(), kNow + 3s);
}

TEST(Settling, ConfirmsNothingThatWasSaidMeanwhile) {
    Settling settling(kNow);
    settling.confirm_later(Settling::Pace::Usual, kNow);
    settling.confirmed();
    EXPECT_EQ(settling.deadline(), Time::max());
}

TEST(Settling, GivesUpAfterFourTriesOfTwiceTheTimeEach) {
    Settling settling({});
    auto now = kNow;
    for (const auto wait : {4s, 8s, 16s, 32s}) {
        settling.heard(kOn, 0ms, now);
        EXPECT_EQ(settling.deadline(), now + wait);
        now += wait;
        EXPECT_EQ(settling.on_time(kOff, 0, now), Step::Say);
    }
    settling.heard(kOn, 0ms, now);
    EXPECT_EQ(settling.on_time(kOff, 0, now + 10min), Step::None);
    settling.changed(now + 10min);
    settling.heard(kOn, 0ms, now + 10min);
    EXPECT_EQ(settling.on_time(kOff, 0, now + 11min), Step::Say);
}

}  // namespace
}  // namespace mqtt_client
