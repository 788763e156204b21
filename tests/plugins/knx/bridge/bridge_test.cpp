// SPDX-License-Identifier: Apache-2.0
// Bridge: which telegram is whose state, what becomes of a command.
#include "knx/bridge/bridge.hpp"

#include "plugins/knx/bridge/bridge_fixture.hpp"

namespace knx {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

using States = BridgeTest;
using Commands = BridgeTest;
using Causes = BridgeTest;
using Connections = BridgeTest;
using Settings = BridgeTest;
using Reports = BridgeTest;

// ── states ──────────────────────────────────────────────────────────────────────────────────────

TEST_F(States, ComeFromTheStatusAddress) {
    const auto lamp = put("lamp", {.command = "1/1/1", .status = "1/1/2"});
    hear(telegram_to("1/1/2", bit(true)));
    ASSERT_EQ(bus.states.size(), 1U);
    EXPECT_EQ(bus.states[0].object, lamp);
    EXPECT_EQ(bus.states[0].value, Value::boolean(true));
    EXPECT_EQ(bus.states[0].quality, v1::QUALITY_GOOD);
    EXPECT_EQ(bus.states[0].trace_id, 0U);
}

TEST_F(States, ComeFromResponsesToo) {
    put("lamp", {.command = "1/1/1", .status = "1/1/2"});
    hear(telegram_to("1/1/2", bit(true), GroupService::Response));
    EXPECT_EQ(bus.states.size(), 1U);
}

TEST_F(States, ComeFromListeningAddresses) {
    put("lamp", {.command = "1/1/1", .status = "1/1/2", .listening = {"0/0/1"}});
    hear(telegram_to("0/0/1", bit(false)));
    ASSERT_EQ(bus.states.size(), 1U);
    EXPECT_EQ(bus.states[0].value, Value::boolean(false));
}

TEST_F(States, IgnoreReads) {
    put("lamp", {.command = "1/1/1"});
    hear(telegram_to("1/1/1", {}, GroupService::Read));
    EXPECT_TRUE(bus.states.empty());
    EXPECT_EQ(main.figures.refused_payloads, 0U);
}

TEST_F(States, IgnoreCommandsOfOthersWhereTheDeviceReports) {
    put("lamp", {.command = "1/1/1", .status = "1/1/2"});
    hear(telegram_to("1/1/1", bit(true)));
    EXPECT_TRUE(bus.states.empty());
}

TEST_F(States, FollowCommandsOfOthersWhereNoDeviceReports) {
    put("lamp", {.command = "1/1/1"});
    hear(telegram_to("1/1/1", bit(true)));
    ASSERT_EQ(bus.states.size(), 1U);
    EXPECT_EQ(bus.states[0].value, Value::boolean(true));
}

TEST_F(States, AreTheConfirmedWriteWhereNoDeviceReports) {
    const auto lamp = put("lamp", {.command = "1/1/1"});
    command(7, lamp, Value::boolean(true));
    EXPECT_TRUE(bus.states.empty());
    confirm();
    ASSERT_EQ(bus.states.size(), 1U);
    EXPECT_EQ(bus.states[0].value, Value::boolean(true));
}

TEST_F(States, AreNotTheConfirmedWriteWhereTheDeviceReports) {
    const auto lamp = put("lamp", {.command = "1/1/1", .status = "1/1/2"});
    command(7, lamp, Value::boolean(true));
    confirm();
    EXPECT_TRUE(bus.states.empty());
}

TEST_F(States, HaveTheFewestDigits) {
    put("level", {.type = "5.001", .status = "1/1/2"});
    hear(telegram_to("1/1/2", raw({0x55})));
    ASSERT_EQ(bus.states.size(), 1U);
    EXPECT_EQ(busbar::to_string(bus.states[0].value), "33.3");
}

TEST_F(States, AreToldEveryTime) {
    put("lamp", {.status = "1/1/2"});
    hear(telegram_to("1/1/2", bit(true)));
    hear(telegram_to("1/1/2", bit(true)));
    EXPECT_EQ(bus.states.size(), 2U);
}

TEST_F(States, OfSeveralObjectsMayShareAnAddress) {
    put("one", {.command = "1/1/1", .listening = {"0/0/1"}});
    put("two", {.command = "1/1/2", .listening = {"0/0/1"}});
    hear(telegram_to("0/0/1", bit(false)));
    EXPECT_EQ(bus.states.size(), 2U);
}

TEST_F(States, FollowOurOwnWritesToAnAddressTheyListenTo) {
    const auto all = put("all-lamps", {.command = "0/0/1"});
    const auto lamp = put("lamp", {.command = "1/1/1", .status = "1/1/2", .listening = {"0/0/1"}});
    command(7, all, Value::boolean(false));
    confirm();
    ASSERT_EQ(bus.states.size(), 2U);
    EXPECT_EQ(bus.states[1].object, lamp);
    EXPECT_EQ(bus.states[1].trace_id, 1007U);
}

TEST_F(States, AreNotChangedByAPayloadThatDoesNotFit) {
    put("temperature", {.type = "9.001", .status = "1/1/2"});
    struct Row {
        const char* name;
        Payload payload;
    };
    const Row rows[] = {
        {"too short", raw({0x0c})},
        {"too long", raw({0x0c, 0x1a, 0x00})},
        {"6 bits", Payload::small(1)},
        {"invalid", raw({0x7f, 0xff})},
        {"below absolute zero", raw({0xf8, 0x00})},
    };
    for (const auto& row : rows) {
        const auto refused = main.figures.refused_payloads;
        hear(telegram_to("1/1/2", row.payload));
        EXPECT_EQ(main.figures.refused_payloads, refused + 1) << row.name;
    }
    EXPECT_TRUE(bus.states.empty());
    EXPECT_EQ(bridge.objects()[0].refused_payloads, 5U);
    EXPECT_NE(main.figures.last_refused.find("1/1/2 (temperature)"), std::string::npos);
}

TEST_F(States, DoNotFillTheLogWithRefusedPayloads) {
    put("temperature", {.type = "9.001", .status = "1/1/2"});
    for (int i = 0; i < 100; ++i) hear(telegram_to("1/1/2", raw({0x0c})));
    ASSERT_EQ(bus.lines.size(), 1U);
    loop.advance(Bridge::kWarningInterval);
    hear(telegram_to("1/1/2", raw({0x0c})));
    ASSERT_EQ(bus.lines.size(), 2U);
    EXPECT_NE(bus.lines[1].find("held_back=99"), std::string::npos) << bus.lines[1];
}

// ── commands ────────────────────────────────────────────────────────────────────────────────────

TEST_F(Commands, AreWrittenToTheCommandAddress) {
    const auto level = put("level", {.type = "5.001", .command = "1/1/1", .status = "1/1/2"});
    command(7, level, Value::number(100));
    ASSERT_EQ(line.requests.size(), 1U);
    EXPECT_EQ(line.requests[0].telegram.destination, group("1/1/1"));
    EXPECT_EQ(line.requests[0].telegram.service, GroupService::Write);
    EXPECT_EQ(line.requests[0].telegram.payload, raw({0xff}));
    EXPECT_TRUE(bus.answers.empty());
}

TEST_F(Commands, AreConfirmedByTheLine) {
    const auto lamp = put("lamp", {.command = "1/1/1", .status = "1/1/2"});
    command(7, lamp, Value::boolean(true));
    confirm();
    ASSERT_EQ(bus.answers.size(), 1U);
    EXPECT_EQ(bus.answers[0].command, 7U);
    EXPECT_EQ(bus.answers[0].outcome, v1::COMMAND_OUTCOME_CONFIRMED);
    EXPECT_EQ(bus.answers[0].reason, "");
}

TEST_F(Commands, ThatFailAreAnsweredByHowTheyFailed) {
    const auto lamp = put("lamp", {.command = "1/1/1"});
    struct Row {
        Failure failure;
        v1::CommandOutcome outcome;
    };
    for (const auto& row : {Row{Failure::Negative, v1::COMMAND_OUTCOME_REFUSED},
                            Row{Failure::Unconfirmed, v1::COMMAND_OUTCOME_TIMED_OUT},
                            Row{Failure::ConnectionLost, v1::COMMAND_OUTCOME_TIMED_OUT},
                            Row{Failure::Stopped, v1::COMMAND_OUTCOME_TIMED_OUT}}) {
        command(7, lamp, Value::boolean(true));
        fail(row.failure);
        EXPECT_EQ(bus.answers.back().outcome, row.outcome);
        EXPECT_EQ(bus.answers.back().reason, describe(row.failure));
    }
    EXPECT_TRUE(bus.states.empty());
}

TEST_F(Commands, WithAValueThatDoesNotFitAreRefused) {
    const auto level = put("level", {.type = "5.001", .command = "1/1/1"});
    command(1, level, Value::number(101));
    command(2, level, Value::text("bright"));
    command(3, level, Value());
    ASSERT_EQ(bus.answers.size(), 3U);
    for (const auto& answer : bus.answers) {
        EXPECT_EQ(answer.outcome, v1::COMMAND_OUTCOME_REFUSED);
        EXPECT_NE(answer.reason.find("5.001"), std::string::npos) << answer.reason;
    }
    EXPECT_TRUE(line.requests.empty());
}

TEST_F(Commands, ToAnObjectWithoutCommandAddressAreRefused) {
    const auto sensor = put("sensor", {.type = "9.001", .status = "1/1/2"});
    EXPECT_FALSE(bus.announced[0].commandable());
    command(7, sensor, Value::number(21));
    ASSERT_EQ(bus.answers.size(), 1U);
    EXPECT_EQ(bus.answers[0].outcome, v1::COMMAND_OUTCOME_REFUSED);
}

TEST_F(Commands, ToAnUnknownObjectAreRefused) {
    command(7, 99, Value::boolean(true));
    ASSERT_EQ(bus.answers.size(), 1U);
    EXPECT_EQ(bus.answers[0].outcome, v1::COMMAND_OUTCOME_REFUSED);
}

TEST_F(Commands, WithoutConnectionAreRefusedWithTheReason) {
    const auto lamp = put("lamp", {.command = "1/1/1"});
    disconnect("no answer from 192.0.2.1");
    command(7, lamp, Value::boolean(true));
    ASSERT_EQ(bus.answers.size(), 1U);
    EXPECT_EQ(bus.answers[0].outcome, v1::COMMAND_OUTCOME_REFUSED);
    EXPECT_EQ(bus.answers[0].reason,
              "KNX interface main is not connected: no answer from 192.0.2.1");
}

TEST_F(Commands, WithoutInterfaceAreRefused) {
    const auto lamp = put("lamp", {.command = "1/1/1", .interface = "attic"});
    command(7, lamp, Value::boolean(true));
    ASSERT_EQ(bus.answers.size(), 1U);
    EXPECT_EQ(bus.answers[0].reason, "there is no KNX interface attic");
}

TEST_F(Commands, WaitUntilTheWindowOpens) {
    const auto one = put("one", {.command = "1/1/1"});
    const auto two = put("two", {.command = "1/1/2"});
    command(1, one, Value::boolean(true));
    command(2, two, Value::boolean(true));
    EXPECT_EQ(line.requests.size(), 1U);
    confirm();
    ASSERT_EQ(line.requests.size(), 1U);
    EXPECT_EQ(line.requests[0].telegram.destination, group("1/1/2"));
}

TEST_F(Commands, ThatWaitAreSupersededByANewerOne) {
    const auto lamp = put("lamp", {.command = "1/1/1"});
    for (std::uint64_t id = 1; id <= 4; ++id) command(id, lamp, Value::boolean(id % 2 == 0));
    ASSERT_EQ(bus.answers.size(), 2U);
    EXPECT_EQ(bus.answers[0].command, 2U);
    EXPECT_EQ(bus.answers[1].command, 3U);
    EXPECT_EQ(bus.answers[1].outcome, v1::COMMAND_OUTCOME_SUPERSEDED);
    confirm();
    EXPECT_EQ(line.requests[0].telegram.payload, bit(true));
    confirm();
    EXPECT_EQ(bus.answers.back().command, 4U);
    EXPECT_EQ(bus.states.back().value, Value::boolean(true));
}

TEST_F(Commands, OfEventsAreNeverSuperseded) {
    const auto scene = put("scene", {.type = "17.001", .command = "1/1/1"});
    EXPECT_EQ(bus.announced[0].kind(), v1::OBJECT_KIND_EVENT);
    for (std::uint64_t id = 1; id <= 4; ++id) command(id, scene, Value::integer(3));
    EXPECT_TRUE(bus.answers.empty());
    for (int i = 0; i < 4; ++i) confirm();
    EXPECT_EQ(bus.answers.size(), 4U);
    EXPECT_EQ(bus.states.size(), 4U);
}

TEST_F(Commands, ThatFindTheQueueFullAreRefused) {
    const auto scene = put("scene", {.type = "17.001", .command = "1/1/1"});
    for (std::uint64_t id = 1; id <= 6; ++id) command(id, scene, Value::integer(3));
    ASSERT_EQ(bus.answers.size(), 1U);  // one under way, four waiting
    EXPECT_EQ(bus.answers[0].command, 6U);
    EXPECT_EQ(bus.answers[0].outcome, v1::COMMAND_OUTCOME_REFUSED);
}

TEST_F(Commands, WhoseTimeIsOverAreNotSent) {
    const auto one = put("one", {.command = "1/1/1"});
    const auto two = put("two", {.command = "1/1/2"});
    command(1, one, Value::boolean(true));
    command(2, two, Value::boolean(true), 500);
    loop.advance(milliseconds(500));
    confirm();
    EXPECT_TRUE(line.requests.empty());
    ASSERT_EQ(bus.answers.size(), 2U);
    EXPECT_EQ(bus.answers[1].command, 2U);
    EXPECT_EQ(bus.answers[1].outcome, v1::COMMAND_OUTCOME_TIMED_OUT);
}

TEST_F(Commands, ThatTheLineDoesNotTakeAreRefused) {
    const auto lamp = put("lamp", {.command = "1/1/1"});
    line.refusal = busbar::Error{busbar::ErrorCode::Unavailable, "too many wait", ""};
    command(7, lamp, Value::boolean(true));
    ASSERT_EQ(bus.answers.size(), 1U);
    EXPECT_EQ(bus.answers[0].reason, "too many wait");
}

// ── causes ──────────────────────────────────────────────────────────────────────────────────────

TEST_F(Causes, GoWithTheConfirmedWrite) {
    const auto lamp = put("lamp", {.command = "1/1/1"});
    command(7, lamp, Value::boolean(true));
    confirm();
    EXPECT_EQ(bus.states.back().trace_id, 1007U);
}

TEST_F(Causes, GoWithTheDevicesEqualReport) {
    const auto lamp = put("lamp", {.command = "1/1/1", .status = "1/1/2"});
    command(7, lamp, Value::boolean(true));
    confirm();
    loop.advance(seconds(3));
    hear(telegram_to("1/1/2", bit(true)));
    EXPECT_EQ(bus.states.back().trace_id, 1007U);
    hear(telegram_to("1/1/2", bit(true)));
    EXPECT_EQ(bus.states.back().trace_id, 0U);
}

TEST_F(Causes, GoWithAReportThatOvertakesTheConfirmation) {
    const auto lamp = put("lamp", {.command = "1/1/1", .status = "1/1/2"});
    command(7, lamp, Value::boolean(true));
    hear(telegram_to("1/1/2", bit(true)));
    EXPECT_EQ(bus.states.back().trace_id, 1007U);
}

TEST_F(Causes, DoNotGoWithALateReport) {
    const auto lamp = put("lamp", {.command = "1/1/1", .status = "1/1/2"});
    command(7, lamp, Value::boolean(true));
    confirm();
    loop.advance(milliseconds(3001));
    hear(telegram_to("1/1/2", bit(true)));
    EXPECT_EQ(bus.states.back().trace_id, 0U);
}

TEST_F(Causes, DoNotGoWithAnotherValue) {
    const auto level = put("level", {.type = "5.001", .command = "1/1/1", .status = "1/1/2"});
    command(7, level, Value::number(100));
    confirm();
    hear(telegram_to("1/1/2", raw({0x80})));
    EXPECT_EQ(bus.states.back().trace_id, 0U);
    hear(telegram_to("1/1/2", raw({0xff})));
    EXPECT_EQ(bus.states.back().trace_id, 1007U);
}

TEST_F(Causes, DoNotGoWithAReportAfterARefusal) {
    const auto lamp = put("lamp", {.command = "1/1/1", .status = "1/1/2"});
    command(7, lamp, Value::boolean(true));
    fail(Failure::Negative);
    hear(telegram_to("1/1/2", bit(true)));
    EXPECT_EQ(bus.states.back().trace_id, 0U);
}

// ── connections ─────────────────────────────────────────────────────────────────────────────────

TEST_F(Connections, ThatAreLostMakeStatesStale) {
    const auto lamp = put("lamp", {.status = "1/1/2"});
    put("silent", {.status = "1/1/3"});
    hear(telegram_to("1/1/2", bit(true)));
    disconnect("the interface closed the tunnel");
    ASSERT_EQ(bus.states.size(), 2U);
    EXPECT_EQ(bus.states[1].object, lamp);
    EXPECT_EQ(bus.states[1].value, Value::boolean(true));
    EXPECT_EQ(bus.states[1].quality, v1::QUALITY_STALE);
}

TEST_F(Connections, ThatComeBackLeaveStatesStaleUntilHeard) {
    put("lamp", {.status = "1/1/2"});
    hear(telegram_to("1/1/2", bit(true)));
    disconnect("gone");
    disconnect("still gone");
    connect(main);
    EXPECT_EQ(bus.states.size(), 2U);
    hear(telegram_to("1/1/2", bit(true)));
    EXPECT_EQ(bus.states.back().quality, v1::QUALITY_GOOD);
}

TEST_F(Connections, ThatAreLostRefuseWhatWaits) {
    const auto one = put("one", {.command = "1/1/1"});
    const auto two = put("two", {.command = "1/1/2"});
    command(1, one, Value::boolean(true));
    command(2, two, Value::boolean(true));
    // As a tunnel does it: it takes nothing more, the request under way fails, then the news comes.
    line.refusal = busbar::Error{busbar::ErrorCode::FailedPrecondition, "not connected", ""};
    fail(Failure::ConnectionLost);
    disconnect("the interface closed the tunnel");
    ASSERT_EQ(bus.answers.size(), 2U);
    EXPECT_EQ(bus.answers[0].outcome, v1::COMMAND_OUTCOME_TIMED_OUT);
    EXPECT_EQ(bus.answers[1].outcome, v1::COMMAND_OUTCOME_REFUSED);
    EXPECT_EQ(bus.answers[1].reason,
              "KNX interface main is not connected: the interface closed the tunnel");
}

TEST_F(Connections, AreKeptApart) {
    auto& attic = bridge.put_interface("attic", {1, 4});
    const auto lamp = put("lamp", {.status = "1/1/2", .interface = "attic"});
    hear(telegram_to("1/1/2", bit(true)));
    EXPECT_TRUE(bus.states.empty());
    const std::vector<TunnelEvent> events{telegram_to("1/1/2", bit(true))};
    bridge.on_line_events(attic, events);
    ASSERT_EQ(bus.states.size(), 1U);
    EXPECT_EQ(bus.states[0].object, lamp);
}

// ── settings ────────────────────────────────────────────────────────────────────────────────────

TEST_F(Settings, DescribeTheObject) {
    settings::GroupObject lamp = item({.type = "9.001", .command = "1/1/1", .status = "1/1/2"});
    lamp.set_object("living-room-setpoint");
    lamp.set_name("Set-point");
    lamp.set_room("Living room");
    bridge.put_object("item-7", lamp);
    bridge.commit();
    ASSERT_EQ(bus.announced.size(), 1U);
    const auto& object = bus.announced[0];
    EXPECT_EQ(object.id(), "living-room-setpoint");
    EXPECT_EQ(object.name(), "Set-point");
    EXPECT_EQ(object.room(), "Living room");
    EXPECT_TRUE(object.readable());
    EXPECT_TRUE(object.commandable());
    EXPECT_EQ(object.kind(), v1::OBJECT_KIND_STATE);
    EXPECT_EQ(object.type().value_kind(), v1::VALUE_KIND_NUMBER);
    EXPECT_EQ(object.type().representation(), "temperature");
    EXPECT_EQ(object.type().unit(), "°C");
    EXPECT_EQ(object.type().minimum(), -273);
}

TEST_F(Settings, TakeEffectTogether) {
    bridge.put_object("lamp", item({.status = "1/1/2"}));
    EXPECT_TRUE(bus.announced.empty());
    bridge.commit();
    EXPECT_EQ(bus.announced.size(), 1U);
}

TEST_F(Settings, ThatChangeNothingOfTheAddressesKeepTheState) {
    const auto lamp = put("lamp", {.status = "1/1/2"});
    hear(telegram_to("1/1/2", bit(true)));
    auto renamed = item({.status = "1/1/2"});
    renamed.set_name("Lamp");
    bridge.put_object("lamp", renamed);
    bridge.commit();
    EXPECT_EQ(bus.states.size(), 1U);
    ASSERT_EQ(bus.announced.size(), 2U);
    EXPECT_EQ(bus.announced[1].handle(), lamp);
    EXPECT_TRUE(bus.withdrawn.empty());
}

TEST_F(Settings, WithOtherAddressesForgetTheState) {
    const auto lamp = put("lamp", {.status = "1/1/2"});
    hear(telegram_to("1/1/2", bit(true)));
    EXPECT_EQ(put("lamp", {.status = "1/1/3"}), lamp);
    ASSERT_EQ(bus.states.size(), 2U);
    EXPECT_EQ(bus.states[1].quality, v1::QUALITY_UNKNOWN);
    EXPECT_TRUE(bus.states[1].value.empty());
    hear(telegram_to("1/1/2", bit(true)));
    EXPECT_EQ(bus.states.size(), 2U);
}

TEST_F(Settings, WithAnotherTypeMakeAnotherObject) {
    const auto lamp = put("lamp", {.status = "1/1/2"});
    EXPECT_NE(put("lamp", {.type = "5.001", .status = "1/1/2"}), lamp);
    ASSERT_EQ(bus.withdrawn.size(), 1U);
    EXPECT_EQ(bus.withdrawn[0], lamp);
}

TEST_F(Settings, MayMoveAnObjectToAnotherItem) {
    put("old-item", {.status = "1/1/2"});
    auto moved = item({.status = "1/1/2"});
    moved.set_object("old-item");
    bridge.put_object("new-item", moved);
    bridge.remove_object("old-item");
    bridge.commit();
    EXPECT_EQ(bus.withdrawn.size(), 1U);
    ASSERT_EQ(bus.announced.size(), 2U);
    EXPECT_EQ(bus.announced[1].id(), "old-item");
}

TEST_F(Settings, ThatCannotBeReadAreToldInTheItemsStatus) {
    bus.statuses.clear();
    bridge.put_object("lamp", item({.type = "99.999", .status = "1/1/2"}));
    bridge.commit();
    EXPECT_TRUE(bus.announced.empty());
    ASSERT_EQ(bus.statuses.size(), 1U);
    EXPECT_EQ(bus.statuses[0].collection(), "objects");
    EXPECT_EQ(bus.statuses[0].state(), v1::STATUS_STATE_ERROR);
}

TEST_F(Settings, ThatRemoveAnObjectRefuseItsWaitingCommands) {
    const auto one = put("one", {.command = "1/1/1"});
    const auto two = put("two", {.command = "1/1/2"});
    command(1, one, Value::boolean(true));
    command(2, two, Value::boolean(true));
    bridge.remove_object("one");
    bridge.remove_object("two");
    bridge.commit();
    ASSERT_EQ(bus.answers.size(), 1U);
    EXPECT_EQ(bus.answers[0].command, 2U);
    confirm();  // of an object that is gone
    ASSERT_EQ(bus.answers.size(), 2U);
    EXPECT_EQ(bus.answers[1].outcome, v1::COMMAND_OUTCOME_CONFIRMED);
    EXPECT_TRUE(bus.states.empty());
}

TEST_F(Settings, OfTenThousandObjectsFindEachByItsAddress) {
    constexpr int kObjects = 10'000;
    for (int i = 0; i < kObjects; ++i) {
        settings::GroupObject object;
        object.set_datapoint_type("1.001");
        object.set_command_address(std::to_string(1 + 2 * i));
        object.set_status_address(std::to_string(2 + 2 * i));
        bridge.put_object("object-" + std::to_string(i), object);
    }
    bridge.commit();
    for (int i = 0; i < kObjects; ++i) {
        const auto address = std::to_string(2 + 2 * i);
        hear(telegram_to(address.c_str(), bit(true)));
    }
    ASSERT_EQ(bus.states.size(), 10'000U);
    for (std::uint32_t i = 0; i < kObjects; ++i) {
        EXPECT_EQ(bus.states[i].object, bus.announced[i].handle());
    }
}

// ── reports ─────────────────────────────────────────────────────────────────────────────────────

double figure(const v1::StatusChanged& status, const std::string& name) {
    for (const auto& each : status.figures()) {
        if (each.name() == name) return each.value();
    }
    ADD_FAILURE() << "there is no figure " << name;
    return 0;
}

TEST_F(Reports, ComeAtOnceWithAChangeOfTheConnection) {
    bus.statuses.clear();
    disconnect("no answer from 192.0.2.1");
    ASSERT_EQ(bus.statuses.size(), 1U);
    EXPECT_EQ(bus.statuses[0].collection(), "interfaces");
    EXPECT_EQ(bus.statuses[0].item_id(), "main");
    EXPECT_EQ(bus.statuses[0].state(), v1::STATUS_STATE_ERROR);
    EXPECT_EQ(bus.statuses[0].text(), "no answer from 192.0.2.1");
    connect(main);
    EXPECT_EQ(bus.statuses.back().state(), v1::STATUS_STATE_CONNECTED);
    EXPECT_EQ(bus.statuses.back().text(), "connected as 1.1.250");
}

TEST_F(Reports, TellFiguresOnceASecond) {
    const auto lamp = put("lamp", {.command = "1/1/1"});
    bus.statuses.clear();
    for (std::uint64_t id = 1; id <= 3; ++id) {
        command(id, lamp, Value::boolean(true));
        confirm();
        hear(telegram_to("1/1/1", raw({1})));
    }
    EXPECT_TRUE(bus.statuses.empty());
    loop.advance(seconds(10));
    ASSERT_EQ(bus.statuses.size(), 1U);
    EXPECT_EQ(figure(bus.statuses[0], "telegrams_in"), 3);
    EXPECT_EQ(figure(bus.statuses[0], "telegrams_out"), 3);
    EXPECT_EQ(figure(bus.statuses[0], "confirmed"), 3);
    EXPECT_EQ(figure(bus.statuses[0], "refused_payloads"), 3);
}

}  // namespace
}  // namespace knx
