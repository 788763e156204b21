// SPDX-License-Identifier: Apache-2.0
// VirtualBus: telegrams that only travel through queues.
#include "knx/io/virtual_bus.hpp"

#include <algorithm>
#include <utility>

namespace knx {
namespace {

// Responses are delayed by time, not by count: this bounds them where the delay is long.
constexpr std::size_t kResponsesMax = 65'536;

Telegram telegram_from(IndividualAddress source, GroupAddress destination, GroupService service,
                       const Payload& payload) {
    Telegram telegram;
    telegram.source = source;
    telegram.destination = destination;
    telegram.service = service;
    telegram.payload = payload;
    return telegram;
}

}  // namespace

VirtualBus::VirtualBus(busbar::Loop& loop, LineOwner& owner,
                       std::chrono::milliseconds response_delay)
    : loop_(loop),
      owner_(owner),
      response_delay_(response_delay),
      transition_timer_(loop),
      response_timer_(loop),
      sensor_timer_(loop),
      delivery_timer_(loop) {}

void VirtualBus::set_actuators(std::vector<Actuator> actuators) {
    actuators_ = std::move(actuators);
    std::ranges::sort(actuators_, {}, [](const Actuator& actuator) {
        return std::pair(actuator.command, actuator.status);
    });
    for (const auto& actuator : actuators_) {
        if (!actuator.initial.empty()) values_.try_emplace(actuator.status.raw, actuator.initial);
    }
}

void VirtualBus::set_sensors(std::vector<Sensor> sensors) {
    sensors_ = std::move(sensors);
    if (connected_) start_sensors();
}

void VirtualBus::start() {
    transition_timer_.after({}, [this] {
        connected_ = true;
        start_sensors();
        owner_.on_line_status({LineState::Connected, kOwnAddress, {}});
    });
}

void VirtualBus::stop(std::function<void()> done) {
    transition_timer_.after({}, [this, done = std::move(done)] {
        deliver();
        connected_ = false;
        responses_.clear();
        response_timer_.cancel();
        sensor_timer_.cancel();
        owner_.on_line_status({LineState::Stopped, {}, {}});
        done();
    });
}

busbar::Status VirtualBus::submit(RequestId id, Telegram telegram) {
    if (!connected_) {
        return busbar::fail(busbar::ErrorCode::FailedPrecondition,
                            "the virtual KNX line is not started");
    }
    put_on_line(Confirmed{id});
    react(telegram);
    return {};
}

// What the devices on the line make of a telegram.
void VirtualBus::react(const Telegram& telegram) {
    if (telegram.service == GroupService::Read) {
        const auto known = values_.find(telegram.destination.raw);
        if (known == values_.end()) return;
        respond(telegram_from(kActuatorAddress, telegram.destination, GroupService::Response,
                              known->second));
        return;
    }
    auto actuator =
        std::ranges::lower_bound(actuators_, telegram.destination, {}, &Actuator::command);
    for (; actuator != actuators_.end() && actuator->command == telegram.destination; ++actuator) {
        respond(telegram_from(kActuatorAddress, actuator->status, GroupService::Write,
                              telegram.payload));
    }
}

void VirtualBus::respond(Telegram telegram) {
    if (response_delay_.count() == 0) return report(std::move(telegram));
    if (responses_.size() == kResponsesMax) responses_.pop_front();
    responses_.push_back({loop_.now() + response_delay_, std::move(telegram)});
    if (!response_timer_.waiting()) {
        response_timer_.at(responses_.front().due, [this] { send_due_responses(); });
    }
}

void VirtualBus::send_due_responses() {
    const auto now = loop_.now();
    while (!responses_.empty() && responses_.front().due <= now) {
        report(std::move(responses_.front().telegram));
        responses_.pop_front();
    }
    if (responses_.empty()) return;
    response_timer_.at(responses_.front().due, [this] { send_due_responses(); });
}

// A device sends, and answers reads with the same from now on.
void VirtualBus::report(Telegram telegram) {
    values_[telegram.destination.raw] = telegram.payload;
    put_on_line(std::move(telegram));
}

// Everything on the line is told in the next turn, in batches, as a tunnel does.
void VirtualBus::put_on_line(TunnelEvent event) {
    events_.push_back(std::move(event));
    if (!delivery_timer_.waiting()) delivery_timer_.after({}, [this] { deliver(); });
}

void VirtualBus::deliver() {
    if (events_.empty()) return;
    delivered_.clear();
    std::swap(delivered_, events_);
    owner_.on_line_events(delivered_);
}

// Every sensor sends at once, so that everything has a state. Then they spread over their periods
// as those of a building do: at the fractions of the golden ratio, which never come close together.
void VirtualBus::start_sensors() {
    constexpr double kGoldenRatio = 0.6180339887498949;
    const auto now = loop_.now();
    due_ = {};
    double fraction = 0;
    for (std::size_t i = 0; i < sensors_.size(); ++i) {
        measure(sensors_[i]);
        fraction += kGoldenRatio;
        if (fraction > 1) fraction -= 1;
        const auto wait = std::chrono::duration<double, std::milli>(sensors_[i].period) * fraction;
        due_.push({now + std::chrono::duration_cast<busbar::Clock::duration>(wait), i});
    }
    wait_for_sensors();
}

void VirtualBus::wait_for_sensors() {
    if (due_.empty()) return sensor_timer_.cancel();
    sensor_timer_.at(std::max(due_.top().time, loop_.now() + kSensorTick),
                     [this] { send_due_sensors(); });
}

void VirtualBus::send_due_sensors() {
    const auto now = loop_.now();
    while (due_.top().time <= now) {
        const auto [time, index] = due_.top();
        due_.pop();
        measure(sensors_[index]);
        // From when it was due, so that ticks do not add up; anew where time has leapt.
        const auto next = time + sensors_[index].period;
        due_.push({next > now ? next : now + sensors_[index].period, index});
    }
    wait_for_sensors();
}

void VirtualBus::measure(const Sensor& sensor) {
    report(telegram_from(kSensorAddress, sensor.address, GroupService::Write, sensor.measure()));
}

}  // namespace knx
