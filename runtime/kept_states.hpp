// SPDX-License-Identifier: Apache-2.0
// KeptStates: the last values of the objects that are marked "keep after restart", on disk.
//
// Values only change hands here once in a while, so that fifty changes a second do not wear out the
// flash of a controller: at most every kIntervalMin, and so rarely that no more than kOctetsPerHour
// are written. After a crash a kept value is that old at most; a clean stop saves once more.
// Thread: the runtime loop.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <string>

#include "bus/bus.hpp"
#include "busbar/result.hpp"
#include "config/configuration.hpp"

namespace busbar {

class KeptStates {
 public:
    static constexpr std::chrono::seconds kIntervalMin{60};
    static constexpr std::uint64_t kOctetsPerHour = 1'000'000;

    KeptStates(Bus& bus, Configuration& configuration) : bus_(bus), configuration_(configuration) {}

    // Gives the bus what was kept; before the objects are there.
    [[nodiscard]] Status restore();

    // Writes what is another value since the last time, and forgets objects that are not marked any
    // more; nothing when nothing is. Returns how long to wait until the next save.
    // Fails as Configuration::save_states() does; then nothing is forgotten and the next save
    // writes it.
    [[nodiscard]] Result<std::chrono::seconds> save();

 private:
    [[nodiscard]] StateBatch changed() const;

    Bus& bus_;
    Configuration& configuration_;
    std::map<std::string, std::string> saved_;  // what is on disk, by object id
};

}  // namespace busbar
