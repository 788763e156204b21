// SPDX-License-Identifier: Apache-2.0
// The breaker's states.
#include "protocol/breaker.hpp"

#include <algorithm>
#include <utility>

namespace mqtt_client {
namespace {

using std::chrono::seconds;

constexpr seconds kDrain{1};  // what is on its way arrives
constexpr seconds kWatch{2};
constexpr seconds kBetweenProbes{60};
constexpr seconds kOpenFirst{30};
constexpr seconds kOpenMax{600};
constexpr seconds kTokensAfterwards{10};
constexpr seconds kDeviceTimeMax{5};
constexpr int kDeviceTimes = 3;

}  // namespace

Breaker::Answer Breaker::arrived(const Comparable& value, Bucket& bucket, Time now) {
    note(value);
    taken_ = now;
    switch (state_) {
        case State::Closed:
            if (bucket.empty(now) && now >= next_probe_) {
                go(State::Draining, now + kDrain + kDeviceTimes * device_time_);
            }
            return Answer::Take;
        case State::Draining:
            return Answer::Take;
        case State::Watching:
            bucket.fill();
            next_probe_ = now + kBetweenProbes;
            report_due_ = held_;
            go(State::Closed, Time::max());
            return Answer::Take;
        case State::Confirming:
            trip(now);
            return Answer::Opened;
        case State::Open:
            break;
    }
    return Answer::Drop;
}

void Breaker::confirmed(Time now) {
    device_time_ = std::min<Time::duration>(now - taken_, kDeviceTimeMax);
}

bool Breaker::hold_report() {
    if (state_ != State::Draining && state_ != State::Watching) return false;
    held_ = true;
    return true;
}

Breaker::Step Breaker::on_time(Bucket& bucket, Time now) {
    if (std::exchange(report_due_, false)) {
        held_ = false;
        return Step::Report;
    }
    if (now < until_) return Step::None;
    switch (state_) {
        case State::Closed:
            break;
        case State::Draining:
            go(State::Watching, now + kWatch);
            break;
        case State::Watching:
            if (std::exchange(held_, false)) {
                go(State::Confirming, now + kWatch + kDeviceTimes * device_time_);
                return Step::Report;
            }
            [[fallthrough]];  // without a report of ours nothing of ours can have led to them
        case State::Confirming:
            bucket.fill();
            go(State::Closed, Time::max());
            break;
        case State::Open:
            bucket.leave(kTokensAfterwards, now);
            opened_ = now;
            go(State::Closed, Time::max());
            return Step::Closed;
    }
    return Step::None;
}

std::string Breaker::values() const {
    std::string text;
    for (std::size_t i = 0; i < values_.size(); ++i) {
        const auto& value = values_[(next_value_ + i) % values_.size()];
        if (value.empty()) continue;
        text += (text.empty() ? "" : ", ") + value.text();
    }
    return text;
}

bool Breaker::forgettable(const Bucket& bucket, Time now) const {
    return state_ == State::Closed && !report_due_ && bucket.full(now) && now >= next_probe_ &&
           (open_for_.count() == 0 || now - opened_ > kOpenMax);
}

void Breaker::go(State state, Time until) {
    state_ = state;
    until_ = until;
}

void Breaker::trip(Time now) {
    open_for_ = open_for_.count() == 0 ? kOpenFirst : std::min(2 * open_for_, kOpenMax);
    go(State::Open, now + open_for_);
}

void Breaker::note(const Comparable& value) {
    values_[next_value_] = value;
    next_value_ = static_cast<std::uint8_t>((next_value_ + 1) % values_.size());
}

}  // namespace mqtt_client
