// SPDX-License-Identifier: Apache-2.0
// The transitions of the supervisor.
#include "mqtt-broker/protocol/supervisor.hpp"

#include <algorithm>
#include <utility>

namespace mqtt_broker {

Supervisor::Actions Supervisor::start(Time now) {
    wanted_ = true;
    switch (state_) {
        case State::Stopped:
            attempts_ = 0;
            return enter_starting(now);
        case State::Backoff:
            return enter_starting(now);
        case State::Stopping:  // starts when it has ended
        case State::Starting:
        case State::Running:
            break;
    }
    return {};
}

Supervisor::Actions Supervisor::stop(Time now) {
    wanted_ = false;
    switch (state_) {
        case State::Starting:
        case State::Running:
            return enter_stopping(now);
        case State::Backoff:
            enter_stopped();
            break;
        case State::Stopped:
        case State::Stopping:
            break;
    }
    return {};
}

Supervisor::Actions Supervisor::restart(Time now) {
    if (state_ != State::Starting && state_ != State::Running) return start(now);
    wanted_ = true;
    return enter_stopping(now);
}

Supervisor::Actions Supervisor::reload(Way way, Time now) {
    if (state_ != State::Running || reload_ != Reload::None) return {};
    reload_ = way == Way::Gate ? Reload::GateAsked : Reload::Asked;
    reload_fault_.clear();
    deadline_ = now + kReloadTimeout;
    return {way == Way::Gate ? Action::AskGate : Action::Hangup};
}

Supervisor::Actions Supervisor::ready(Time now) {
    if (state_ != State::Starting) return {};
    state_ = State::Running;
    running_since_ = now;
    database_set_aside_ = false;
    deadline_.reset();
    return {};
}

Supervisor::Actions Supervisor::exited(const Failure& failure, Time now) {
    reload_ = Reload::None;
    switch (state_) {
        case State::Stopping:
            if (wanted_) return enter_starting(now);
            enter_stopped();
            return {};
        case State::Starting:
            if (failure.fault == Fault::DatabaseCorrupt && !database_set_aside_) {
                database_set_aside_ = true;
                auto actions = enter_starting(now);
                actions.insert(actions.begin(), Action::SetDatabaseAside);
                return actions;
            }
            if (failure.fault == Fault::GateRefused) {
                auto actions = enter_starting(now);
                actions.insert(actions.begin(), Action::GiveGateUp);
                return actions;
            }
            enter_backoff(
                overdue_ ? Failure{Fault::Other, "Mosquitto did not start within 20 s."} : failure,
                now);
            return {};
        case State::Running:
            if (now - running_since_ >= kStableAfter) attempts_ = 0;
            enter_backoff(failure, now);
            return {};
        case State::Stopped:
        case State::Backoff:
            break;
    }
    return {};
}

Supervisor::Actions Supervisor::reloading(Time now) {
    if (reload_ != Reload::Asked) return {};
    reload_ = Reload::Probing;
    deadline_ = now + kProbeTimeout;
    return {Action::Probe};
}

Supervisor::Actions Supervisor::loaded(const std::string& fault) {
    if (reload_ != Reload::GateAsked) return {};
    return end_reload(fault);
}

void Supervisor::complained(const std::string& words) {
    if (reload_ == Reload::Probing && reload_fault_.empty()) reload_fault_ = "Mosquitto: " + words;
}

Supervisor::Actions Supervisor::probed(const std::string& refusal) {
    if (reload_ != Reload::Probing) return {};
    return end_reload(refusal);
}

Supervisor::Actions Supervisor::on_time(Time now) {
    if (!deadline_ || now < *deadline_) return {};
    deadline_.reset();
    switch (state_) {
        case State::Starting:
            overdue_ = true;
            return {Action::Kill};
        case State::Stopping:
            return {Action::Kill};
        case State::Backoff:
            ++restarts_;
            return enter_starting(now);
        case State::Running:
            // A broker that does not even say that it reloads reads the files when it starts.
            if (reload_ != Reload::Probing) return restart(now);
            return end_reload("The broker does not answer.");
        case State::Stopped:
            break;
    }
    return {};
}

Supervisor::Actions Supervisor::enter_starting(Time now) {
    state_ = State::Starting;
    overdue_ = false;
    deadline_ = now + kReadyTimeout;
    return {Action::Spawn};
}

Supervisor::Actions Supervisor::enter_stopping(Time now) {
    state_ = State::Stopping;
    reload_ = Reload::None;
    deadline_ = now + kStopTimeout;
    return {Action::Terminate};
}

Supervisor::Actions Supervisor::end_reload(std::string fault) {
    reload_ = Reload::None;
    deadline_.reset();
    if (reload_fault_.empty()) reload_fault_ = std::move(fault);
    return {reload_fault_.empty() ? Action::Reloaded : Action::NotReloaded};
}

void Supervisor::enter_stopped() {
    state_ = State::Stopped;
    deadline_.reset();
}

void Supervisor::enter_backoff(Failure failure, Time now) {
    constexpr unsigned kDoublingsMax = 6;  // 64 s, above the maximum
    const auto delay = kBackoffMin * (1U << std::min(attempts_, kDoublingsMax));
    state_ = State::Backoff;
    failure_ = std::move(failure);
    deadline_ = now + std::min<Clock::duration>(delay, kBackoffMax);
    ++attempts_;
}

}  // namespace mqtt_broker
