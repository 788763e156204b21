// SPDX-License-Identifier: Apache-2.0
// A seeded simulation of owners, subscribers, slow, dying and returning ones against the six
// guarantees. It runs worlds, one seed after the other, until so many states were published:
//
//   BUSBAR_SEED=n                   the first seed; a failure prints the one that replays it
//   BUSBAR_SIMULATION_OBJECTS=n     how many objects a world has; 100
//   BUSBAR_SIMULATION_EVENTS=n      how many states in all; 100,000
#include <gmock/gmock.h>
#include <sys/resource.h>

#include <cstdlib>
#include <iostream>
#include <memory>

#include "runtime/bus/simulated_plugin.hpp"

namespace busbar {
namespace {

std::uint64_t number_from(const char* name, std::uint64_t otherwise) {
    const auto* text = std::getenv(name);
    return text != nullptr ? std::strtoull(text, nullptr, 10) : otherwise;
}

class World {
 public:
    World(std::uint64_t seed, std::uint32_t objects) : house_(seed, objects, kOwners) {
        for (int i = 0; i < kPlugins; ++i) {
            plugins_.push_back(std::make_unique<SimulatedPlugin>(bus_, clock_, house_, i));
        }
        for (std::uint32_t i = 0; i < objects; ++i) {
            if (house_.things[i].owner == Thing::kVirtual) set_virtual(i);
        }
        for (int i = 0; i < kPlugins; ++i) come_or_go(i);
    }

    // Until `events` states were published. Throws Broken.
    std::uint64_t run(std::uint64_t events) {
        const auto round = 1'000 + house_.things.size() / 5;
        while (house_.events < events) {
            for (std::uint64_t i = 0; i < round && house_.events < events; ++i) step();
            settle();
        }
        return house_.events;
    }

 private:
    static constexpr int kOwners = 4;  // the last of them hears all as well
    static constexpr int kFast = 4;
    static constexpr int kSlow = 5;       // a frame now and then
    static constexpr int kSelective = 6;  // some objects, changing
    static constexpr int kReturning = 7;  // comes and goes more than it stays
    static constexpr int kDead = 8;       // reads nothing until all settles
    static constexpr int kPlugins = 9;

    SimulatedPlugin& plugin(int number) { return *plugins_[static_cast<std::size_t>(number)]; }
    bool rarely(std::uint32_t one_in) { return house_.pick(one_in) == 0; }
    // For what costs as much as there are objects.
    std::uint32_t scaled(std::uint32_t one_in) {
        return one_in + static_cast<std::uint32_t>(house_.things.size() / 10);
    }

    void step() {
        ++house_.step;
        clock_.time += std::chrono::milliseconds(house_.pick(10));
        if (rarely(50)) expire();
        const auto number = static_cast<int>(house_.pick(kPlugins));
        if (!plugin(number).alive() && rarely(scaled(50))) return come_or_go(number);
        if (rarely(scaled(400))) return come_or_go(number);
        if (rarely(scaled(20'000))) return storm();
        if (rarely(20'000)) return flood();
        if (rarely(20)) return trouble();
        if (rarely(2)) return owner_acts(plugin(static_cast<int>(house_.pick(kOwners))));
        subscriber_acts(number);
    }

    void come_or_go(int number) {
        auto& one = plugin(number);
        if (one.alive()) return one.leave();
        one.join();
        if (number == kSelective || number < kOwners - 1) return;
        one.subscribe_all();
    }

    void owner_acts(SimulatedPlugin& owner) {
        if (!owner.alive()) return;
        if (rarely(20)) return owner.read();
        if (rarely(40)) return owner.change_catalogue();
        if (rarely(40)) return burst(owner);
        owner.publish(rarely(20) ? 300 : 1 + house_.pick(32));
    }

    // The nearest peer delivers a wrong final value in 19 of 20 of these.
    void burst(SimulatedPlugin& owner) {
        const auto thing = owner.burst(50);
        auto& fast = plugin(kFast);
        if (!fast.alive() || &fast == &owner) return;
        fast.read();
        if (!fast.hears(thing) || !house_.things[thing].exists) return;
        require(fast.last_told(thing) == house_.things[thing].said, "the last of a burst", thing);
    }

    void subscriber_acts(int number) {
        auto& one = plugin(number);
        if (!one.alive() || number == kDead) return;
        if (rarely(10)) return one.command(1 + house_.pick(8));
        if (number == kSelective && rarely(4)) return select(one);
        if (number == kReturning && rarely(scaled(100))) return one.leave();
        if (number == kSlow) return rarely(30) ? one.read(1) : void();
        if (rarely(2)) one.read(number == kFast ? ~0U : 1 + house_.pick(4));
    }

    void select(SimulatedPlugin& one) {
        if (rarely(scaled(400))) return rarely(2) ? one.subscribe_all() : one.unsubscribe_all();
        const auto thing = house_.pick_thing();
        rarely(2) ? one.subscribe(thing) : one.unsubscribe(thing);
    }

    void trouble() {
        auto& one = plugin(static_cast<int>(house_.pick(kPlugins)));
        const auto thing = house_.pick_thing();
        if (rarely(3)) return set_room(thing);
        if (rarely(3) && house_.things[thing].owner == Thing::kVirtual)
            return change_virtual(thing);
        if (!one.alive()) return;
        if (rarely(100)) return one.command(6'000);
        if (rarely(2)) one.misbehave();
    }

    void set_room(std::uint32_t thing) {
        auto& room = house_.things[thing].room;
        room = rarely(3) ? 0 : room + 1;
        (void)bus_.set_record(SimulatedHouse::id_of(thing), "",
                              room == 0 ? "" : std::to_string(room));
        ++house_.traffic;
    }

    void set_virtual(std::uint32_t number) {
        auto& thing = house_.things[number];
        thing.exists = true;
        thing.has_state = thing.good = false;
        thing.base = thing.said;
        thing.appeared_at = house_.step;
        ++thing.version;
        ++house_.traffic;
        v1::Object object;
        object.set_id(SimulatedHouse::id_of(number));
        object.set_name(thing.name());
        object.set_commandable(true);
        object.mutable_type()->set_value_kind(v1::VALUE_KIND_INTEGER);
        require(bus_.set_virtual(object, {}).has_value(), "no virtual object", number);
    }

    void change_virtual(std::uint32_t number) {
        auto& thing = house_.things[number];
        if (!thing.exists) return set_virtual(number);
        bus_.remove_virtual(SimulatedHouse::id_of(number));
        thing.exists = false;
        ++house_.traffic;
    }

    // Things come and go while inboxes are full.
    void change_much() {
        for (int i = 0; i < 40; ++i) {
            auto& owner = plugin(static_cast<int>(house_.pick(kOwners)));
            if (owner.alive()) owner.change_catalogue();
            if (owner.alive()) owner.publish(20);
        }
    }

    // More changes of the catalogue than any inbox holds, and nobody reads.
    void storm() {
        for (std::size_t i = 0; i < Inbox::kControlsMax + 1000; ++i) set_room(house_.pick_thing());
        change_much();
    }

    // More events than any inbox holds, and nobody reads.
    void flood() {
        for (int i = 0; i < kOwners; ++i) {
            if (plugin(i).alive()) plugin(i).publish_events(25'000);
        }
        change_much();
    }

    void expire() {
        house_.traffic += house_.wishes.size();
        house_.expired = clock_.time;
        bus_.expire();
    }

    void settle() {
        // What a plugin reads makes it answer, which others have to read.
        for (int round = 0; round < 2; ++round) {
            for (const auto& one : plugins_) {
                if (one->alive()) one->read();
            }
            clock_.time += std::chrono::minutes(2);
            expire();
        }
        for (const auto& one : plugins_) {
            if (one->alive()) one->read();
        }
        for (const auto& one : plugins_) {
            if (one->alive()) one->check_settled();
        }
    }

    ManualClock clock_;
    Bus bus_{clock_, null_log()};
    SimulatedHouse house_;
    std::vector<std::unique_ptr<SimulatedPlugin>> plugins_;
};

struct Size {
    std::uint32_t objects;
    std::uint64_t events;
};

class BusSimulation : public testing::TestWithParam<Size> {};

TEST_P(BusSimulation, HoldsItsGuaranteesWhateverOwnersAndSubscribersDo) {
    const auto objects =
        static_cast<std::uint32_t>(number_from("BUSBAR_SIMULATION_OBJECTS", GetParam().objects));
    const auto wanted = number_from("BUSBAR_SIMULATION_EVENTS", GetParam().events);
    const auto a_world = std::max<std::uint64_t>(1'000'000, 100ULL * objects);
    const auto first = number_from("BUSBAR_SEED", std::random_device{}());
    auto seed = first;
    std::uint64_t events = 0;
    for (; events < wanted; ++seed) {
        World world(seed, objects);
        try {
            events += world.run(std::min(a_world, wanted - events));
            if (events < wanted)
                std::cout << "seed " << seed << ", " << events << " events\n" << std::flush;
        } catch (const Broken& broken) {
            FAIL() << broken.what() << "\nagain with: BUSBAR_SEED=" << seed
                   << " BUSBAR_SIMULATION_OBJECTS=" << objects
                   << " BUSBAR_SIMULATION_EVENTS=" << wanted - events;
        }
    }
    rusage usage{};
    (void)::getrusage(RUSAGE_SELF, &usage);
    std::cout << objects << " objects, " << events << " events, seeds " << first << " to "
              << seed - 1 << ", at most " << usage.ru_maxrss / 1024 << " MB\n";
}

INSTANTIATE_TEST_SUITE_P(, BusSimulation, testing::Values(Size{100, 150'000}, Size{3'000, 50'000}),
                         [](const auto& one) {
                             return std::to_string(one.param.objects) + "Objects";
                         });

}  // namespace
}  // namespace busbar
