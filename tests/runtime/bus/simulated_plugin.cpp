// SPDX-License-Identifier: Apache-2.0
// SimulatedPlugin: what it does. What it is told is in simulated_hearing.cpp.
#include "runtime/bus/simulated_plugin.hpp"

namespace busbar {
namespace {

using M = v1::Message;

std::string name_of(int number) { return "plugin" + std::to_string(number); }

}  // namespace

SimulatedPlugin::SimulatedPlugin(Bus& bus, ManualClock& clock, SimulatedHouse& house, int number)
    : bus_(bus), clock_(clock), house_(house), number_(number), sights_(house.things.size()) {
    for (std::uint32_t thing = 0; thing < house.things.size(); ++thing) {
        if (house.things[thing].owner == number) own_.push_back(thing);
    }
}

bool SimulatedPlugin::send(const std::string& frame) {
    if (frame.empty()) return true;
    const auto status =
        bus_.send(id_, {reinterpret_cast<const std::uint8_t*>(frame.data()), frame.size()});
    if (status == BUSBAR_FULL) {
        require(backlog() > Inbox::kAnswersMax, "a frame turned back without need", number_);
        return false;
    }
    require(status == BUSBAR_OK, "a good frame not taken", status);
    return true;
}

void SimulatedPlugin::join() {
    id_ = bus_.join(name_of(number_), {}).value();
    std::fill(sights_.begin(), sights_.end(), Sight{});
    by_handle_.clear();
    order_.clear();
    muddy_.clear();
    wants_all_ = catalogue_due_ = false;
    dry_at_ = house_.traffic;
    sequence_ = 0;
    const bool changed = house_.pick(2) == 0;
    const auto first = house_.pick(1000);
    const auto leaves_out = house_.pick(3) == 0 ? 50U : 0U;
    for (std::uint32_t i = 0; i < own_.size(); ++i) {
        if (leaves_out != 0 && house_.pick(leaves_out) == 0) continue;
        announce(own_[i], first + static_cast<std::uint32_t>(own_.size()) - i, changed);
    }
    frame_.clear();
    append_message(frame_, M::kCatalogueCompleteFieldNumber, v1::CatalogueComplete{});
    (void)send(frame_);
    house_.traffic += own_.size();
    for (const auto thing : own_) {
        if (house_.things[thing].owner_handle == 0) house_.things[thing].exists = false;
    }
}

void SimulatedPlugin::leave() {
    bus_.leave(id_);
    id_ = kNobody;
    for (const auto thing : own_) {
        house_.things[thing].good = false;
        house_.things[thing].owner_handle = 0;
    }
    house_.traffic += own_.size() + house_.wishes.size();
    std::erase_if(house_.wishes, [&](const auto& wish) { return wish.second.sender == number_; });
}

void SimulatedPlugin::announce(std::uint32_t number, std::uint32_t handle, bool changed) {
    auto& thing = house_.things[number];
    if (!thing.exists) {
        thing.exists = true;
        thing.has_state = thing.good = false;
        thing.base = thing.said;
        thing.appeared_at = house_.step;
        changed = true;
    }
    if (changed) ++thing.version;
    thing.owner_handle = handle;
    v1::ObjectAppeared appeared;
    auto& object = *appeared.mutable_object();
    object.set_id(SimulatedHouse::id_of(number));
    object.set_handle(handle);
    object.set_name(thing.name());
    object.set_commandable(true);
    object.set_kind(thing.is_event ? v1::OBJECT_KIND_EVENT : v1::OBJECT_KIND_STATE);
    object.mutable_type()->set_value_kind(v1::VALUE_KIND_INTEGER);
    if (by_handle_.size() <= handle) by_handle_.resize(handle + 1U);
    by_handle_[handle] = number + 1;
    frame_.clear();
    append_message(frame_, M::kObjectAppearedFieldNumber, appeared);
    require(send(frame_), "an owner with nothing to read cannot announce", number);
    ++house_.traffic;
}

void SimulatedPlugin::change_catalogue() {
    if (own_.empty()) return;
    read();  // so that nothing it says is turned back
    const auto number = own_[house_.pick(static_cast<std::uint32_t>(own_.size()))];
    auto& thing = house_.things[number];
    if (!thing.exists || house_.pick(2) == 0) {
        // A handle is not used again in one life: commands of the old one may be on their way.
        const auto next = static_cast<std::uint32_t>(by_handle_.size());
        return announce(number, thing.exists ? thing.owner_handle : next, true);
    }
    v1::ObjectRemoved removed;
    removed.set_handle(thing.owner_handle);
    frame_.clear();
    append_message(frame_, M::kObjectRemovedFieldNumber, removed);
    (void)send(frame_);
    thing.exists = false;
    thing.owner_handle = 0;
    ++house_.traffic;
}

void SimulatedPlugin::say(std::uint32_t number) {
    auto& thing = house_.things[number];
    if (!thing.exists) return;
    out_.set_object(thing.owner_handle);
    out_.mutable_value()->set_integer(static_cast<std::int64_t>(++thing.said));
    out_.set_sequence(++sequence_);
    append_message(frame_, M::kStateChangedFieldNumber, out_);
    said_.push_back(number);
}

// Nothing else has happened since the states were counted, so they can be taken back.
void SimulatedPlugin::flush_states() {
    const bool taken = send(frame_);
    for (const auto number : said_) {
        auto& thing = house_.things[number];
        if (taken) {
            thing.has_state = thing.good = true;
        } else {
            --thing.said;
        }
    }
    if (taken) {
        house_.events += said_.size();
        house_.traffic += said_.size();
    }
    said_.clear();
    frame_.clear();
}

void SimulatedPlugin::publish(std::uint32_t count) {
    frame_.clear();
    for (std::uint32_t i = 0; i < count; ++i) {
        say(own_[house_.pick(static_cast<std::uint32_t>(own_.size()))]);
    }
    flush_states();
}

std::uint32_t SimulatedPlugin::burst(std::uint32_t count) {
    const auto number = own_[house_.pick(static_cast<std::uint32_t>(own_.size()))];
    frame_.clear();
    for (std::uint32_t i = 0; i < count; ++i) say(number);
    flush_states();
    return number;
}

void SimulatedPlugin::publish_events(std::uint32_t count) {
    std::vector<std::uint32_t> events;
    for (const auto thing : own_) {
        if (house_.things[thing].is_event) events.push_back(thing);
    }
    if (events.empty()) return;
    for (std::uint32_t sent = 0; sent < count; sent += 500) {
        frame_.clear();
        for (int i = 0; i < 500; ++i) {
            say(events[house_.pick(static_cast<std::uint32_t>(events.size()))]);
        }
        flush_states();
    }
}

void SimulatedPlugin::command(std::uint32_t count) {
    for (std::uint32_t i = 0; i < count; ++i) {
        const auto number = house_.pick_thing();
        auto& thing = house_.things[number];
        if (thing.bus_handle == 0 || thing.owner == number_) continue;
        const auto timeout = 1 + house_.pick(5000);
        v1::Command command;
        command.set_id(++house_.last_wish);
        command.set_object(thing.bus_handle);
        command.mutable_value()->set_integer(static_cast<std::int64_t>(house_.last_wish));
        command.set_timeout_ms(timeout);
        frame_.clear();
        append_message(frame_, M::kCommandFieldNumber, command);
        if (!send(frame_)) return;
        auto& wish = house_.wishes[house_.last_wish];
        wish = {number, number_, clock_.time + std::chrono::milliseconds(timeout)};
        house_.traffic += 2;  // the command, and the bus's own answer; the owner's comes later
        if (thing.owner != Thing::kVirtual || !thing.exists) continue;
        wish.answered = v1::COMMAND_OUTCOME_CONFIRMED;
        thing.said = house_.last_wish;
        thing.has_state = thing.good = true;
        ++house_.events;
    }
}

void SimulatedPlugin::misbehave() {
    const auto refused = bus_.figures(id_).refused;
    frame_.clear();
    out_.set_object(500'000 + house_.pick(1000));
    out_.mutable_value()->set_integer(-1);
    append_message(frame_, M::kStateChangedFieldNumber, out_);
    v1::ObjectAppeared stolen;
    const auto number = house_.pick_thing();
    const auto& thing = house_.things[number];
    if (thing.owner != number_ && thing.exists) {
        stolen.mutable_object()->set_id(SimulatedHouse::id_of(number));
        stolen.mutable_object()->set_handle(700'000);
        append_message(frame_, M::kObjectAppearedFieldNumber, stolen);
    }
    if (!send(frame_)) return;
    require(bus_.figures(id_).refused > refused, "a broken rule not counted", number);
    std::string junk;
    for (auto i = house_.pick(40); i > 0; --i) junk.push_back(static_cast<char>(house_.pick(256)));
    junk.insert(0, 1, '\x0B');  // no field of a Frame: nothing of it can be taken
    const auto status =
        bus_.send(id_, {reinterpret_cast<const std::uint8_t*>(junk.data()), junk.size()});
    require(status == BUSBAR_REFUSED, "junk was taken", status);
}

void SimulatedPlugin::want(std::uint32_t thing) {
    auto& sight = sights_[thing];
    if (sight.wanted) return;
    sight.wanted = true;
    if (!house_.things[thing].is_event) return;
    sight.last = house_.things[thing].said;
    sight.gaps = 0;
}

void SimulatedPlugin::want_not(std::uint32_t thing) {
    auto& sight = sights_[thing];
    if (!sight.wanted) return;
    sight.wanted = false;
    if (!house_.things[thing].is_event || sight.muddy) return;
    sight.muddy = true;
    muddy_.push_back(thing);
}

void SimulatedPlugin::put(const v1::Subscribe& wish) {
    frame_.clear();
    append_message(frame_, M::kSubscribeFieldNumber, wish);
    (void)send(frame_);
    catalogue_due_ = true;
    subscribed_at_ = house_.step;
}

void SimulatedPlugin::put(const v1::Unsubscribe& wish) {
    frame_.clear();
    append_message(frame_, M::kUnsubscribeFieldNumber, wish);
    (void)send(frame_);
}

void SimulatedPlugin::subscribe_all() {
    if (bus_.figures(id_).depth > Inbox::kAnswersMax) return;  // it might be turned back
    v1::Subscribe wish;
    wish.set_all(true);
    put(wish);
    wants_all_ = true;
    for (std::uint32_t thing = 0; thing < sights_.size(); ++thing) want(thing);
}

void SimulatedPlugin::unsubscribe_all() {
    if (bus_.figures(id_).depth > Inbox::kAnswersMax) return;
    v1::Unsubscribe wish;
    wish.set_all(true);
    put(wish);
    wants_all_ = false;
    for (std::uint32_t thing = 0; thing < sights_.size(); ++thing) want_not(thing);
}

void SimulatedPlugin::subscribe(std::uint32_t thing) {
    if (bus_.figures(id_).depth > Inbox::kAnswersMax) return;
    v1::Subscribe wish;
    wish.add_object_ids(SimulatedHouse::id_of(thing));
    put(wish);
    want(thing);
}

void SimulatedPlugin::unsubscribe(std::uint32_t thing) {
    if (bus_.figures(id_).depth > Inbox::kAnswersMax) return;
    v1::Unsubscribe wish;
    wish.add_object_ids(SimulatedHouse::id_of(thing));
    put(wish);
    want_not(thing);
}

}  // namespace busbar
