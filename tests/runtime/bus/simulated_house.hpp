// SPDX-License-Identifier: Apache-2.0
// SimulatedHouse: what is true of the objects in the simulation, kept apart from the bus.
#pragma once

#include <cstdint>
#include <random>
#include <stdexcept>
#include <string>
#include <unordered_map>
#include <vector>

#include "bus/bus.hpp"

namespace busbar {

// A guarantee was broken. Ends the simulation.
struct Broken : std::runtime_error {
    using std::runtime_error::runtime_error;
};

inline void require(bool holds, const char* what, std::uint64_t which = 0) {
    if (!holds) throw Broken(std::string(what) + ", " + std::to_string(which));
}

// One object. What it says is how often it has said something, so a missing or an older state
// shows.
struct Thing {
    static constexpr int kVirtual = -1;  // owner: the runtime
    int owner = kVirtual;
    bool is_event = false;
    bool exists = false;
    bool has_state = false;
    bool good = false;               // the owner vouches for the state
    std::uint32_t owner_handle = 0;  // in this life of its owner
    std::uint32_t bus_handle = 0;    // as soon as anybody was told
    std::uint32_t version = 0;       // of its description
    std::uint32_t room = 0;          // what the user says; 0: nothing
    std::uint64_t said = 0;          // states ever published
    std::uint64_t base = 0;          // `said` when it came to be
    std::uint64_t appeared_at = 0;   // and the step then

    // What its description says of it, for who is told.
    [[nodiscard]] std::string name() const {
        return std::to_string(base) + ' ' + std::to_string(version);
    }
};

// A command, by its number; the number is also the value that is wished.
struct Wish {
    std::uint32_t thing = 0;
    int sender = 0;
    std::chrono::steady_clock::time_point deadline;
    v1::CommandOutcome answered = v1::COMMAND_OUTCOME_UNSPECIFIED;  // by the owner, in time
};

class SimulatedHouse {
 public:
    SimulatedHouse(std::uint64_t seed, std::uint32_t count, int owners) : random_(seed) {
        things.resize(count);
        for (std::uint32_t i = 0; i < count; ++i) {
            auto& thing = things[i];
            // One in 16 belongs to the runtime, the others to owners in turn; one in 8 is an event,
            // of each owner's.
            thing.owner = i % 16 == 15 ? Thing::kVirtual : static_cast<int>(i) % owners;
            thing.is_event = thing.owner != Thing::kVirtual && (i / 4) % 8 == 2;
        }
    }

    // Below `below`; the same on every machine.
    std::uint32_t pick(std::uint32_t below) {
        return static_cast<std::uint32_t>(random_() % below);
    }
    std::uint32_t pick_thing() { return pick(static_cast<std::uint32_t>(things.size())); }

    [[nodiscard]] static std::string id_of(std::uint32_t thing) {
        return std::to_string(thing).insert(0, 1, 'o');
    }
    // The thing a subscriber was told of.
    std::uint32_t told(const v1::Object& object) {
        const auto thing = static_cast<std::uint32_t>(std::stoul(object.id().substr(1)));
        require(thing < things.size(), "an object nobody announced", thing);
        if (by_handle_.size() <= object.handle()) by_handle_.resize(object.handle() + 1U);
        auto& known = by_handle_[object.handle()];
        require(known == 0 || known == thing + 1, "a handle for two objects", object.handle());
        known = thing + 1;
        things[thing].bus_handle = object.handle();
        return thing;
    }
    [[nodiscard]] std::uint32_t by_handle(std::uint32_t handle) const {
        require(handle < by_handle_.size() && by_handle_[handle] != 0, "a handle never told",
                handle);
        return by_handle_[handle] - 1;
    }

    std::vector<Thing> things;
    std::unordered_map<std::uint64_t, Wish> wishes;  // without a result
    std::uint64_t last_wish = 0;
    std::uint64_t step = 0;
    std::uint64_t events = 0;   // states published
    std::uint64_t traffic = 0;  // no more than so many messages can have come to one inbox
    std::chrono::steady_clock::time_point expired;  // commands were timed out until here

 private:
    std::mt19937_64 random_;
    std::vector<std::uint32_t> by_handle_;
};

}  // namespace busbar
