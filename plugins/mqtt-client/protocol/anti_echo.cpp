// SPDX-License-Identifier: Apache-2.0
// The rules of anti-echo, one after the other.
#include "protocol/anti_echo.hpp"

#include <algorithm>

namespace mqtt_client {
namespace {

// Local changes this old are forgotten when a command is taken.
constexpr std::chrono::seconds kSeenByAPerson{2};
// A fader moves 20 times a second at most, and its echoes are back within 3 s: 64 are enough. What
// falls out is the oldest.
constexpr std::size_t kMemoriesMax = 64;

}  // namespace

Verdict AntiEcho::judge(const Arrival& arrival, const Comparable& state, const EchoRules& rules,
                        Time now) {
    const auto& value = arrival.value;
    if (arrival.retained && (!rules.apply_retained || changed_locally_)) return Verdict::Retained;
    if (arrival.duplicate && remembers(Kind::Accepted, value, rules, now)) {
        return Verdict::Duplicate;
    }
    const auto& target = under_way_ > 0 ? wished_ : state;
    if (!rules.every_occurrence && value.matches(target, rules.tolerance)) return Verdict::Same;
    if (remembers(Kind::Armed, value, rules, now)) {
        disagrees_ = !value.matches(state, rules.tolerance);
        return Verdict::Echo;
    }
    accept(value, rules, now);
    return Verdict::Command;
}

void AntiEcho::accept(const Comparable& value, const EchoRules& rules, Time now) {
    forget_older(Kind::Armed, now - kSeenByAPerson);
    remember(Kind::Accepted, value, rules, now);
    wished_ = value;
    ++under_way_;
    disagrees_ = false;
}

void AntiEcho::answered() {
    if (under_way_ > 0) --under_way_;
}

Origin AntiEcho::origin_of(const Comparable& state, CausedBy cause, const EchoRules& rules,
                           Time now) {
    if (cause == CausedBy::Us) return Origin::Remote;
    // An owner that does not tell causes: a state equal to what we wait for is what we caused.
    if (cause == CausedBy::Nobody && under_way_ > 0 && state.matches(wished_, rules.tolerance) &&
        remembers(Kind::Accepted, state, rules, now)) {
        return Origin::Remote;
    }
    changed_locally_ = true;
    disagrees_ = false;
    return Origin::Local;
}

void AntiEcho::sent(const Comparable& value, Origin origin, const EchoRules& rules, Time now) {
    if (origin == Origin::Local) remember(Kind::Armed, value, rules, now);
}

void AntiEcho::written(const Comparable& value, Time now) {
    const auto found = std::find_if(memories_.rbegin(), memories_.rend(), [&](const auto& memory) {
        return memory.kind == Kind::Armed && memory.value.matches(value, 0);
    });
    if (found != memories_.rend()) found->time = std::max(found->time, now);
}

bool AntiEcho::remembers(Kind kind, const Comparable& value, const EchoRules& rules,
                         Time now) const {
    return std::any_of(memories_.begin(), memories_.end(), [&](const Memory& memory) {
        return memory.kind == kind && now - memory.time <= rules.echo_timeout &&
               memory.value.matches(value, rules.tolerance);
    });
}

void AntiEcho::remember(Kind kind, const Comparable& value, const EchoRules& rules, Time now) {
    if (rules.echo_timeout.count() == 0) return;
    std::erase_if(memories_, [&](const Memory& memory) {
        return now - memory.time > rules.echo_timeout ||
               (memory.kind == kind && memory.value.matches(value, 0));
    });
    if (memories_.size() == kMemoriesMax) memories_.erase(memories_.begin());
    // Exactly as much as is remembered: there are tens of thousands of us.
    if (memories_.capacity() > 2 * memories_.size() + 2) memories_.shrink_to_fit();
    memories_.reserve(memories_.size() + 1);
    memories_.push_back({value, kind, now});
}

void AntiEcho::forget_older(Kind kind, Time time) {
    std::erase_if(memories_,
                  [&](const Memory& memory) { return memory.kind == kind && memory.time < time; });
}

}  // namespace mqtt_client
