// SPDX-License-Identifier: Apache-2.0
// Bucket and Breaker: end a loop that no other rule ends (a peer that scales values, a device that
// answers with something else), and leave everybody else alone.
//
// A bucket holds 60 tokens, one comes back a second, a command takes one. An empty bucket proves
// nothing: a dashboard's slider or a weather station may send that much. So the breaker asks:
//
//            bucket empty          1 s          a command: others send this
//   Closed ───────────────► Draining ──► Watching ──────────────────────────► Closed
//     ▲                     reports are held │ 2 s of silence
//     │ 2 s of silence: a burst that had     ▼
//     ├───────── ended by itself ──────── Confirming: the newest report is sent
//     │                                      │ a command: our own report led to it
//     │       30 s, 60 s … 10 min            ▼
//     └──────────────────────────────────  Open: no command is taken
//
// After an open breaker there are few tokens, so that a loop that begins again ends sooner.
//
// Pure: the time goes in. Most assignments never need more than the bucket's eight octets.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <string>

#include "protocol/comparable.hpp"

namespace mqtt_client {

using Time = std::chrono::steady_clock::time_point;

class Bucket {
 public:
    static constexpr std::chrono::seconds kSize{60};  // tokens, one a second

    [[nodiscard]] bool empty(Time now) const { return full_at_ - now > kSize - kToken; }
    [[nodiscard]] bool full(Time now) const { return full_at_ <= now; }
    [[nodiscard]] bool half_empty(Time now) const { return full_at_ - now > kSize / 2; }
    // Takes one, if there is one.
    void take(Time now) {
        if (!empty(now)) full_at_ = (full(now) ? now : full_at_) + kToken;
    }
    void fill() { full_at_ = {}; }
    void leave(std::chrono::seconds tokens, Time now) { full_at_ = now + kSize - tokens; }

 private:
    static constexpr std::chrono::seconds kToken{1};
    Time full_at_{};
};

class Breaker {
 public:
    enum class Answer : std::uint8_t { Take, Drop, Opened };

    // A command would be taken now.
    [[nodiscard]] Answer arrived(const Comparable& value, Bucket& bucket, Time now);
    // The object has done what it was told: slow ones are watched for longer.
    void confirmed(Time now);
    // Whether a report has to wait; if so it is wanted later.
    [[nodiscard]] bool hold_report();

    // To be called at deadline(); Time::max() is never.
    enum class Step : std::uint8_t { None, Report, Closed };
    [[nodiscard]] Step on_time(Bucket& bucket, Time now);
    [[nodiscard]] Time deadline() const { return report_due_ ? Time{} : until_; }

    [[nodiscard]] bool open() const { return state_ == State::Open; }
    // For how long it is open this time.
    [[nodiscard]] std::chrono::seconds open_for() const { return open_for_; }
    // The values of the newest commands, oldest first: "10, 10.2, 10.404".
    [[nodiscard]] std::string values() const;
    // Nothing has happened for long enough to begin anew.
    [[nodiscard]] bool forgettable(const Bucket& bucket, Time now) const;

 private:
    enum class State : std::uint8_t { Closed, Draining, Watching, Confirming, Open };

    void go(State state, Time until);
    void trip(Time now);
    void note(const Comparable& value);

    State state_ = State::Closed;
    bool held_ = false;        // a report waits
    bool report_due_ = false;  // and is wanted now
    Time until_ = Time::max();
    Time next_probe_{};
    Time opened_{};
    std::chrono::seconds open_for_{};  // 0: never was
    Time taken_{};                     // the newest command
    Time::duration device_time_{};
    std::array<Comparable, 6> values_;  // a ring
    std::uint8_t next_value_ = 0;
};

}  // namespace mqtt_client
