// SPDX-License-Identifier: Apache-2.0
// Tests of what becomes of states and messages.
#include "bridge/bridge.hpp"

#include <set>

#include "plugin_fixture.hpp"

namespace mqtt_client::testing {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

using Payloads = std::vector<std::string>;

class ABridge : public APlugin {};

TEST_F(ABridge, ReportsAState) {
    start();
    local(kSetPoint, Value::number(21.5));
    const auto published = broker.take();
    ASSERT_THAT(published, SizeIs(1));
    EXPECT_EQ(published[0], (SimulatedBroker::Message{"set-point/state", "21.5", 1, true}));
}

TEST_F(ABridge, MakesACommandOfAMessage) {
    start();
    arrives("set-point/set", "21.5");
    const auto sent = commands();
    ASSERT_THAT(sent, SizeIs(1));
    EXPECT_EQ(sent[0].object(), kSetPoint);
    EXPECT_EQ(busbar::to_value(sent[0].value()), Value::number(21.5));
    EXPECT_LE(sent[0].tag().size(), 64U);
}

TEST_F(ABridge, SubscribesToTheAssignedObjectsOnly) {
    assign("light");
    assign("scene");
    set("house", external());
    commit();
    const auto subscriptions = host.take_all(&v1::Message::has_subscribe, &v1::Message::subscribe);
    ASSERT_THAT(subscriptions, SizeIs(1));
    EXPECT_FALSE(subscriptions[0].all());
    EXPECT_THAT(subscriptions[0].object_ids(), ElementsAre("light", "scene"));
}

TEST_F(ABridge, ReportsWhatACommandLedToAndDoesNotTakeItForAnEcho) {
    start();
    arrives("light/set", "1");
    obey(commands().at(0));
    EXPECT_EQ(broker.take("light/state"), (Payloads{"1"}));
    loop.advance(1s);
    arrives("light/set", "0");
    obey(commands().at(0));
    loop.advance(1s);
    arrives("light/set", "1");
    EXPECT_THAT(commands(), SizeIs(1));  // E5: remote changes never arm
}

TEST_F(ABridge, DropsTheEchoOfALocalChange) {
    start();
    local(kLight, Value::boolean(true));
    local(kLight, Value::boolean(false));
    arrives("light/set", "1");
    EXPECT_THAT(commands(), IsEmpty());
    EXPECT_EQ(figure(later_status(), "dropped_echo"), 1);
}

TEST_F(ABridge, DropsWhatTheObjectIsAlready) {
    start();
    local(kSetPoint, Value::number(33.3));
    arrives("set-point/set", "33.33");  // within half of the step
    EXPECT_THAT(commands(), IsEmpty());
    EXPECT_EQ(figure(later_status(), "dropped_same"), 1);
}

TEST_F(ABridge, CountsAndShowsWhatItCannotRead) {
    start();
    arrives("light/set", "on");
    EXPECT_THAT(commands(), IsEmpty());
    const auto now = later_status();
    EXPECT_EQ(figure(now, "messages_refused"), 1);
    EXPECT_EQ(now.figures(now.figures_size() - 1).text(),
              "light/set: received 'on'; numbers only, with a dot: 21.5");
}

TEST_F(ABridge, CountsAndShowsWhatTheOwnerRefuses) {
    start();
    arrives("light/set", "1");
    answer(commands().at(0), v1::COMMAND_OUTCOME_REFUSED, "the bus is not connected");
    const auto now = later_status();
    EXPECT_EQ(figure(now, "commands"), 1);
    EXPECT_EQ(figure(now, "commands_refused"), 1);
    EXPECT_EQ(now.figures(now.figures_size() - 1).text(), "light: the bus is not connected");
    arrives("light/set", "1");
    EXPECT_THAT(commands(), SizeIs(1));  // it may be tried again
}

TEST_F(ABridge, SendsNoCommandToAnObjectThatTakesNone) {
    start();
    auto light = object(kLight);
    light.set_commandable(false);
    host.give_object(light);
    loop.turn();
    arrives("light/set", "1");
    EXPECT_THAT(commands(), IsEmpty());
    EXPECT_EQ(figure(later_status(), "commands_refused"), 1);
}

TEST_F(ABridge, ReportsEveryOccurrenceUnretained) {
    start();
    local(kScene, Value::integer(3));
    local(kScene, Value::integer(3));
    const auto published = broker.take();
    ASSERT_THAT(published, SizeIs(2));
    EXPECT_FALSE(published[0].retain);
    arrives("scene/set", "7");
    arrives("scene/set", "7");
    EXPECT_THAT(commands(), SizeIs(2));  // E22
}

TEST_F(ABridge, ReportsNothingOfAnUnknownState) {
    start();
    v1::Message message;
    message.mutable_state_changed()->set_object(kLight);
    message.mutable_state_changed()->set_quality(v1::QUALITY_UNKNOWN);
    host.give(message);
    loop.turn();
    EXPECT_THAT(broker.take(), IsEmpty());
}

TEST_F(ABridge, ReportsEveryKnownStateOfADeviceAfterAReconnect) {
    start();
    local(kSetPoint, Value::number(21.5));
    local(kScene, Value::integer(3));
    (void)broker.take();
    broker.drop();
    loop.advance(1s);
    ASSERT_EQ(broker.connected(), 1U);
    std::set<std::string> reported;
    for (const auto& message : broker.take()) {
        reported.insert(message.topic + "=" + message.payload);
    }
    // The light and the set-point. Not the scene, which is no state; not the twin, which might be
    // out of date.
    EXPECT_THAT(reported, ElementsAre("light/state=0", "set-point/state=21.5"));
}

TEST_F(ABridge, ReportsAVirtualObjectAfterAReconnectOnlyWhenItChangedMeanwhile) {
    start();
    broker.failure = Failure{Reason::Refused, {}};
    broker.drop();
    loop.advance(1s);
    local(kTwin, Value::boolean(true));
    broker.failure.reset();
    loop.advance(20s);
    ASSERT_EQ(broker.connected(), 1U);
    EXPECT_EQ(broker.take("twin/state"), (Payloads{"1"}));
}

TEST_F(ABridge, TakesTheFirstChangeOfAVirtualObjectWithoutAStateForAChange) {
    for (const auto* id : {"light", "twin"}) assign(id);
    set("house", external());
    commit();
    catalogue(Value(), Value());
    local(kTwin, Value::boolean(true));
    EXPECT_EQ(broker.take("twin/state"), (Payloads{"1"}));
}

TEST_F(ABridge, DoesNotReportAVirtualObjectsStateOfTheCatalogue) {
    assign("twin");
    set("house", external());
    commit();
    catalogue();
    EXPECT_THAT(broker.take(), IsEmpty());
}

TEST_F(ABridge, ReportsAStateThatIsToldTwiceOnce) {
    start();
    v1::Message message;
    auto& state = *message.mutable_state_changed();
    state.set_object(kLight);
    state.mutable_value()->set_boolean(true);
    state.set_sequence(7);
    host.give(message);
    host.give_object(object(kLight));  // the bus tells its catalogue again
    host.give(message);
    loop.turn();
    EXPECT_EQ(broker.take("light/state"), (Payloads{"1"}));
}

TEST_F(ABridge, E18ReportsOnlyTheNewestOfWhatHappenedOffline) {
    start();
    broker.failure = Failure{Reason::Refused, {}};
    broker.drop();
    for (int i = 0; i < 500; ++i) {
        local(kSetPoint, Value::number(i / 10.0));
        local(kTwin, Value::boolean(i % 2 == 0));
        loop.advance(120ms);
    }
    broker.failure.reset();
    loop.advance(100s);
    ASSERT_EQ(broker.connected(), 1U);
    const auto published = broker.take();
    std::map<std::string, Payloads> by_topic;
    for (const auto& message : published) by_topic[message.topic].push_back(message.payload);
    EXPECT_EQ(by_topic["set-point/state"], (Payloads{"49.9"}));
    EXPECT_EQ(by_topic["twin/state"], (Payloads{"0"}));
    EXPECT_EQ(by_topic["light/state"], (Payloads{"0"}));
}

TEST_F(ABridge, E16IgnoresARetainedCommandForADeviceAndTakesItForAVirtualObject) {
    start();
    arrives("light/set", "1", {.retained = true, .duplicate = false});
    EXPECT_THAT(commands(), IsEmpty());
    arrives("twin/set", "1", {.retained = true, .duplicate = false});
    EXPECT_THAT(commands(), SizeIs(1));
}

TEST_F(ABridge, E16IgnoresARetainedCommandForATwinThatChangedMeanwhile) {
    start();
    broker.drop();
    local(kTwin, Value::boolean(true));
    loop.advance(1s);
    ASSERT_EQ(broker.connected(), 1U);
    arrives("twin/set", "0", {.retained = true, .duplicate = false});
    EXPECT_THAT(commands(), IsEmpty());
}

TEST_F(ABridge, E20RecognisesTheEchoOfAReportThatWasSentLate) {
    start();
    broker.failure = Failure{Reason::Refused, {}};
    broker.drop();
    local(kLight, Value::boolean(true));
    loop.advance(30s);
    broker.failure.reset();
    while (broker.connected() == 0) loop.advance(100ms);
    loop.advance(200ms);
    ASSERT_EQ(broker.take("light/state"), (Payloads{"1"}));
    local(kLight, Value::boolean(false));
    arrives("light/set", "1");
    EXPECT_THAT(commands(), IsEmpty());
}

TEST_F(ABridge, E23RecognisesTheEchoOnEveryConnectionToTheBrokerThatHasTheTopic) {
    messages::Assignment commands_only;
    commands_only.set_connection("second");
    commands_only.set_object("light");
    commands_only.set_command_topic("light/set");
    assign("commands-only", commands_only);
    set("second", external("Second"));
    start();
    ASSERT_EQ(broker.connected(), 2U);
    local(kLight, Value::boolean(true));
    local(kLight, Value::boolean(false));
    arrives("light/set", "1");  // to both
    EXPECT_THAT(commands(), IsEmpty());
}

TEST_F(ABridge, E23RecognisesTheEchoWhereOneConnectionReportsAndAnotherIsCommanded) {
    messages::Assignment reports;
    reports.set_connection("house");
    reports.set_object("light");
    reports.set_report_topic("light/state");
    assign("light-house", reports);
    messages::Assignment commanded;
    commanded.set_connection("second");
    commanded.set_object("light");
    commanded.set_command_topic("light/set");
    assign("commanded", commanded);
    set("house", external());
    set("second", external("Second"));
    commit();
    catalogue();
    loop.advance(11s);
    local(kLight, Value::boolean(true));
    local(kLight, Value::boolean(false));
    arrives("light/set", "1");
    EXPECT_THAT(commands(), IsEmpty());
}

TEST_F(ABridge, E23NeverSwallowsSomebodyWhoTogglesThroughOneOfTwoConnectionsToTheBroker) {
    messages::Assignment second;
    second.set_connection("second");
    second.set_object("light");
    second.set_command_topic("second/set");
    second.set_report_topic("second/state");
    assign("light-second", second);
    set("second", external("Second"));
    start();
    for (const auto* payload : {"1", "0", "1"}) {
        arrives("light/set", payload);
        const auto sent = commands();
        ASSERT_THAT(sent, SizeIs(1)) << payload;
        obey(sent[0]);
        loop.advance(1s);
    }
}

struct PayloadRow {
    const char* name;
    std::string payload;
    bool taken;
};

class APayload : public ABridge, public ::testing::WithParamInterface<PayloadRow> {};

TEST_P(APayload, E21IsTakenOrDroppedAsTheFirstRuleSays) {
    start();
    arrives("set-point/set", GetParam().payload);
    EXPECT_THAT(commands(), SizeIs(GetParam().taken ? 1 : 0));
    EXPECT_EQ(figure(later_status(), "messages_refused"), GetParam().taken ? 0 : 1);
}

INSTANTIATE_TEST_SUITE_P(
    Payloads, APayload,
    ::testing::Values(PayloadRow{"Comma", "1,5", false}, PayloadRow{"Json", R"({"v":1})", false},
                      PayloadRow{"Empty", "", false}, PayloadRow{"NotANumber", "nan", false},
                      PayloadRow{"Blanks", " 1 ", true}, PayloadRow{"Exponent", "1e2", true},
                      PayloadRow{"FourHundredDigits", std::string(400, '7'), false}),
    [](const auto& param) { return param.param.name; });

TEST_F(ABridge, TakesCommandsOfALoopAgainWhenTheConnectionIsStopped) {
    start();
    int value = 0;
    const auto loop_once = [&] {
        arrives("set-point/set", std::to_string(++value));
        const auto sent = commands();
        if (!sent.empty()) obey(sent[0]);
        return !sent.empty();
    };
    for (int i = 0; i < 61; ++i) EXPECT_TRUE(loop_once());
    loop.advance(4s);  // the report that was held is out, and the next one is its echo
    EXPECT_FALSE(loop_once());
    const auto looping = later_status();
    EXPECT_EQ(looping.state(), v1::STATUS_STATE_DEGRADED);
    EXPECT_THAT(looping.text(), HasSubstr("Loop on 'set-point/set' (57, 58, 59, 60, 61, 62)"));
    EXPECT_EQ(figure(looping, "dropped_breaker"), 1);
    host.give_action(1, "connections", "house", "stop");
    loop.advance(1s);
    host.give_action(2, "connections", "house", "start");
    loop.advance(1s);
    EXPECT_TRUE(loop_once());
    EXPECT_EQ(later_status().state(), v1::STATUS_STATE_CONNECTED);
}

TEST_F(ABridge, ACommandByOneConnectionIsALocalChangeForAnother) {
    assign("light", "second");
    auto second = external("Second");
    second.set_address("other.example");
    set("second", second);
    start();
    (void)broker.take();
    arrives("light/set", "1");
    const auto sent = commands();
    ASSERT_THAT(sent, SizeIs(2));  // both connections got the message
    obey(sent[0]);
    EXPECT_THAT(broker.take("light/state"), SizeIs(2));
}

TEST_F(ABridge, KeepsTheNewestValueWhileTheWindowIsFull) {
    start();
    broker.holds_acknowledgements = true;
    constexpr int kCount = 10000;
    for (int i = 1; i <= kCount; ++i) local(kSetPoint, Value::number(i));
    EXPECT_EQ(broker.take("set-point/state").size(), SimulatedTransport::kWindow);
    EXPECT_EQ(figure(later_status(), "reports_waiting"),
              SimulatedTransport::kWindow + ReportQueue::kHighWater);
    Payloads rest;
    for (int i = 0; i < 30; ++i) {
        broker.acknowledge();
        loop.turn();
        for (const auto& payload : broker.take("set-point/state")) rest.push_back(payload);
    }
    ASSERT_FALSE(rest.empty());
    EXPECT_EQ(rest.back(), "10000");
    EXPECT_EQ(rest.size(), ReportQueue::kHighWater);
}

TEST_F(ABridge, ReportsAgainWhatWasNotAcknowledgedWhenTheConnectionWasLost) {
    start();
    broker.holds_acknowledgements = true;
    local(kTwin, Value::boolean(true));
    EXPECT_EQ(broker.take("twin/state"), (Payloads{"1"}));
    broker.drop();
    loop.advance(1s);
    EXPECT_EQ(broker.take("twin/state"), (Payloads{"1"}));
}

TEST_F(ABridge, FollowsAChangedAndARemovedAssignment) {
    start();
    messages::Assignment moved;
    moved.set_connection("house");
    moved.set_object("light");
    moved.set_command_topic("lamp/set");
    moved.set_report_topic("lamp/state");
    assign("light-house", moved);
    commit();
    EXPECT_FALSE(broker.subscribed("light/set"));
    EXPECT_TRUE(broker.subscribed("lamp/set"));
    EXPECT_EQ(broker.take("lamp/state"), (Payloads{"0"}));
    host.give_item_removed("assignments", "light-house");
    commit();
    EXPECT_FALSE(broker.subscribed("lamp/set"));
    const auto left = host.take_all(&v1::Message::has_unsubscribe, &v1::Message::unsubscribe);
    ASSERT_THAT(left, SizeIs(1));
    EXPECT_THAT(left[0].object_ids(), ElementsAre("light"));
    local(kLight, Value::boolean(true));
    EXPECT_THAT(broker.take(), IsEmpty());
}

TEST_F(ABridge, HandlesTenThousandAssignments) {
    constexpr busbar::Handle kCount = 10000;
    for (busbar::Handle i = 1; i <= kCount; ++i) assign("object-" + std::to_string(i));
    set("house", external());
    commit();
    for (busbar::Handle i = 1; i <= kCount; ++i) {
        auto described = object(kSetPoint);
        described.set_id("object-" + std::to_string(i));
        described.set_handle(i);
        host.give_object(described);
        host.give_state(i, Value::number(i));
    }
    loop.turn();
    EXPECT_THAT(broker.take(), SizeIs(kCount));
    arrives("object-9999/set", "1");
    const auto sent = commands();
    ASSERT_THAT(sent, SizeIs(1));
    EXPECT_EQ(sent[0].object(), 9999U);
}

TEST_F(ABridge, ForgetsTheHandleOfAnObjectThatIsGone) {
    start();
    v1::Message gone;
    gone.mutable_object_removed()->set_handle(kLight);
    host.give(gone);
    loop.turn();
    arrives("light/set", "1");
    EXPECT_THAT(commands(), IsEmpty());
    auto light = object(kLight);
    light.set_handle(77);
    host.give_object(light);
    local(77, Value::boolean(false));
    arrives("light/set", "1");
    ASSERT_THAT(broker.take("light/state"), ElementsAre("0"));
}

TEST_F(ABridge, RefusesWhatIsOutOfTheObjectsRangeWithoutForgettingAnything) {
    start();
    auto set_point = object(kSetPoint);
    set_point.mutable_type()->set_minimum(5);
    set_point.mutable_type()->set_maximum(35);
    host.give_object(set_point);
    local(kSetPoint, Value::number(21.5));
    local(kSetPoint, Value::number(20));
    loop.advance(3s);
    arrives("set-point/set", "36");
    EXPECT_THAT(commands(), IsEmpty());
    const auto now = later_status();
    EXPECT_EQ(figure(now, "messages_refused"), 1);
    EXPECT_EQ(now.figures(now.figures_size() - 1).text(),
              "set-point/set: received '36'; the object takes 5 to 35");
    arrives("set-point/set", "21.5");  // still an echo: no command was taken meanwhile
    EXPECT_THAT(commands(), IsEmpty());
}

// ── payload formats ─────────────────────────────────────────────────────────────────────────────

class AFormattedAssignment : public ABridge {
 protected:
    // The set-point as tenths in JSON, the light as ON and OFF.
    void start_formatted() {
        auto& format = *tenths.mutable_format();
        format.set_command_pointer("/setpoint");
        format.set_report_template(R"({"setpoint":{value}})");
        format.set_scale(10);
        assign("set-point-house", tenths);
        auto& on = *words.mutable_format()->add_words();
        on.set_value("1");
        on.set_word("ON");
        auto& off = *words.mutable_format()->add_words();
        off.set_value("0");
        off.set_word("OFF");
        assign("light-house", words);
        set("house", external());
        commit();
        catalogue();
        loop.advance(11s);
        (void)broker.take();
    }
    static messages::Assignment plain(const std::string& object) {
        messages::Assignment assignment;
        assignment.set_connection("house");
        assignment.set_object(object);
        assignment.set_command_topic(object + "/set");
        assignment.set_report_topic(object + "/state");
        return assignment;
    }

    messages::Assignment tenths = plain("set-point");
    messages::Assignment words = plain("light");
};

TEST_F(AFormattedAssignment, ReportsAndTakesItsFormat) {
    start_formatted();
    local(kSetPoint, Value::number(21.5));
    EXPECT_EQ(broker.take("set-point/state"), (Payloads{R"({"setpoint":215})"}));
    arrives("set-point/set", R"({"setpoint":190,"unit":"tenths"})");
    arrives("light/set", "ON");
    const auto sent = commands();
    ASSERT_THAT(sent, SizeIs(2));
    EXPECT_EQ(busbar::to_value(sent[0].value()), Value::number(19));
    EXPECT_EQ(busbar::to_value(sent[1].value()), Value::boolean(true));
}

TEST_F(AFormattedAssignment, KnowsItsEchoByTheObjectsOwnValue) {
    start_formatted();
    local(kSetPoint, Value::number(21.5));
    local(kSetPoint, Value::number(20));
    arrives("set-point/set", R"({ "setpoint": "215.0" })");
    arrives("set-point/set", R"({"setpoint":200.4})");  // within half a step of what it is
    EXPECT_THAT(commands(), IsEmpty());
    const auto now = later_status();
    EXPECT_EQ(figure(now, "dropped_echo"), 1);
    EXPECT_EQ(figure(now, "dropped_same"), 1);
}

TEST_F(AFormattedAssignment, RefusesWhatIsNotInItsFormat) {
    start_formatted();
    arrives("set-point/set", "190");
    arrives("light/set", "on");
    EXPECT_THAT(commands(), IsEmpty());
    EXPECT_EQ(figure(later_status(), "messages_refused"), 2);
}

TEST_F(AFormattedAssignment, BecomesPlainAgain) {
    start_formatted();
    tenths.clear_format();
    assign("set-point-house", tenths);
    commit();
    local(kSetPoint, Value::number(21.5));
    EXPECT_EQ(broker.take("set-point/state"), (Payloads{"21.5"}));
}

TEST_F(AFormattedAssignment, IsNotUsedWithAFormatThatCannotBeUsed) {
    start_formatted();
    tenths.mutable_format()->set_scale(0);
    assign("set-point-house", tenths);
    commit();
    const auto logged = host.take_all(&v1::Message::has_log_record, &v1::Message::log_record);
    ASSERT_THAT(logged, Not(IsEmpty()));
    EXPECT_THAT(logged[0].text(), HasSubstr("item=set-point-house"));
    local(kSetPoint, Value::number(21.5));
    arrives("set-point/set", R"({"setpoint":190})");
    EXPECT_THAT(broker.take(), IsEmpty());
    EXPECT_THAT(commands(), IsEmpty());
}

// ── confirmations that wait ─────────────────────────────────────────────────────────────────────

// A command that brings back what was said here shortly before is confirmed after 1 s of quiet.
class AConfirmation : public APlugin {
 protected:
    void lose_it(messages::AssignmentMode mode) {
        messages::Assignment twin;
        twin.set_connection("house");
        twin.set_object("twin");
        twin.set_command_topic("twin/set");
        twin.set_report_topic("twin/state");
        twin.set_mode(mode);
        start();
        assign("twin-house", twin);
        commit();
        for (const char* wish : {"1", "0", "1"}) {
            arrives("twin/set", wish);
            obey(commands().at(0));
        }
        EXPECT_EQ(broker.take("twin/state").back(), "0");  // the last one waits
        broker.drop();
        loop.advance(5s);
    }
};

TEST_F(AConfirmation, ThatTheConnectionDidNotLiveToSendIsReportedOnReturn) {
    lose_it(messages::ASSIGNMENT_MODE_CONTROL);
    EXPECT_EQ(broker.take("twin/state"), (std::vector<std::string>{"1"}));
}

TEST_F(AConfirmation, IsNotOwedToAnOriginalWhichKnowsWhatItSaid) {
    lose_it(messages::ASSIGNMENT_MODE_SYNC);
    EXPECT_THAT(broker.take("twin/state"), IsEmpty());
}

}  // namespace
}  // namespace mqtt_client::testing
