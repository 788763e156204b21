// SPDX-License-Identifier: Apache-2.0
// The connection's state machine.
#include "protocol/session.hpp"

#include <algorithm>

namespace mqtt_client {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr milliseconds kBackoffFirst{500};
constexpr seconds kBackoffLater{60};
constexpr seconds kLasting{10};
constexpr seconds kSuspicious{60};
// The transport has shorter limits of its own; these are for one that never answers.
constexpr seconds kConnectTimeout{20};
constexpr seconds kSubscribeTimeout{30};

}  // namespace

SessionStep Session::start(seconds backoff_max, Time now) {
    if (state_ != SessionState::Stopped) return SessionStep::None;
    backoff_max_ = backoff_max;
    attempts_ = 0;
    short_connections_ = 0;
    state_ = SessionState::Connecting;
    deadline_ = now + kConnectTimeout;
    return SessionStep::Connect;
}

void Session::stop() { state_ = SessionState::Stopped; }

void Session::connected(Time now) {
    if (state_ != SessionState::Connecting) return;
    state_ = SessionState::Subscribing;
    connected_at_ = now;
    deadline_ = now + kSubscribeTimeout;
}

void Session::subscribed(Time now) {
    if (state_ != SessionState::Subscribing) return;
    state_ = SessionState::Connected;
    connected_at_ = now;
}

void Session::failed(Retry retry, Time now) {
    if (state_ != SessionState::Connecting && state_ != SessionState::Subscribing) return;
    if (retry != Retry::Now) short_connections_ = 0;  // a rival does not keep anybody out
    back_off(retry, now);
}

void Session::lost(Loss loss, Time now) {
    if (state_ != SessionState::Subscribing && state_ != SessionState::Connected) return;
    const auto lasted = now - connected_at_;
    if (lasted >= kLasting) attempts_ = 0;
    const bool suspicious = loss == Loss::ClosedByPeer && lasted < kSuspicious;
    short_connections_ = suspicious ? short_connections_ + 1 : 0;
    back_off(Retry::Soon, now);
}

void Session::hurry(Time now) {
    if (state_ == SessionState::Backoff) deadline_ = std::min(deadline_, now);
}

SessionStep Session::on_time(Time now) {
    if (!deadline() || now < deadline_) return SessionStep::None;
    switch (state_) {
        case SessionState::Backoff:
            state_ = SessionState::Connecting;
            deadline_ = now + kConnectTimeout;
            return SessionStep::Connect;
        case SessionState::Connecting:
        case SessionState::Subscribing:
            back_off(Retry::Soon, now);
            return SessionStep::GiveUp;
        case SessionState::Stopped:
        case SessionState::Connected:
            break;
    }
    return SessionStep::None;
}

std::optional<Time> Session::deadline() const {
    if (state_ == SessionState::Stopped || state_ == SessionState::Connected) return std::nullopt;
    return deadline_;
}

void Session::back_off(Retry retry, Time now) {
    state_ = SessionState::Backoff;
    deadline_ = now;
    if (retry == Retry::Now) return;
    constexpr unsigned kDoublingsMax = 10;
    auto delay = kBackoffFirst * (1U << std::min(attempts_, kDoublingsMax));
    delay = std::min<milliseconds>(delay, backoff_max_);
    if (retry == Retry::Later) delay = kBackoffLater;
    ++attempts_;
    std::uniform_real_distribution<double> chance(1.0, 1.25);
    const auto longer = static_cast<double>(delay.count()) * chance(random_);
    deadline_ = now + milliseconds(static_cast<std::int64_t>(longer));
}

}  // namespace mqtt_client
