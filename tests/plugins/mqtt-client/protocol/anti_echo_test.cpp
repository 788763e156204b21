// SPDX-License-Identifier: Apache-2.0
// Tests of anti-echo: one assignment, the time turned by hand. The names E… are those of the cases
// in the definition of the echo timeout (the README of the plugin); those about several servers are
// in bridge/anti_echo_test.cpp.
#include "protocol/anti_echo.hpp"

#include <gtest/gtest.h>

#include <type_traits>

namespace mqtt_client {
namespace {

using namespace std::chrono_literals;
using std::chrono::milliseconds;

// An assignment and its object, as the bridge plays them: a local change is reported at once, an
// accepted command is confirmed by the object and reported.
class AnAssignment : public testing::Test {
 protected:
    explicit AnAssignment(Value initial = Value::boolean(false)) {
        rules.echo_timeout = 10s;
        state = Comparable::of(initial);
    }

    // Somebody at the wall, `at` after the start.
    void local(Value value, milliseconds at) {
        now = Time(1h) + at;
        report(Comparable::of(value), CausedBy::Nobody);
    }
    void wall(bool on, milliseconds at) { local(Value::boolean(on), at); }

    // A message on the command topic, `at` after the start; an accepted one is carried out.
    Verdict arrives(Value value, milliseconds at, bool retained = false, bool duplicate = false,
                    Tagged tagged = Tagged::No) {
        now = Time(1h) + at;
        const auto arrived = Comparable::of(value);
        const auto verdict = echo.judge({arrived, retained, duplicate, tagged}, state, rules, now);
        if (verdict == Verdict::Command) {
            report(arrived, CausedBy::Us);
            echo.answered();
        }
        return verdict;
    }
    Verdict app(bool on, milliseconds at) { return arrives(Value::boolean(on), at); }
    // Time passes until something is due.
    AntiEcho::Due due() {
        now = echo.deadline();
        return now == Time::max() ? AntiEcho::Due::Nothing : echo.on_time(state, rules, now);
    }
    [[nodiscard]] bool disagrees() const { return echo.deadline() != Time::max(); }

    AntiEcho echo;
    EchoRules rules;
    Comparable state;
    Time now;
    int reports = 0;

 private:
    void report(const Comparable& value, CausedBy cause) {
        state = value;
        const auto origin = echo.origin_of(value, cause, rules, now);
        echo.sent(value, origin, rules, now);
        echo.written(value, now);
        ++reports;
    }
};

TEST_F(AnAssignment, E1DropsTheEchoOfTheOnlyChangeAsTheSame) {
    wall(true, 0ms);
    EXPECT_EQ(app(true, 100ms), Verdict::Same);
}

TEST_F(AnAssignment, E2RecognisesALateEchoAfterTheNextChange) {
    wall(true, 0ms);
    wall(false, 200ms);
    EXPECT_EQ(app(true, 500ms), Verdict::Echo);
    EXPECT_TRUE(disagrees());
}

TEST_F(AnAssignment, E3TakesACommandAfterTheEchoTimeout) {
    wall(true, 0ms);
    wall(false, 200ms);
    EXPECT_EQ(app(true, 10500ms), Verdict::Command);
}

TEST_F(AnAssignment, E4RecognisesNoEchoWhenTheTimeoutIsOff) {
    rules.echo_timeout = 0s;
    wall(true, 0ms);
    wall(false, 200ms);
    EXPECT_EQ(app(true, 500ms), Verdict::Command);
}

TEST_F(AnAssignment, E5NeverSwallowsSomebodyWhoTogglesFromAnApp) {
    EXPECT_EQ(app(true, 0ms), Verdict::Command);
    EXPECT_EQ(app(false, 1s), Verdict::Command);
    EXPECT_EQ(app(true, 2s), Verdict::Command);
    EXPECT_EQ(reports, 3);  // each confirmed, none remembered as ours
}

TEST_F(AnAssignment, E6TakesTheAppAfterTheWall) {
    wall(true, 0ms);
    EXPECT_EQ(app(false, 3s), Verdict::Command);
    EXPECT_EQ(app(true, 4s), Verdict::Command);
}

TEST_F(AnAssignment, E7DropsOnePressAfterTwoLocalChangesAndSaysTheStateOnceMore) {
    wall(true, 0ms);
    wall(false, 1s);
    EXPECT_EQ(app(true, 5s), Verdict::Echo);
    EXPECT_EQ(due(), AntiEcho::Due::SayAgain);
    EXPECT_LE(now, Time(1h) + 8s);
    echo.sent(state, Origin::Local, rules, now);
    EXPECT_EQ(app(true, 8500ms), Verdict::Command);
    EXPECT_EQ(due(), AntiEcho::Due::Nothing);  // they agree
    EXPECT_FALSE(disagrees());
}

TEST_F(AnAssignment, E7DropsNoPressWhereNobodyEverEchoes) {
    for (auto at = 0s; at < 60s; at += 20s) {
        wall(true, at);
        EXPECT_EQ(app(false, at + 5s), Verdict::Command);
    }
    wall(true, 60s);
    wall(false, 61s);
    EXPECT_EQ(app(true, 62s), Verdict::Echo);  // it might be one, so soon
    wall(true, 80s);
    wall(false, 81s);
    EXPECT_EQ(app(true, 85s), Verdict::Echo);  // it was taken for one, so there may be more
}

TEST_F(AnAssignment, E7DropsNoPressWhereNobodyEverEchoesAfterThreeSeconds) {
    for (auto at = 0s; at < 60s; at += 20s) {
        wall(true, at);
        EXPECT_EQ(app(false, at + 5s), Verdict::Command);
    }
    for (auto at = 60s; at < 120s; at += 20s) {
        wall(true, at);
        wall(false, at + 1s);
        EXPECT_EQ(app(true, at + 5s), Verdict::Command);
    }
}

TEST_F(AnAssignment, E7DropsNoPressThreeSecondsAfterTheEchoHasCome) {
    wall(true, 0ms);
    wall(false, 1s);
    EXPECT_EQ(app(true, 1100ms), Verdict::Echo);
    EXPECT_EQ(app(true, 4s), Verdict::Echo);  // another server's
    wall(true, 20s);
    EXPECT_EQ(app(true, 20100ms), Verdict::Same);  // the echo
    wall(false, 21s);
    EXPECT_EQ(app(true, 25s), Verdict::Command);
}

TEST_F(AnAssignment, E10DropsAnEchoThatComesTwoSecondsLate) {
    wall(true, 0ms);
    wall(false, 100ms);
    EXPECT_EQ(app(true, 2100ms), Verdict::Echo);
    EXPECT_EQ(app(false, 2200ms), Verdict::Same);
}

TEST_F(AnAssignment, E14TakesARoundedValueForTheSameWithinTheTolerance) {
    rules.tolerance = 0.05;
    local(Value::number(33.3), 0ms);
    EXPECT_EQ(arrives(Value::number(33.33), 100ms), Verdict::Same);
}

TEST_F(AnAssignment, E14IsSilentAfterOneCorrectionOutsideTheTolerance) {
    rules.tolerance = 0.01;
    local(Value::number(33.3), 0ms);
    EXPECT_EQ(arrives(Value::number(33.33), 100ms), Verdict::Command);
    EXPECT_EQ(arrives(Value::number(33.33), 200ms), Verdict::Same);
    EXPECT_EQ(reports, 2);
}

TEST_F(AnAssignment, E16IgnoresARetainedCommandByDefault) {
    EXPECT_EQ(arrives(Value::boolean(true), 0ms, true), Verdict::Retained);
}

TEST_F(AnAssignment, E16TakesARetainedCommandWhereThatIsWanted) {
    rules.apply_retained = true;
    EXPECT_EQ(arrives(Value::boolean(true), 0ms, true), Verdict::Command);
}

TEST_F(AnAssignment, E16IgnoresARetainedCommandOlderThanALocalChange) {
    rules.apply_retained = true;
    (void)echo.lost();
    wall(true, 0ms);
    EXPECT_EQ(arrives(Value::boolean(false), 20s, true), Verdict::Retained);
    (void)echo.lost();
    EXPECT_EQ(arrives(Value::boolean(false), 40s, true), Verdict::Command);
}

TEST_F(AnAssignment, E17DropsACommandThatIsDeliveredAgain) {
    EXPECT_EQ(app(true, 0ms), Verdict::Command);
    EXPECT_EQ(app(false, 1s), Verdict::Command);
    EXPECT_EQ(arrives(Value::boolean(true), 2s, false, true), Verdict::Duplicate);
    EXPECT_EQ(arrives(Value::boolean(true), 20s, false, true), Verdict::Command);
}

TEST_F(AnAssignment, E20CountsAReportFromWhenItIsWritten) {
    wall(true, 0ms);
    wall(false, 100ms);
    echo.written(Comparable::of(Value::boolean(true)), Time(1h) + 30s);
    EXPECT_EQ(app(true, 30200ms), Verdict::Echo);
}

TEST_F(AnAssignment, E22CountsEveryOccurrenceButItsOwnEcho) {
    rules.every_occurrence = true;
    EXPECT_EQ(arrives(Value::integer(3), 0ms), Verdict::Command);
    EXPECT_EQ(arrives(Value::integer(3), 1s), Verdict::Command);
    local(Value::integer(5), 2s);
    EXPECT_EQ(arrives(Value::integer(5), 2100ms), Verdict::Echo);
}

TEST(AntiEcho, E24KnowsNoClockThatCanStep) {
    EXPECT_TRUE(Time::clock::is_steady);
    EXPECT_TRUE((std::is_same_v<Time, std::chrono::steady_clock::time_point>));
}

TEST_F(AnAssignment, E27TakesTheTimeoutItselfForAnEcho) {
    wall(true, 0ms);
    wall(false, 1s);
    EXPECT_EQ(app(true, 9950ms), Verdict::Echo);
    EXPECT_EQ(app(true, 10000ms), Verdict::Echo);
    EXPECT_EQ(app(true, 10050ms), Verdict::Command);
}

TEST_F(AnAssignment, RefusesWhatItsTagTellsIsOursOrOlder) {
    EXPECT_EQ(arrives(Value::boolean(true), 0ms, false, false, Tagged::Own), Verdict::Own);
    EXPECT_EQ(arrives(Value::boolean(true), 0ms, false, false, Tagged::Stale), Verdict::Stale);
    EXPECT_EQ(arrives(Value::boolean(true), 0ms, false, false, Tagged::Newer), Verdict::Command);
}

TEST_F(AnAssignment, TakesANewerTagsWordAgainstTheEchoTimeout) {
    wall(true, 0ms);
    wall(false, 1s);
    EXPECT_EQ(arrives(Value::boolean(true), 2s, false, false, Tagged::Newer), Verdict::Command);
}

TEST_F(AnAssignment, SaysItsStateAgainWhenACommandWasRefused) {
    const auto on = Comparable::of(Value::boolean(true));
    ASSERT_EQ(echo.judge({on, false, false, Tagged::No}, state, rules, now), Verdict::Command);
    echo.answered();
    echo.refused(rules, now);
    EXPECT_EQ(due(), AntiEcho::Due::SayAgain);
    EXPECT_FALSE(disagrees());
}

TEST_F(AnAssignment, SaysItsStateAgainToOneThatKeepsAnother) {
    rules.sync = true;
    EXPECT_EQ(arrives(Value::boolean(true), 0ms, true), Verdict::Retained);
    EXPECT_EQ(due(), AntiEcho::Due::SayAgain);
}

TEST_F(AnAssignment, DoesNotSayItsStateAgainToWhatWasKeptForADevice) {
    EXPECT_EQ(arrives(Value::boolean(true), 0ms, true), Verdict::Retained);
    EXPECT_FALSE(disagrees());
}

TEST_F(AnAssignment, IsNoNewsOnATopicWhereTheCommandWasHeard) {
    const auto on = Comparable::of(Value::boolean(true));
    ASSERT_EQ(echo.judge({on, false, false, Tagged::No}, state, rules, now), Verdict::Command);
    EXPECT_TRUE(echo.is_news(on, Origin::Remote, rules));
    rules.same_topic = true;
    EXPECT_FALSE(echo.is_news(on, Origin::Remote, rules));
    EXPECT_TRUE(echo.is_news(on, Origin::Local, rules));
    EXPECT_TRUE(echo.is_news(Comparable::of(Value::boolean(false)), Origin::Remote, rules));
}

TEST_F(AnAssignment, RemembersNothingWhereTheBrokerSendsNothingBack) {
    rules.same_topic = rules.no_local = true;
    wall(true, 0ms);
    wall(false, 1s);
    EXPECT_EQ(app(true, 2s), Verdict::Command);
}

TEST_F(AnAssignment, ForgetsLocalChangesOlderThanTwoSecondsWithACommand) {
    local(Value::integer(5), 0ms);
    local(Value::integer(7), 2s);
    EXPECT_EQ(arrives(Value::integer(9), 3s), Verdict::Command);
    EXPECT_EQ(arrives(Value::integer(7), 3100ms), Verdict::Echo);
    EXPECT_EQ(arrives(Value::integer(5), 3200ms), Verdict::Command);
}

TEST_F(AnAssignment, ComparesWithTheCommandUnderWay) {
    const auto on = Comparable::of(Value::boolean(true));
    ASSERT_EQ(echo.judge({on, false, false, Tagged::No}, state, rules, now), Verdict::Command);
    EXPECT_EQ(echo.judge({on, false, false, Tagged::No}, state, rules, now + 1s), Verdict::Same);
    echo.answered();  // refused: the object is still off
    EXPECT_EQ(echo.judge({on, false, false, Tagged::No}, state, rules, now + 2s), Verdict::Command);
}

TEST_F(AnAssignment, TakesAStateWithoutACauseForItsCommandsWhileThatIsUnderWay) {
    const auto on = Comparable::of(Value::boolean(true));
    ASSERT_EQ(echo.judge({on, false, false, Tagged::No}, state, rules, now), Verdict::Command);
    EXPECT_EQ(echo.origin_of(on, CausedBy::Others, rules, now + 1s), Origin::Local);
    EXPECT_EQ(echo.origin_of(on, CausedBy::Nobody, rules, now + 1s), Origin::Remote);
    echo.answered();
    EXPECT_EQ(echo.origin_of(on, CausedBy::Nobody, rules, now + 2s), Origin::Local);
}

TEST_F(AnAssignment, RemembersTheNewestOfVeryManyLocalChanges) {
    for (int i = 0; i < 1000; ++i) local(Value::integer(i), milliseconds(i));
    EXPECT_EQ(arrives(Value::integer(998), 1100ms), Verdict::Echo);
    EXPECT_EQ(arrives(Value::integer(940), 1100ms), Verdict::Echo);
    EXPECT_EQ(arrives(Value::integer(1), 1100ms), Verdict::Command);  // 64 are remembered
}

TEST_F(AnAssignment, WithoutAKnownStateTakesAnything) {
    state = {};
    EXPECT_EQ(app(false, 0ms), Verdict::Command);
}

}  // namespace
}  // namespace mqtt_client
