// SPDX-License-Identifier: Apache-2.0
// Drift: what a simulated sensor measures: a value that wanders slowly within its range.
#pragma once

#include <algorithm>
#include <cstdint>
#include <random>

#include "knx/bridge/object_type.hpp"
#include "knx/bridge/settings.hpp"

namespace knx {

// Starts in the middle; every step goes up or down by at most a fiftieth of the range. The group
// address is the seed, so that a simulated building behaves the same every time.
class Drift {
 public:
    explicit Drift(const SimulatedSensor& sensor)
        : sensor_(sensor), random_(sensor.address.raw), value_((sensor.from + sensor.to) / 2) {
        random_.discard(2);  // the first numbers of neighbouring seeds are neighbours
    }

    // The next value, encoded. The sensor's range is within its type's (see read_sensor).
    [[nodiscard]] Payload next() {
        // Not a std distribution: those differ from library to library.
        const auto chance = static_cast<double>(random_()) / decltype(random_)::max();
        const auto step = (sensor_.to - sensor_.from) / kSteps;
        value_ = std::clamp(value_ + step * (2 * chance - 1), sensor_.from, sensor_.to);
        return payload_of(*sensor_.dpt, busbar::Value::number(value_)).value_or(Payload{});
    }

 private:
    static constexpr double kSteps = 50;
    SimulatedSensor sensor_;
    std::minstd_rand random_;  // small: there may be 10,000 of them
    double value_;
};

}  // namespace knx
