// SPDX-License-Identifier: Apache-2.0
// What a room has, and how often each thing in it sends.
#include "knx/tool/demo_building.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "knx/protocol/dpt/words.hpp"

namespace knx {

using busbar::ErrorCode;
using busbar::fail;

namespace {

constexpr bool kCommandable = true;
constexpr bool kReports = true;

// In this order, so that a few objects are a mixture too. The sensor of what is commandable plays
// somebody who uses it by hand.
constexpr std::array kRoom{
    DemoKind{"light", "Light", "1.001", kCommandable, kReports},
    DemoKind{"temperature", "Temperature", "9.001", false, kReports, 2, 17, 26},
    DemoKind{"dimmer", "Dimmer", "5.001", kCommandable, kReports, 0.5, 0, 100},
    DemoKind{"power", "Power", "14.056", false, kReports, 4, 0, 3000},
    DemoKind{"blind", "Blind", "5.001", kCommandable, kReports, 0.5, 0, 100},
    DemoKind{"setpoint", "Set-point", "9.001", kCommandable, kReports, 0.25, 18, 24},
    DemoKind{"valve", "Heating valve", "5.001", false, kReports, 1, 0, 100},
    DemoKind{"window", "Window contact", "1.019", false, kReports},
    DemoKind{"brightness", "Brightness", "9.004", false, kReports, 2, 0, 2000},
    DemoKind{"humidity", "Humidity", "9.007", false, kReports, 1, 25, 70},
    DemoKind{"co2", "Carbon dioxide", "9.008", false, kReports, 2, 400, 1500},
    DemoKind{"scene", "Scene", "17.001", kCommandable, false},
    DemoKind{"current", "Current", "7.012", false, kReports, 1, 0, 16000},
};
constexpr std::size_t kRoomsPerFloor = 20;
constexpr GroupAddress kFirstAddress{0x0801};  // 1/0/1; 17 for each room are at most 13,077 in all

constexpr double kPeriodMin = 0.1;  // seconds; both as the settings of simulated_sensors have them
constexpr double kPeriodMax = 86'400;

std::string padded(std::size_t number) { return (number < 10 ? "0" : "") + std::to_string(number); }

// All weights together; the largest and the smallest one.
struct Weights {
    double sum = 0;
    double largest = 0;
    double smallest = 0;
};

Weights weights_of(const std::vector<DemoObject>& building) {
    Weights weights;
    for (const auto& object : building) {
        const auto weight = object.kind->weight;
        if (weight == 0) continue;
        weights.sum += weight;
        weights.largest = std::max(weights.largest, weight);
        weights.smallest = weights.smallest == 0 ? weight : std::min(weights.smallest, weight);
    }
    return weights;
}

busbar::Status spread(double rate, std::vector<DemoObject>& building) {
    const auto weights = weights_of(building);
    const auto rate_max =
        weights.sum == 0 ? 0 : std::floor(weights.sum / weights.largest / kPeriodMin);
    const auto rate_min = weights.sum == 0 ? 0 : weights.sum / weights.smallest / kPeriodMax;
    if (!(rate >= rate_min && rate <= rate_max)) {
        return fail(ErrorCode::OutOfRange, "the sensors of " + std::to_string(building.size()) +
                                               " objects can send from " + number_text(rate_min) +
                                               " to " + number_text(rate_max) +
                                               " telegrams a second, or 0: none at all");
    }
    for (auto& object : building) {
        if (object.kind->weight == 0) continue;
        const auto period_s = weights.sum / rate / object.kind->weight;
        object.period_s = std::clamp(std::round(period_s * 1000) / 1000, kPeriodMin, kPeriodMax);
    }
    return {};
}

}  // namespace

std::string DemoObject::id() const {
    return 'f' + padded(floor) + "-r" + padded(room) + '-' + std::string(kind->id);
}

std::string DemoObject::name() const {
    return std::string(kind->name) + ' ' + std::to_string(floor) + '.' + padded(room);
}

std::string DemoObject::room_name() const {
    return "Room " + std::to_string(floor) + '.' + padded(room);
}

busbar::Result<std::vector<DemoObject>> demo_building(std::size_t objects, double rate) {
    if (objects == 0 || objects > kDemoObjectsMax) {
        return fail(ErrorCode::OutOfRange, "a demo has from 1 to 10000 objects");
    }
    std::vector<DemoObject> building(objects);
    auto next = kFirstAddress;
    for (std::size_t i = 0; i < objects; ++i) {
        auto& object = building[i];
        const auto room = i / kRoom.size();
        object.kind = &kRoom[i % kRoom.size()];
        object.floor = room / kRoomsPerFloor + 1;
        object.room = room % kRoomsPerFloor + 1;
        if (object.kind->commandable) object.command = GroupAddress{next.raw++};
        if (object.kind->reports) object.status = GroupAddress{next.raw++};
    }
    if (rate != 0) BUSBAR_CHECK(spread(rate, building));
    return building;
}

}  // namespace knx
