// SPDX-License-Identifier: Apache-2.0
// The rules of anti-echo, one after the other.
#include "protocol/anti_echo.hpp"

#include <algorithm>
#include <limits>

namespace mqtt_client {
namespace {

using std::chrono::seconds;
using Tenths = std::chrono::duration<std::int64_t, std::deci>;

// Local changes this old are forgotten when a command is taken.
constexpr seconds kSeenByAPerson{2};
// A fader moves 20 times a second at most, and its echoes are back within 3 s: 64 are enough. What
// falls out is the oldest.
constexpr std::size_t kMemoriesMax = 64;
// How long further echoes are waited for after one came, and any where none ever do.
constexpr seconds kEchoesTogether{3};
// AntiEcho::without_echo_: from here on nobody echoes; and somebody has done so once.
constexpr std::uint8_t kNobodyEchoes = 3;
constexpr std::uint8_t kEchoesDueMax = 200;
constexpr std::uint8_t kSomebodyEchoes = std::numeric_limits<std::uint8_t>::max();

}  // namespace

// ── a value arrives ─────────────────────────────────────────────────────────────────────────────

Verdict AntiEcho::judge(const Arrival& arrival, const Comparable& state, const EchoRules& rules,
                        Time now) {
    const auto result = verdict(arrival, state, rules, now);
    note_disagreement(result, arrival.value, state, rules, now);
    return result;
}

Verdict AntiEcho::verdict(const Arrival& arrival, const Comparable& state, const EchoRules& rules,
                          Time now) {
    const auto& value = arrival.value;
    if (arrival.tagged == Tagged::Own) return Verdict::Own;
    if (arrival.tagged == Tagged::Stale) return Verdict::Stale;
    if (arrival.retained && (!rules.apply_retained || changed_locally_)) return Verdict::Retained;
    if (arrival.duplicate && remembers_accepted(value, rules, now)) return Verdict::Duplicate;
    const bool echo = recognise_echo(value, rules, now);
    const auto& target = under_way_ > 0 ? wished_ : state;
    if (!rules.every_occurrence && value.matches(target, rules.tolerance)) return Verdict::Same;
    if (echo && arrival.tagged == Tagged::No) return Verdict::Echo;
    const auto answer = ask_breaker(value, now);
    if (answer == Verdict::Command) accept(arrival, rules, now);
    return answer;
}

Verdict AntiEcho::ask_breaker(const Comparable& value, Time now) {
    if (breaker_ && breaker_->forgettable(bucket_, now)) breaker_.reset();
    bucket_.take(now);
    if (!breaker_ && bucket_.half_empty(now)) breaker_ = std::make_unique<Breaker>();
    if (!breaker_) return Verdict::Command;
    switch (breaker_->arrived(value, bucket_, now)) {
        case Breaker::Answer::Take:
            return Verdict::Command;
        case Breaker::Answer::Drop:
            return Verdict::Breaker;
        case Breaker::Answer::Opened:
            break;
    }
    settling_.reset();
    return Verdict::Opened;
}

void AntiEcho::accept(const Arrival& arrival, const EchoRules& rules, Time now) {
    const auto& value = arrival.value;
    round_ = arrival.tagged == Tagged::No ? round_of(value, rules, now) : Round::No;
    forget_seen(now);
    remember(Kind::Accepted, value, rules, now);
    wished_ = value;
    ++under_way_;
}

void AntiEcho::answered() {
    if (under_way_ > 0) --under_way_;
}

void AntiEcho::refused(const EchoRules& rules, Time now) {
    if (under_way_ > 0 || rules.every_occurrence || open_breaker() != nullptr) return;
    settling().heard(wished_, rules.chance, now);
}

void AntiEcho::note_disagreement(Verdict verdict, const Comparable& value, const Comparable& state,
                                 const EchoRules& rules, Time now) {
    // While a loop is stopped whatever we say would only feed it.
    if (rules.every_occurrence || open_breaker() != nullptr) return;
    const bool disagrees = verdict == Verdict::Echo || verdict == Verdict::Stale ||
                           (verdict == Verdict::Retained && rules.sync);
    if (disagrees && !value.matches(state, rules.tolerance)) (void)settling();
    const bool says_something = verdict != Verdict::Own && verdict != Verdict::Duplicate &&
                                (verdict != Verdict::Retained || rules.sync);
    if (!settling_ || !says_something) return;
    if (several_ && value.matches(state, rules.tolerance)) {
        settling_->said(rules.chance, now);
    } else {
        settling_->heard(value, rules.chance, now);
    }
}

// ── a state changes ─────────────────────────────────────────────────────────────────────────────

Origin AntiEcho::origin_of(const Comparable& state, CausedBy cause, const EchoRules& rules,
                           Time now) {
    if (cause == CausedBy::Us) {
        if (breaker_) breaker_->confirmed(now);
        if (round_ == Round::Usual) settling().confirm_later(Settling::Pace::Usual, now);
        if (round_ == Round::Late) settling().confirm_later(Settling::Pace::Late, now);
        return Origin::Remote;
    }
    // An owner that does not tell causes: a state equal to what we wait for is what we caused.
    if (cause == CausedBy::Nobody && under_way_ > 0 && state.matches(wished_, rules.tolerance) &&
        remembers_accepted(state, rules, now)) {
        return Origin::Remote;
    }
    changed_locally_ = true;
    if (settling_) settling_->changed(now);
    return Origin::Local;
}

bool AntiEcho::hold_report(Origin origin) {
    if (breaker_ && breaker_->hold_report()) return true;
    if (settling_ && origin == Origin::Local) settling_->confirmed();
    return settling_ && settling_->confirms_later();
}

bool AntiEcho::is_news(const Comparable& state, Origin origin, const EchoRules& rules) const {
    const bool heard_by_all =
        rules.same_topic && origin == Origin::Remote && state.matches(wished_, rules.tolerance);
    return !heard_by_all;
}

void AntiEcho::sent(const Comparable& value, Origin origin, const EchoRules& rules, Time now) {
    const bool comes_back = !(rules.same_topic && rules.no_local);
    if (origin == Origin::Local && comes_back) remember(Kind::Armed, value, rules, now);
    if (settling_) settling_->said(rules.chance, now);
}

void AntiEcho::written(const Comparable& value, Time now) {
    const auto found = std::find_if(memories_.rbegin(), memories_.rend(), [&](const auto& memory) {
        return memory.kind == Kind::Armed && memory.value.matches(value, 0);
    });
    if (found != memories_.rend()) found->time = std::max(found->time, now);
}

// ── time passes ─────────────────────────────────────────────────────────────────────────────────

Time AntiEcho::deadline() const {
    auto deadline = Time::max();
    if (breaker_) deadline = breaker_->deadline();
    if (settling_) deadline = std::min(deadline, settling_->deadline());
    return deadline;
}

AntiEcho::Due AntiEcho::on_time(const Comparable& state, const EchoRules& rules, Time now) {
    if (breaker_) {
        const auto step = breaker_->on_time(bucket_, now);
        if (step == Breaker::Step::Report) return Due::Report;
        if (step == Breaker::Step::Closed) return Due::BreakerClosed;
    }
    if (!settling_) return Due::Nothing;
    switch (settling_->on_time(state, rules.tolerance, now)) {
        case Settling::Step::None:
            break;
        case Settling::Step::Over:
            settling_.reset();
            break;
        case Settling::Step::Confirm:
            return Due::Report;
        case Settling::Step::Say:
            forget_armed();
            return Due::SayAgain;
    }
    return Due::Nothing;
}

bool AntiEcho::lost() {
    const bool unconfirmed = settling_ && settling_->confirms_later();
    changed_locally_ = false;
    settling_.reset();
    if (open_breaker() == nullptr) breaker_.reset();
    return unconfirmed;
}

void AntiEcho::close_breaker() {
    breaker_.reset();
    bucket_.fill();
}

// ── what is remembered ──────────────────────────────────────────────────────────────────────────

bool AntiEcho::counts(const Memory& memory, const EchoRules& rules, Time now) const {
    const auto age = now - memory.time;
    if (age > rules.echo_timeout) return false;
    if (memory.kind == Kind::Accepted) return true;
    if (memory.echoed != 0) return age <= Tenths(memory.echoed) + kEchoesTogether;
    return without_echo_ != kNobodyEchoes || age <= kEchoesTogether;
}

bool AntiEcho::recognise_echo(const Comparable& value, const EchoRules& rules, Time now) {
    bool recognised = false;
    for (auto& memory : memories_) {
        if (memory.kind != Kind::Armed || !counts(memory, rules, now) ||
            !memory.value.matches(value, rules.tolerance)) {
            continue;
        }
        recognised = true;
        without_echo_ = kSomebodyEchoes;
        if (memory.echoes_due == 0) several_ = true;
        if (memory.echoes_due > 0) --memory.echoes_due;
        const auto after = std::chrono::ceil<Tenths>(now - memory.time).count();
        memory.echoed = static_cast<std::uint16_t>(
            std::clamp<std::int64_t>(after, 1, std::numeric_limits<std::uint16_t>::max()));
    }
    return recognised;
}

bool AntiEcho::remembers_accepted(const Comparable& value, const EchoRules& rules, Time now) const {
    return std::any_of(memories_.begin(), memories_.end(), [&](const Memory& memory) {
        return memory.kind == Kind::Accepted && counts(memory, rules, now) &&
               memory.value.matches(value, rules.tolerance);
    });
}

AntiEcho::Round AntiEcho::round_of(const Comparable& value, const EchoRules& rules,
                                   Time now) const {
    // Where every occurrence counts they differ in number, and on one topic nothing is confirmed.
    if (rules.every_occurrence || rules.same_topic) return Round::No;
    const auto shortly =
        without_echo_ == kSomebodyEchoes ? rules.echo_timeout : Time::duration(kEchoesTogether);
    auto round = Round::No;
    for (const auto& memory : memories_) {
        if (!memory.value.matches(value, rules.tolerance)) continue;
        const auto age = now - memory.time;
        // What was not echoed in time may be an echo now.
        if (memory.kind == Kind::Armed && age > rules.echo_timeout) return Round::Late;
        if (memory.kind == Kind::Armed || age <= shortly) round = Round::Usual;
    }
    return round;
}

void AntiEcho::remember(Kind kind, const Comparable& value, const EchoRules& rules, Time now) {
    if (rules.echo_timeout.count() == 0) return;
    std::uint8_t echoes_due = kind == Kind::Armed ? 1 : 0;
    std::erase_if(memories_, [&](const Memory& memory) {
        if (now - memory.time > 2 * rules.echo_timeout) return true;
        if (memory.kind != kind || !memory.value.matches(value, 0)) return false;
        if (kind == Kind::Armed && memory.echoes_due < kEchoesDueMax) {
            echoes_due = static_cast<std::uint8_t>(memory.echoes_due + 1);
        }
        return true;
    });
    if (memories_.size() == kMemoriesMax) memories_.erase(memories_.begin());
    // Exactly as much as is remembered: there are tens of thousands of us.
    if (memories_.capacity() > 2 * memories_.size() + 2) memories_.shrink_to_fit();
    memories_.reserve(memories_.size() + 1);
    memories_.push_back({value, kind, echoes_due, 0, now});
}

// A person who commands now has seen what was reported before. If nothing of it was echoed either,
// that says something of who is there.
void AntiEcho::forget_seen(Time now) {
    bool unechoed = false;
    std::erase_if(memories_, [&](const Memory& memory) {
        if (memory.kind != Kind::Armed || now - memory.time <= kSeenByAPerson) return false;
        unechoed = unechoed || memory.echoed == 0;
        return true;
    });
    if (unechoed && without_echo_ < kNobodyEchoes) ++without_echo_;
}

void AntiEcho::forget_armed() {
    std::erase_if(memories_, [](const Memory& memory) { return memory.kind == Kind::Armed; });
}

Settling& AntiEcho::settling() {
    if (!settling_) settling_ = std::make_unique<Settling>(last_local_change());
    return *settling_;
}

// As far as it is remembered: the beginning of time when it is not.
Time AntiEcho::last_local_change() const {
    Time newest{};
    for (const auto& memory : memories_) {
        if (memory.kind == Kind::Armed) newest = std::max(newest, memory.time);
    }
    return newest;
}

}  // namespace mqtt_client
