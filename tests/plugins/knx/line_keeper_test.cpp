// SPDX-License-Identifier: Apache-2.0
// LineKeeper: what an operator asks while lines come and go.
#include "knx/line_keeper.hpp"

#include "plugins/knx/bridge/bridge_fixture.hpp"
#include "support/knx/socket_server.hpp"

namespace knx {
namespace {

class LineKeeperTest : public ::testing::Test {
 protected:
    static settings::Interface virtual_item(std::uint32_t response_delay_ms = 0) {
        settings::Interface item;
        item.set_kind(settings::INTERFACE_KIND_VIRTUAL);
        item.set_response_delay_ms(response_delay_ms);
        return item;
    }
    // A name that cannot be looked up: fails without leaving this machine.
    static settings::Interface unreachable_item() {
        settings::Interface item;
        item.set_host("no.such.host.invalid");
        return item;
    }
    LineKeeper::Answer note() {
        return [this](const busbar::Result<std::string>& outcome) {
            answers.push_back(outcome ? *outcome : "failed: " + outcome.error().message);
        };
    }
    LineState state() { return bridge.find_interface("main")->status.state; }

    busbar::testing::FakeLoop loop;
    boost::asio::io_context io_context;
    Notebook bus;
    Bridge bridge{loop, bus};
    std::vector<v1::MonitorRecord> records;
    GroupMonitor monitor{bridge, [this](v1::MonitorRecord record) { records.push_back(record); }};
    LineKeeper keeper{loop, io_context, bridge, monitor, "main"};
    std::vector<std::string> answers;
};

TEST_F(LineKeeperTest, MakesTheInterfaceKnownBeforeItIsStarted) {
    ASSERT_NE(bridge.find_interface("main"), nullptr);
    keeper.set_item(virtual_item(), false);
    loop.turn();
    EXPECT_EQ(state(), LineState::Stopped);
}

TEST_F(LineKeeperTest, PacesTunnelsUnlessTold) {
    struct Row {
        const char* name;
        settings::InterfaceKind kind;
        bool pacing_off;
        std::uint32_t asked;
        std::uint32_t rate_max;  // of the bridge; 0: not paced by it
        std::size_t backlog;
    };
    const Row rows[] = {
        {"tunnel", settings::INTERFACE_KIND_TUNNEL_UDP, false, 0, 25, 0},
        {"tunnel, slower", settings::INTERFACE_KIND_TUNNEL_TCP, false, 5, 5, 0},
        {"tunnel, not paced", settings::INTERFACE_KIND_TUNNEL_UDP, true, 5, 0, 1024},
        {"routing paces itself", settings::INTERFACE_KIND_ROUTING, true, 10, 0, 0},
        {"virtual", settings::INTERFACE_KIND_VIRTUAL, false, 0, 0, 1024},
    };
    for (const auto& row : rows) {
        settings::Interface item;
        item.set_host("no.such.host.invalid");
        item.set_kind(row.kind);
        item.set_pacing_off(row.pacing_off);
        item.set_telegram_rate_max(row.asked);
        keeper.set_item(item, true);
        loop.turn();
        const auto& parameters = bridge.find_interface("main")->parameters;
        EXPECT_EQ(parameters.rate_max, row.rate_max) << row.name;
        EXPECT_EQ(parameters.backlog, row.backlog) << row.name;
        keeper.stop(note());
        // The look-up of the name ends on a thread of the resolver's.
        const auto stopped = [&] {
            loop.turn();
            return bridge.find_interface("main")->line == nullptr;
        };
        ASSERT_TRUE(testing::run_until(io_context, stopped)) << row.name;
    }
}

TEST_F(LineKeeperTest, AnswersAStopThatIsOvertakenByAStart) {
    keeper.set_item(virtual_item(), true);
    loop.turn();
    keeper.stop(note());
    keeper.start(note());
    loop.turn();
    EXPECT_EQ(answers,
              (std::vector<std::string>{"failed: it was started again", "connected as 1.1.250"}));
    EXPECT_EQ(state(), LineState::Connected);
}

TEST_F(LineKeeperTest, AnswersAStartThatIsOvertakenByAStop) {
    keeper.set_item(virtual_item(), false);
    keeper.start(note());
    keeper.stop(note());
    loop.turn();
    EXPECT_EQ(answers, (std::vector<std::string>{"failed: it was stopped", "stopped"}));
    EXPECT_EQ(state(), LineState::Stopped);
}

TEST_F(LineKeeperTest, SettlesOnTheLastOfSeveralChanges) {
    keeper.set_item(virtual_item(), true);
    loop.turn();
    keeper.set_item(virtual_item(100), true);
    keeper.set_item(virtual_item(200), true);
    loop.turn();
    EXPECT_EQ(state(), LineState::Connected);
    bool gone = false;
    keeper.leave([&] { gone = true; });
    keeper.set_item(virtual_item(), true);  // back before it was gone
    loop.turn();
    EXPECT_FALSE(gone);
    EXPECT_EQ(state(), LineState::Connected);
}

TEST_F(LineKeeperTest, LeavesAtOnceWithoutALine) {
    bool gone = false;
    keeper.leave([&] { gone = true; });
    EXPECT_TRUE(gone);
}

TEST_F(LineKeeperTest, ShowsTheMonitorWhatIsSentAndHeardOnlyWhileItIsWatched) {
    settings::GroupObject lamp;
    lamp.set_datapoint_type("1.001");
    lamp.set_command_address("1/1/1");
    lamp.set_status_address("1/1/2");
    bridge.put_object("lamp", lamp);
    keeper.set_item(virtual_item(), true);
    bridge.commit();
    keeper.set_devices({{group("1/1/1"), group("1/1/2")}}, {});
    loop.turn();
    v1::Command command;
    command.set_id(1);
    command.set_object(bus.announced.front().handle());
    busbar::to_message(Value::boolean(true), *command.mutable_value());
    bridge.on_command(command);
    loop.turn();
    EXPECT_TRUE(records.empty());

    monitor.watch(true);
    bridge.on_command(command);
    loop.turn();
    ASSERT_EQ(records.size(), 2U) << "the command, and the report of the lamp";
    EXPECT_EQ(records[0].columns(0).value().text(), "out");
    EXPECT_EQ(records[1].columns(0).value().text(), "in");
}

TEST_F(LineKeeperTest, TestsOneThingAtATime) {
    keeper.set_item(unreachable_item(), false);
    keeper.test(note());
    keeper.test(note());
    EXPECT_EQ(answers, (std::vector<std::string>{"failed: a test is under way already"}));
}

TEST_F(LineKeeperTest, AnswersATestThatFindsNobodyAfterAWhile) {
    keeper.set_item(unreachable_item(), false);
    keeper.test(note());
    loop.advance(LineProbe::kMax);  // the sockets' loop does not turn: nobody answers
    EXPECT_EQ(answers, (std::vector<std::string>{"failed: the interface did not answer"}));
}

}  // namespace
}  // namespace knx
