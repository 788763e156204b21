// SPDX-License-Identifier: Apache-2.0
// VirtualBus: a simulated line without hardware, for trying things out and for tests.
//
// Every telegram is confirmed. An actuator that hears a write on its command address reports the
// same value on its status address after the response delay; a sensor sends what it measures every
// period; both answer reads of what they sent last. Knows payloads, not what they mean.
//
// Ten thousand sensors and a thousand telegrams a second are no load: one timer serves all sensors,
// at most every 10 ms.
#pragma once

#include <chrono>
#include <compare>
#include <cstddef>
#include <deque>
#include <functional>
#include <queue>
#include <unordered_map>
#include <vector>

#include "busbar/loop.hpp"
#include "knx/io/line.hpp"

namespace knx {

class VirtualBus final : public Line {
 public:
    struct Actuator {
        GroupAddress command;
        GroupAddress status;
        Payload initial = {};  // its answer to reads until it is told something; empty: none
    };
    struct Sensor {
        GroupAddress address;
        std::chrono::milliseconds period;  // above 0
        std::function<Payload()> measure;
    };

    static constexpr IndividualAddress kOwnAddress{0x11fa};       // 1.1.250
    static constexpr IndividualAddress kActuatorAddress{0x1101};  // 1.1.1
    static constexpr IndividualAddress kSensorAddress{0x1102};    // 1.1.2

    // Sensors that are due within it send together.
    static constexpr std::chrono::milliseconds kSensorTick{10};

    // `loop` and `owner` outlive the line.
    VirtualBus(busbar::Loop& loop, LineOwner& owner, std::chrono::milliseconds response_delay);

    // What is on the line; at any time. A sensor sends at once, again within its first period, and
    // then every period.
    void set_actuators(std::vector<Actuator> actuators);
    void set_sensors(std::vector<Sensor> sensors);

    void start() override;
    void stop(std::function<void()> done) override;
    [[nodiscard]] busbar::Status submit(RequestId id, Telegram telegram) override;
    [[nodiscard]] LineFigures figures() const override { return {}; }

 private:
    struct Response {
        busbar::Clock::time_point due;
        Telegram telegram;
    };
    struct Due {
        busbar::Clock::time_point time;
        std::size_t sensor;

        friend auto operator<=>(const Due&, const Due&) = default;
    };

    void react(const Telegram& telegram);
    void respond(Telegram telegram);
    void send_due_responses();
    void report(Telegram telegram);
    void put_on_line(TunnelEvent event);
    void deliver();
    void start_sensors();
    void wait_for_sensors();
    void send_due_sensors();
    void measure(const Sensor& sensor);

    busbar::Loop& loop_;
    LineOwner& owner_;
    const std::chrono::milliseconds response_delay_;
    bool connected_ = false;
    std::vector<Actuator> actuators_;  // sorted
    std::vector<Sensor> sensors_;
    std::priority_queue<Due, std::vector<Due>, std::greater<>> due_;  // the next one first
    std::unordered_map<std::uint16_t, Payload> values_;               // what the devices sent last
    std::deque<Response> responses_;  // in the order they are due; the sender's window bounds them
    std::vector<TunnelEvent> events_;
    std::vector<TunnelEvent> delivered_;  // only to keep its memory
    busbar::Timer transition_timer_;
    busbar::Timer response_timer_;
    busbar::Timer sensor_timer_;
    busbar::Timer delivery_timer_;
};

}  // namespace knx
