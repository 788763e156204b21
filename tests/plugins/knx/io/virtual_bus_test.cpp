// SPDX-License-Identifier: Apache-2.0
// VirtualBus: confirms, reports, measures.
#include "knx/io/virtual_bus.hpp"

#include <gtest/gtest.h>

#include <vector>

#include "busbar/testing/fake_loop.hpp"

namespace knx {
namespace {

using std::chrono::milliseconds;

constexpr GroupAddress kCommand{0x0901};
constexpr GroupAddress kStatus{0x0902};

class VirtualBusTest : public ::testing::Test, public LineOwner {
 protected:
    void on_line_events(std::span<const TunnelEvent> happened) override {
        events.insert(events.end(), happened.begin(), happened.end());
        ++batches;
    }
    void on_line_status(const LineStatus& status) override { states.push_back(status.state); }

    std::unique_ptr<VirtualBus> make(milliseconds response_delay) {
        auto bus = std::make_unique<VirtualBus>(loop, *this, response_delay);
        bus->set_actuators({{kCommand, kStatus}});
        bus->start();
        loop.turn();
        return bus;
    }
    static Telegram telegram(GroupAddress destination, GroupService service, bool on = true) {
        Telegram telegram;
        telegram.destination = destination;
        telegram.service = service;
        if (service != GroupService::Read) telegram.payload = Payload::small(on ? 1 : 0);
        return telegram;
    }
    const Telegram& heard(std::size_t index) { return std::get<Telegram>(events.at(index)); }

    busbar::testing::FakeLoop loop;
    std::vector<TunnelEvent> events;
    std::vector<LineState> states;
    int batches = 0;
};

TEST_F(VirtualBusTest, ConfirmsAndLetsTheActuatorReport) {
    const auto bus = make({});
    ASSERT_TRUE(bus->submit(7, telegram(kCommand, GroupService::Write)));
    EXPECT_TRUE(events.empty());  // never from within submit()
    loop.turn();
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(std::get<Confirmed>(events[0]).id, 7U);
    EXPECT_EQ(heard(1).destination, kStatus);
    EXPECT_EQ(heard(1).service, GroupService::Write);
    EXPECT_EQ(heard(1).payload, Payload::small(1));
}

TEST_F(VirtualBusTest, AnswersReadsWithWhatAnActuatorIsAtFirst) {
    const auto bus = make({});
    ASSERT_TRUE(bus->submit(1, telegram(kStatus, GroupService::Read)));
    loop.turn();
    EXPECT_EQ(events.size(), 1U);  // confirmed; it does not know
    bus->set_actuators({{kCommand, kStatus, Payload::small(0)}});
    ASSERT_TRUE(bus->submit(2, telegram(kStatus, GroupService::Read)));
    loop.turn();
    ASSERT_EQ(events.size(), 3U);
    EXPECT_EQ(heard(2).service, GroupService::Response);
    EXPECT_EQ(heard(2).payload, Payload::small(0));
}

TEST_F(VirtualBusTest, ReportsAfterTheResponseDelay) {
    const auto bus = make(milliseconds(200));
    ASSERT_TRUE(bus->submit(1, telegram(kCommand, GroupService::Write, true)));
    loop.advance(milliseconds(100));
    ASSERT_TRUE(bus->submit(2, telegram(kCommand, GroupService::Write, false)));
    loop.advance(milliseconds(99));
    EXPECT_EQ(events.size(), 2U);  // two confirmations
    loop.advance(milliseconds(1));
    EXPECT_EQ(events.size(), 3U);
    EXPECT_EQ(heard(2).payload, Payload::small(1));
    loop.advance(milliseconds(100));
    ASSERT_EQ(events.size(), 4U);
    EXPECT_EQ(heard(3).payload, Payload::small(0));
}

TEST_F(VirtualBusTest, ConfirmsWhatNobodyListensTo) {
    const auto bus = make({});
    ASSERT_TRUE(bus->submit(7, telegram({0x0a00}, GroupService::Write)));
    loop.turn();
    EXPECT_EQ(events.size(), 1U);
}

TEST_F(VirtualBusTest, AnswersReadsOfWhatWasReported) {
    const auto bus = make({});
    ASSERT_TRUE(bus->submit(1, telegram(kStatus, GroupService::Read)));
    loop.turn();
    EXPECT_EQ(events.size(), 1U);  // not known yet
    ASSERT_TRUE(bus->submit(2, telegram(kCommand, GroupService::Write)));
    ASSERT_TRUE(bus->submit(3, telegram(kStatus, GroupService::Read)));
    loop.turn();
    EXPECT_EQ(heard(4).service, GroupService::Response);
    EXPECT_EQ(heard(4).payload, Payload::small(1));
}

TEST_F(VirtualBusTest, DeliversABurstAtOnce) {
    const auto bus = make({});
    for (RequestId id = 1; id <= 100; ++id) {
        ASSERT_TRUE(bus->submit(id, telegram(kCommand, GroupService::Write)));
    }
    loop.turn();
    EXPECT_EQ(events.size(), 200U);
    EXPECT_EQ(batches, 1);
}

TEST_F(VirtualBusTest, LetsSensorsSendEveryPeriod) {
    const auto bus = make({});
    std::uint8_t measured = 0;
    bus->set_sensors({{kStatus, milliseconds(5000), [&] { return Payload::small(++measured); }}});
    loop.turn();
    ASSERT_EQ(events.size(), 1U);
    EXPECT_EQ(heard(0).payload, Payload::small(1));
    loop.advance(milliseconds(10'000));
    ASSERT_EQ(events.size(), 3U);
    EXPECT_EQ(heard(2).destination, kStatus);
    EXPECT_EQ(heard(2).payload, Payload::small(3));
}

TEST_F(VirtualBusTest, SpreadsManySensorsOverTheirPeriodAndWakesSeldom) {
    const auto bus = make({});
    std::vector<VirtualBus::Sensor> sensors;
    for (std::uint16_t i = 1; i <= 10'000; ++i) {
        sensors.push_back(
            {GroupAddress{i}, milliseconds(10'000), [] { return Payload::small(1); }});
    }
    bus->set_sensors(std::move(sensors));
    loop.turn();
    EXPECT_EQ(events.size(), 10'000U);  // everything has a state
    batches = 0;
    for (int second = 0; second < 20; ++second) {
        events.clear();
        loop.advance(milliseconds(1000));
        EXPECT_NEAR(static_cast<double>(events.size()), 1000, 20) << second;
    }
    EXPECT_LE(batches, 20 * 1000 / VirtualBus::kSensorTick.count());
}

TEST_F(VirtualBusTest, KeepsItsSensorsInTimeHoweverLateATimerIs) {
    const auto bus = make({});
    bus->set_sensors({{kStatus, milliseconds(103), [] { return Payload::small(1); }},
                      {kCommand, milliseconds(101), [] { return Payload::small(1); }}});
    loop.turn();
    events.clear();
    loop.advance(milliseconds(103 * 101));
    EXPECT_EQ(events.size(), 101U + 103U);
}

TEST_F(VirtualBusTest, TakesOtherSensorsWhileItRuns) {
    const auto bus = make({});
    bus->set_sensors({{kStatus, milliseconds(100), [] { return Payload::small(1); }}});
    loop.advance(milliseconds(1000));
    events.clear();
    bus->set_sensors({{kCommand, milliseconds(1000), [] { return Payload::small(2); }}});
    loop.advance(milliseconds(1000));
    ASSERT_EQ(events.size(), 2U);
    EXPECT_EQ(heard(0).destination, kCommand);
    EXPECT_EQ(heard(1).destination, kCommand);
    bus->set_sensors({});
    loop.advance(milliseconds(5000));
    EXPECT_EQ(events.size(), 2U);
}

TEST_F(VirtualBusTest, TakesNothingUnlessStarted) {
    VirtualBus bus(loop, *this, {});
    const auto taken = bus.submit(1, telegram(kCommand, GroupService::Write));
    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.error().code, busbar::ErrorCode::FailedPrecondition);
}

TEST_F(VirtualBusTest, ConfirmsBeforeItStops) {
    const auto bus = make({});
    bus->set_sensors({{kStatus, milliseconds(5000), [] { return Payload::small(1); }}});
    loop.turn();
    events.clear();
    ASSERT_TRUE(bus->submit(1, telegram(kCommand, GroupService::Write)));
    bool done = false;
    bus->stop([&] { done = true; });
    loop.turn();
    EXPECT_TRUE(done);
    EXPECT_EQ(events.size(), 2U);
    EXPECT_EQ(states, (std::vector{LineState::Connected, LineState::Stopped}));
    loop.advance(milliseconds(20'000));
    EXPECT_EQ(events.size(), 2U);
}

TEST_F(VirtualBusTest, IsSilentOnceDestroyed) {
    auto bus = make(milliseconds(200));
    ASSERT_TRUE(bus->submit(1, telegram(kCommand, GroupService::Write)));
    bus.reset();
    loop.advance(milliseconds(1000));
    EXPECT_TRUE(events.empty());
}

}  // namespace
}  // namespace knx
