// SPDX-License-Identifier: Apache-2.0
// Plugin: from settings to states and answers, on a virtual line.
#include "knx/plugin.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "busbar/convert.hpp"
#include "busbar/testing/fake_host.hpp"
#include "busbar/testing/fake_loop.hpp"

namespace knx {
namespace {

namespace v1 = busbar::v1;
using busbar::Value;
using std::chrono::milliseconds;
using std::chrono::seconds;

class PluginTest : public ::testing::Test {
 protected:
    static settings::Interface virtual_interface(std::uint32_t response_delay_ms = 0) {
        settings::Interface item;
        item.set_kind(settings::INTERFACE_KIND_VIRTUAL);
        item.set_response_delay_ms(response_delay_ms);
        return item;
    }
    static settings::GroupObject lamp(const std::string& command = "1/1/1",
                                      const std::string& status = "1/1/2") {
        settings::GroupObject item;
        item.set_datapoint_type("1.001");
        item.set_command_address(command);
        item.set_status_address(status);
        return item;
    }

    // Everything that was sent since the last call is in `sent`.
    void turn() {
        loop.turn();
        sent = host.take();
    }
    void begin(bool started = true) {
        host.give_hello("knx");
        host.give_settings("interfaces", "main", virtual_interface(), started);
        host.give_settings("objects", "lamp", lamp());
        host.give_committed();
        turn();
    }
    template <class Body>
    std::vector<Body> all(bool (v1::Message::*has)() const,
                          const Body& (v1::Message::*body)() const) const {
        std::vector<Body> bodies;
        for (const auto& message : sent) {
            if ((message.*has)()) bodies.push_back((message.*body)());
        }
        return bodies;
    }
    std::vector<v1::Object> announced() const {
        std::vector<v1::Object> objects;
        for (const auto& appeared :
             all(&v1::Message::has_object_appeared, &v1::Message::object_appeared)) {
            objects.push_back(appeared.object());
        }
        return objects;
    }
    std::vector<v1::StateChanged> states() const {
        return all(&v1::Message::has_state_changed, &v1::Message::state_changed);
    }
    std::vector<v1::CommandResult> results() const {
        return all(&v1::Message::has_command_result, &v1::Message::command_result);
    }
    std::vector<v1::ActionResult> action_results() const {
        return all(&v1::Message::has_action_result, &v1::Message::action_result);
    }
    // The last state word of the interface, or none.
    v1::StatusState interface_state() const {
        auto state = v1::STATUS_STATE_UNSPECIFIED;
        for (const auto& status :
             all(&v1::Message::has_status_changed, &v1::Message::status_changed)) {
            if (status.collection() == "interfaces") state = status.state();
        }
        return state;
    }

    busbar::testing::FakeHost host;
    busbar::testing::FakeLoop loop;
    boost::asio::io_context io_context;
    Plugin plugin{{host.abi(), loop}, io_context};
    std::vector<v1::Message> sent;
};

TEST_F(PluginTest, AnnouncesItsObjectsAndConnects) {
    begin();
    ASSERT_EQ(announced().size(), 1U);
    EXPECT_EQ(announced()[0].id(), "lamp");
    EXPECT_TRUE(std::ranges::any_of(sent, &v1::Message::has_catalogue_complete));
    EXPECT_EQ(interface_state(), v1::STATUS_STATE_CONNECTED);
}

TEST_F(PluginTest, CarriesACommandToTheLineAndItsReportBack) {
    begin();
    const auto handle = announced()[0].handle();
    host.give_command(7, handle, Value::boolean(true));
    turn();
    ASSERT_EQ(results().size(), 1U);
    EXPECT_EQ(results()[0].id(), 7U);
    EXPECT_EQ(results()[0].outcome(), v1::COMMAND_OUTCOME_CONFIRMED);
    ASSERT_EQ(states().size(), 1U);
    EXPECT_EQ(states()[0].object(), handle);
    EXPECT_TRUE(states()[0].value().boolean());
    EXPECT_EQ(states()[0].cause().trace_id(), 7U);
    EXPECT_EQ(states()[0].cause().sender(), "test");
}

TEST_F(PluginTest, ShowsWhatPassesOnlyWhileSomebodyWatches) {
    begin();
    const auto handle = announced()[0].handle();
    const auto watch = [&](bool watched) {
        v1::Message message;
        message.mutable_monitor_changed()->set_watched(watched);
        host.give(message);
    };
    const auto records = [&] {
        return all(&v1::Message::has_monitor_record, &v1::Message::monitor_record);
    };
    host.give_command(7, handle, Value::boolean(true));
    turn();
    EXPECT_TRUE(records().empty());
    watch(true);
    host.give_command(8, handle, Value::boolean(false));
    turn();
    ASSERT_EQ(records().size(), 2U) << "the command, and the report of the lamp";
    EXPECT_GT(records()[0].time_us(), 0);
    EXPECT_EQ(records()[1].columns().rbegin()->name(), "object");
    EXPECT_EQ(records()[1].columns().rbegin()->value().text(), "lamp");
    watch(false);
    host.give_command(9, handle, Value::boolean(true));
    turn();
    EXPECT_TRUE(records().empty());
}

TEST_F(PluginTest, LetsActuatorsTakeTheirTime) {
    host.give_hello("knx");
    host.give_settings("interfaces", "main", virtual_interface(250));
    host.give_settings("objects", "lamp", lamp());
    host.give_committed();
    turn();
    host.give_command(7, announced()[0].handle(), Value::boolean(true));
    turn();
    EXPECT_EQ(results().size(), 1U);
    EXPECT_TRUE(states().empty());
    loop.advance(milliseconds(250));
    turn();
    ASSERT_EQ(states().size(), 2U);  // what it answered to the read at the start, and this
    EXPECT_EQ(states()[1].cause().trace_id(), 7U);
}

TEST_F(PluginTest, LeavesAnInterfaceAloneThatIsNotStarted) {
    begin(false);
    EXPECT_EQ(interface_state(), v1::STATUS_STATE_STOPPED);
    host.give_command(7, announced()[0].handle(), Value::boolean(true));
    turn();
    ASSERT_EQ(results().size(), 1U);
    EXPECT_EQ(results()[0].outcome(), v1::COMMAND_OUTCOME_REFUSED);
    EXPECT_EQ(results()[0].reason(), "KNX interface main is not connected: stopped");
}

TEST_F(PluginTest, StartsAndStopsOnRequest) {
    begin(false);
    host.give_action(1, "interfaces", "main", "start");
    turn();
    ASSERT_EQ(action_results().size(), 1U);
    EXPECT_TRUE(action_results()[0].succeeded());
    EXPECT_EQ(action_results()[0].message(), "connected as 1.1.250");
    EXPECT_EQ(interface_state(), v1::STATUS_STATE_CONNECTED);

    host.give_action(2, "interfaces", "main", "stop");
    turn();
    ASSERT_EQ(action_results().size(), 1U);
    EXPECT_TRUE(action_results()[0].succeeded());
    EXPECT_EQ(interface_state(), v1::STATUS_STATE_STOPPED);
}

TEST_F(PluginTest, AnswersAStartOfWhatRunsAlready) {
    begin();
    host.give_action(1, "interfaces", "main", "start");
    turn();
    ASSERT_EQ(action_results().size(), 1U);
    EXPECT_TRUE(action_results()[0].succeeded());
}

TEST_F(PluginTest, TestsAnInterface) {
    begin();
    host.give_action(1, "interfaces", "main", "test");
    turn();
    ASSERT_EQ(action_results().size(), 1U);
    EXPECT_TRUE(action_results()[0].succeeded());
}

TEST_F(PluginTest, RefusesActionsItDoesNotKnow) {
    begin();
    host.give_action(1, "interfaces", "main", "dance");
    host.give_action(2, "interfaces", "attic", "start");
    host.give_action(3, "objects", "lamp", "start");
    turn();
    ASSERT_EQ(action_results().size(), 3U);
    for (const auto& result : action_results()) EXPECT_FALSE(result.succeeded());
}

TEST_F(PluginTest, MakesStatesStaleWhenTheInterfaceStops) {
    begin();
    host.give_command(7, announced()[0].handle(), Value::boolean(true));
    turn();
    host.give_action(1, "interfaces", "main", "stop");
    turn();
    ASSERT_EQ(states().size(), 1U);
    EXPECT_EQ(states()[0].quality(), v1::QUALITY_STALE);
}

TEST_F(PluginTest, RestartsTheLineWithNewSettings) {
    begin();
    host.give_settings("interfaces", "main", virtual_interface(100));
    host.give_committed();
    turn();
    EXPECT_EQ(interface_state(), v1::STATUS_STATE_CONNECTED);
    EXPECT_GE(all(&v1::Message::has_status_changed, &v1::Message::status_changed).size(), 2U);
}

TEST_F(PluginTest, KeepsTheLineWhenOnlyTheNameChanges) {
    begin();
    auto renamed = virtual_interface();
    renamed.set_name("House");
    host.give_settings("interfaces", "main", renamed);
    host.give_committed();
    turn();
    EXPECT_TRUE(all(&v1::Message::has_status_changed, &v1::Message::status_changed).empty());
}

TEST_F(PluginTest, ForgetsARemovedInterface) {
    begin();
    host.give_item_removed("interfaces", "main");
    host.give_committed();
    turn();
    const auto statuses = all(&v1::Message::has_status_changed, &v1::Message::status_changed);
    EXPECT_TRUE(std::ranges::any_of(statuses, &v1::StatusChanged::removed));
    host.give_settings("interfaces", "other", virtual_interface());
    host.give_committed();
    turn();
    host.give_command(7, 1, Value::boolean(true));
    turn();
    ASSERT_EQ(results().size(), 1U);
    EXPECT_EQ(results()[0].outcome(), v1::COMMAND_OUTCOME_CONFIRMED);
}

TEST_F(PluginTest, TakesObjectsThatComeLater) {
    begin();
    host.give_settings("objects", "blind", lamp("2/1/1", "2/1/2"));
    host.give_committed();
    turn();
    ASSERT_EQ(announced().size(), 1U);
    host.give_command(7, announced()[0].handle(), Value::boolean(true));
    turn();
    EXPECT_EQ(states().size(), 1U);
}

TEST_F(PluginTest, RunsSimulatedSensors) {
    settings::GroupObject outside;
    outside.set_datapoint_type("9.001");
    outside.set_status_address("3/1/1");
    outside.set_read(settings::READ_MODE_NEVER);
    settings::SimulatedSensor sensor;
    sensor.set_address("3/1/1");
    sensor.set_datapoint_type("9.001");
    sensor.set_from(-5);
    sensor.set_to(25);
    sensor.set_period_s(2);
    host.give_hello("knx");
    host.give_settings("simulated_sensors", "outside", sensor);
    host.give_settings("objects", "outside", outside);
    host.give_settings("interfaces", "main", virtual_interface());
    host.give_committed();
    loop.advance(seconds(20));
    turn();
    EXPECT_EQ(states().size(), 11U);
    for (const auto& state : states()) {
        EXPECT_GE(state.value().number(), -5);
        EXPECT_LE(state.value().number(), 25);
    }
}

TEST_F(PluginTest, ChecksItems) {
    begin();
    v1::Message message;
    auto& check = *message.mutable_check_items();
    check.set_id(3);
    check.set_collection("objects");
    auto& item = *check.add_items();
    item.set_id("broken");
    item.set_settings(lamp("1/1/1", "40/1/2").SerializeAsString());
    host.give(message);
    turn();
    const auto answers =
        all(&v1::Message::has_check_items_result, &v1::Message::check_items_result);
    ASSERT_EQ(answers.size(), 1U);
    ASSERT_EQ(answers[0].problems_size(), 1);
    EXPECT_EQ(answers[0].problems(0).field(), "status_address");
    EXPECT_EQ(answers[0].problems(0).code(), "bad_address");
}

TEST_F(PluginTest, LeavesTheLineBeforeItStops) {
    begin();
    host.give_stop();
    turn();
    EXPECT_TRUE(loop.quit_called());
    EXPECT_EQ(plugin.exit_code(), 0);
    const auto statuses = all(&v1::Message::has_status_changed, &v1::Message::status_changed);
    EXPECT_TRUE(std::ranges::any_of(statuses, [](const v1::StatusChanged& status) {
        return status.state() == v1::STATUS_STATE_STOPPED;
    }));
}

TEST_F(PluginTest, StopsWithoutAnyInterface) {
    host.give_hello("knx");
    host.give_committed();
    host.give_stop();
    turn();
    EXPECT_TRUE(loop.quit_called());
}

}  // namespace
}  // namespace knx
