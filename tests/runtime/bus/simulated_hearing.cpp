// SPDX-License-Identifier: Apache-2.0
// SimulatedPlugin: what it is told, and whether that can be true.
#include <charconv>

#include "runtime/bus/simulated_plugin.hpp"

namespace busbar {
namespace {

using M = v1::Message;

// The two numbers of Thing::name().
std::pair<std::uint64_t, std::uint32_t> numbers_of(const std::string& name) {
    std::pair<std::uint64_t, std::uint32_t> numbers;
    const auto* end = name.data() + name.size();
    const auto first = std::from_chars(name.data(), end, numbers.first);
    std::from_chars(std::min(first.ptr + 1, end), end, numbers.second);
    return numbers;
}

std::uint32_t number_of(const std::string& text) {
    std::uint32_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

}  // namespace

bool SimulatedPlugin::hears(std::uint32_t thing) const {
    return sights_[thing].wanted && house_.things[thing].owner != number_;
}

void SimulatedPlugin::read(std::uint32_t frames) {
    for (std::uint32_t i = 0; i < frames; ++i) {
        if (!read_frame()) return dry();
    }
}

bool SimulatedPlugin::read_frame() {
    if (!bus_.receive(id_, in_)) return false;
    require(in_.size() <= BUSBAR_FRAME_SIZE_MAX, "a frame too large", in_.size());
    answers_.clear();
    answered_.clear();
    FrameReader reader({reinterpret_cast<const std::uint8_t*>(in_.data()), in_.size()});
    for (FrameReader::Part part; reader.next(part);) read(part);
    require(!reader.malformed(), "a frame not readable", number_);
    answer();
    return true;
}

template <class Body>
Body parsed(const FrameReader::Part& part) {
    Body body;
    require(part.parse(body), "a message not readable", static_cast<std::uint64_t>(part.field));
    return body;
}

void SimulatedPlugin::read(const FrameReader::Part& part) {
    const auto just_appeared = std::exchange(just_appeared_, ~0U);
    switch (part.field) {
        case M::kStateChangedFieldNumber:
            require(part.parse(state_), "a state not readable");
            return on_state(state_, just_appeared == state_.object());
        case M::kObjectAppearedFieldNumber:
            return on_appeared(parsed<v1::ObjectAppeared>(part).object());
        case M::kObjectRemovedFieldNumber:
            return on_removed(parsed<v1::ObjectRemoved>(part));
        case M::kGapFieldNumber:
            return on_gap(parsed<v1::Gap>(part));
        case M::kCatalogueCompleteFieldNumber:
            return on_complete();
        case M::kCommandFieldNumber:
            return on_command(parsed<v1::Command>(part));
        case M::kCommandResultFieldNumber:
            return on_result(parsed<v1::CommandResult>(part));
        default:
            require(false, "a message nobody sent", static_cast<std::uint64_t>(part.field));
    }
}

void SimulatedPlugin::on_appeared(const v1::Object& object) {
    const auto number = house_.told(object);
    const auto& thing = house_.things[number];
    auto& sight = sights_[number];
    require(thing.owner != number_, "told of its own object", number);
    const auto [base, version] = numbers_of(object.name());
    require(version >= sight.version, "an older description after a newer one", number);
    if (!sight.known) {
        if (sight.last < base) sight.gaps = 0;
        sight.last = std::max(sight.last, base);
    }
    sight.known = true;
    sight.base = base;
    sight.version = version;
    sight.room = number_of(object.room());
    just_appeared_ = object.handle();
}

void SimulatedPlugin::on_removed(const v1::ObjectRemoved& removed) {
    const auto number = house_.by_handle(removed.handle());
    require(sights_[number].known, "removal of an object it was not told of", number);
    sights_[number].known = false;
}

void SimulatedPlugin::on_state(const v1::StateChanged& state, bool just_appeared) {
    const auto number = house_.by_handle(state.object());
    const auto& thing = house_.things[number];
    auto& sight = sights_[number];
    require(sight.known, "a state before its object", number);
    require(thing.owner != number_, "hears itself", number);
    const auto said = static_cast<std::uint64_t>(state.value().integer());
    require(said <= thing.said, "a state nobody published", number);
    if (thing.is_event) return on_event(sight, number, said);
    const bool good = state.quality() == v1::QUALITY_GOOD;
    require(said >= sight.last, "an older state after a newer one", number);
    if (!just_appeared) {
        require(said > sight.last || good != sight.good, "a state twice", number);
        const bool all = said <= sight.last + 1 || thing.owner == Thing::kVirtual;
        require(all || backlog() > Inbox::kHighWater, "a state lost though it keeps up", number);
    }
    sight.last = said;
    sight.good = good;
}

void SimulatedPlugin::on_event(Sight& sight, std::uint32_t thing, std::uint64_t said) {
    if (!sight.muddy) {
        require(said == sight.last + sight.gaps + 1, "an event lost or twice", thing);
        sight.gaps = 0;
    }
    sight.last = std::max(sight.last, said);
}

void SimulatedPlugin::on_gap(const v1::Gap& gap) {
    require(backlog() > Inbox::kControlsMax, "a Gap though there was room", number_);
    require(gap.missing_size() > 0, "an empty Gap", number_);
    for (const auto& missing : gap.missing()) {
        auto& sight = sights_[house_.by_handle(missing.object())];
        require(sight.known, "a Gap of an object it was not told of", missing.object());
        require(missing.count() > 0, "a Gap of nothing", missing.object());
        if (!sight.muddy) sight.gaps += missing.count();
    }
}

// All that was there when it subscribed has been told.
void SimulatedPlugin::on_complete() {
    require(catalogue_due_, "a catalogue nobody asked for", number_);
    catalogue_due_ = false;
    for (std::uint32_t number = 0; number < sights_.size(); ++number) {
        const auto& thing = house_.things[number];
        const bool due = hears(number) && thing.exists && thing.appeared_at < subscribed_at_;
        require(!due || sights_[number].known, "missing in the catalogue", number);
    }
}

void SimulatedPlugin::on_command(const v1::Command& command) {
    const auto handle = command.object();
    require(handle < by_handle_.size() && by_handle_[handle] != 0, "a command for nobody", handle);
    const auto thing = by_handle_[handle] - 1;
    const auto number = static_cast<std::uint64_t>(command.value().integer());
    const auto wish = house_.wishes.find(number);
    if (wish == house_.wishes.end()) return;  // its sender has gone, or knows that time is over
    require(wish->second.thing == thing, "a command for another object", thing);
    auto& last = order_[static_cast<std::uint64_t>(wish->second.sender) << 32U | thing];
    require(number > last, "commands of one sender out of order", number);
    last = number;
    if (house_.pick(10) == 0) return;  // forgotten
    constexpr v1::CommandOutcome kOutcomes[] = {
        v1::COMMAND_OUTCOME_CONFIRMED, v1::COMMAND_OUTCOME_REFUSED, v1::COMMAND_OUTCOME_SUPERSEDED};
    v1::CommandResult result;
    result.set_id(command.id());
    result.set_outcome(kOutcomes[number % 3]);
    result.set_reason("because");
    append_message(answers_, M::kCommandResultFieldNumber, result);
    if (house_.pick(20) == 0) append_message(answers_, M::kCommandResultFieldNumber, result);
    answered_.push_back(number);
}

void SimulatedPlugin::answer() {
    if (!send(answers_)) return;
    house_.traffic += answered_.size();
    for (const auto number : answered_) {
        const auto wish = house_.wishes.find(number);
        if (wish == house_.wishes.end() || wish->second.deadline <= house_.expired) continue;
        constexpr v1::CommandOutcome kOutcomes[] = {v1::COMMAND_OUTCOME_CONFIRMED,
                                                    v1::COMMAND_OUTCOME_REFUSED,
                                                    v1::COMMAND_OUTCOME_SUPERSEDED};
        wish->second.answered = kOutcomes[number % 3];
    }
}

void SimulatedPlugin::on_result(const v1::CommandResult& result) {
    const auto found = house_.wishes.find(result.id());
    require(found != house_.wishes.end(), "a second result, or one for nobody", result.id());
    const auto wish = found->second;
    house_.wishes.erase(found);
    require(wish.sender == number_, "the result of somebody else's command", result.id());
    const bool answered = wish.answered != v1::COMMAND_OUTCOME_UNSPECIFIED;
    const bool late = result.outcome() == v1::COMMAND_OUTCOME_TIMED_OUT;
    require(!answered || result.outcome() == wish.answered, "another result than the owner's",
            result.id());
    require(answered || result.outcome() == v1::COMMAND_OUTCOME_REFUSED ||
                (late && wish.deadline <= house_.expired),
            "a result that nobody gave", result.id());
    require(result.outcome() == v1::COMMAND_OUTCOME_CONFIRMED || !result.reason().empty(),
            "a refusal without a reason", result.id());
}

// Nothing waits: what is missing now is lost.
void SimulatedPlugin::dry() {
    dry_at_ = house_.traffic;
    for (const auto thing : muddy_) {
        sights_[thing].muddy = false;
        sights_[thing].last = house_.things[thing].said;
        sights_[thing].gaps = 0;
    }
    muddy_.clear();
}

void SimulatedPlugin::check_settled() {
    require(!catalogue_due_, "a catalogue that never was complete", number_);
    const auto figures = bus_.figures(id_);
    require(figures.depth == 0 && figures.oldest_ms == 0, "something waits still", figures.depth);
    for (std::uint32_t number = 0; number < sights_.size(); ++number) {
        if (!hears(number)) continue;
        const auto& sight = sights_[number];
        const auto& thing = house_.things[number];
        require(sight.known == thing.exists, "not told that an object is there or gone", number);
        if (!thing.exists) continue;
        require(sight.version == thing.version && sight.base == thing.base,
                "not told the last description", number);
        require(sight.room == thing.room, "not told the room", number);
        if (thing.is_event) {
            require(sight.last + sight.gaps == thing.said, "an event lost", number);
        } else if (thing.has_state) {
            require(sight.last == thing.said, "the last state did not arrive", number);
            require(sight.good == thing.good, "not told whether the state is stale", number);
        }
    }
    for (const auto& [number, wish] : house_.wishes) {
        require(wish.sender != number_, "a command without a result", number);
    }
}

}  // namespace busbar
