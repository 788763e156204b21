// SPDX-License-Identifier: Apache-2.0
// What anti-echo needs of the bridge: its rules, its deadlines, and that people hear of a loop.
#include <algorithm>
#include <cmath>
#include <utility>

#include "bridge/bridge.hpp"

namespace mqtt_client {
namespace {

// What a number without a known resolution may differ by and still be the same: half of its last
// digit, for peers that print fewer digits; but no more than a ten-thousandth of it, because a
// person's smallest step must not be taken for noise.
double noise_of(const Value& state, std::string& payload) {
    const auto* number = state.get<double>();
    if (number == nullptr || !encode(state, payload)) return 0;
    return std::min(half_last_digit(payload), std::abs(*number) * 1e-4);
}

}  // namespace

EchoRules Bridge::rules_of(const Assignment& assignment) {
    constexpr std::uint32_t kChanceMax = 300;
    const auto& object = objects_[assignment.object];
    const auto& settings = connections_[assignment.connection]->connection.settings();
    EchoRules rules;
    if (settings) rules.echo_timeout = settings->echo_timeout;
    rules.every_occurrence = object.occurrence;
    rules.apply_retained = assignment.on_retained == messages::RETAINED_COMMANDS_UNSPECIFIED
                               ? object.is_virtual
                               : assignment.on_retained == messages::RETAINED_COMMANDS_APPLY;
    rules.tolerance = assignment.tolerance > 0 ? assignment.tolerance : type_of(object).step() / 2;
    rules.sync = assignment.sync;
    rules.same_topic = assignment.same_topic;
    rules.no_local = connections_[assignment.connection]->connection.tells_origin();
    rules.chance = std::chrono::milliseconds(chance_() % kChanceMax);
    return rules;
}

EchoRules Bridge::rules_with_noise(const Assignment& assignment) {
    auto rules = rules_of(assignment);
    const auto& state = objects_[assignment.object].state;
    if (rules.tolerance == 0) rules.tolerance = noise_of(state, payload_);
    return rules;
}

bool Bridge::same_broker(const Assignment& one, const Assignment& other) const {
    if (one.connection == other.connection) return true;
    return connections_[one.connection]->connection.address() ==
           connections_[other.connection]->connection.address();
}

// ── deadlines ───────────────────────────────────────────────────────────────────────────────────

// After anything that may have moved an assignment's deadline.
void Bridge::reschedule(std::uint32_t slot) {
    deadlines_.set(slot, assignments_[slot].echo.deadline());
    const auto next = deadlines_.next();
    if (next == due_timer_at_) return;
    due_timer_at_ = next;
    due_timer_.cancel();
    if (next != Time::max()) due_timer_.at(next, [this] { on_due(); });
}

void Bridge::on_due() {
    due_timer_at_ = Time::max();
    const auto now = loop_.now();
    while (const auto slot = deadlines_.take_due(now)) due(*slot);
}

void Bridge::due(std::uint32_t slot) {
    auto& assignment = assignments_[slot];
    auto& object = objects_[assignment.object];
    const auto state = Comparable::of(object.state);
    const auto step = assignment.echo.on_time(state, rules_with_noise(assignment), loop_.now());
    switch (step) {
        case AntiEcho::Due::Nothing:
            break;
        case AntiEcho::Due::Report:
            send_report(slot, assignment.origin);
            break;
        case AntiEcho::Due::SayAgain:
            if (tells_origin(object)) changed_here(object);
            send_report(slot, Origin::Local);
            break;
        case AntiEcho::Due::BreakerClosed:
            forget_breaker(slot);
            connections_[assignment.connection]->connection.announce();
            break;
    }
    reschedule(slot);
}

// ── loops ───────────────────────────────────────────────────────────────────────────────────────

void Bridge::breaker_opened(std::uint32_t slot) {
    const auto& assignment = assignments_[slot];
    auto& place = *connections_[assignment.connection];
    place.looping.push_back(slot);
    const auto& breaker = *assignment.echo.open_breaker();
    bus_.warn("loop stopped connection=" + place.connection.id() +
              " topic=" + std::string(assignment.texts.command_topic()) + " values=\"" +
              breaker.values() + "\" seconds=" + std::to_string(breaker.open_for().count()));
    place.connection.announce();
}

void Bridge::forget_breaker(std::uint32_t slot) {
    std::erase(connections_[assignments_[slot].connection]->looping, slot);
}

void Bridge::close_breakers(const std::string& connection_id) {
    auto& place = *connections_[connection_slot(connection_id)];
    for (const auto slot : std::exchange(place.looping, {})) {
        assignments_[slot].echo.close_breaker();
        reschedule(slot);
    }
}

std::string Bridge::alarm(const Connection& connection) const {
    const auto& looping = connections_[connection_slots_.at(connection.id())]->looping;
    if (looping.empty()) return {};
    const auto& assignment = assignments_[looping.front()];
    const auto& breaker = *assignment.echo.open_breaker();
    auto sentence = "Loop on '" + std::string(assignment.texts.command_topic()) + "' (" +
                    breaker.values() + "): commands there are not taken for " +
                    std::to_string(breaker.open_for().count()) + " s.";
    if (looping.size() > 1) sentence += " And " + std::to_string(looping.size() - 1) + " more.";
    return sentence;
}

}  // namespace mqtt_client
