// SPDX-License-Identifier: Apache-2.0
// When it is quiet, and what then.
#include "protocol/settling.hpp"

#include <algorithm>

namespace mqtt_client {
namespace {

constexpr std::chrono::seconds kQuiet{1};
constexpr std::chrono::seconds kAgeMax{6};
constexpr std::uint8_t kTriesMax = 4;
constexpr std::chrono::seconds kQuietWhereLate{3};

}  // namespace

void Settling::heard(const Comparable& value, Time::duration chance, Time now) {
    heard_ = value;
    due_ = quiet_until(chance, now);
}

void Settling::said(Time::duration chance, Time now) {
    if (due_ != Time::max()) due_ = quiet_until(chance, now);
}

void Settling::changed(Time now) {
    acted_ = now;
    tries_ = 0;
}

void Settling::confirm_later(Pace pace, Time now) {
    const auto quiet = pace == Pace::Late ? kQuietWhereLate : kQuiet;
    if (!confirms_later()) confirm_at_latest_ = now + 3 * quiet;
    confirm_due_ = std::min<Time>(now + quiet, confirm_at_latest_);
}

Settling::Step Settling::on_time(const Comparable& state, double tolerance, Time now) {
    if (now >= confirm_due_) {
        confirmed();
        return Step::Confirm;
    }
    if (due_ == Time::max() && !confirms_later() && heard_.empty()) return Step::Over;
    if (now < due_) return Step::None;
    due_ = Time::max();
    if (heard_.matches(state, tolerance)) return confirms_later() ? Step::None : Step::Over;
    if (tries_ == kTriesMax) return Step::None;
    ++tries_;
    return Step::Say;  // if nobody answers there is nothing more to say: it has arrived
}

Time Settling::quiet_until(Time::duration chance, Time now) const {
    const auto age = std::min<Time::duration>(now - acted_, kAgeMax);
    return now + (kQuiet + age / 2 + chance) * (1 << tries_);
}

}  // namespace mqtt_client
