// SPDX-License-Identifier: Apache-2.0
// Settling: what is said once it is quiet.
//
// A disagreement: somebody has told us another value than our object has, and we did not take it.
// Then our state is said once more. Both sides may find themselves in this. The one that acted last
// speaks first: each waits for 1 s and half of the time since its own last local change (at most 6
// s), and a little by chance. The other one then takes it, or waits again. Every try waits for
// twice as long, four are the most; a change here begins anew.
//
// A confirmation that may wait: a command that brings back what was said here shortly before may be
// a person's, so it is taken; but it may also be going around between servers, and two values that
// chase each other do so for ever. So only what is left of them is confirmed, after 1 s of quiet (3
// s where echoes come later than the echo timeout) and three times as long at the latest.
//
// Pure: values and the time go in.
#pragma once

#include <chrono>
#include <cstdint>

#include "protocol/comparable.hpp"

namespace mqtt_client {

using Time = std::chrono::steady_clock::time_point;

class Settling {
 public:
    // `acted`: when our object last changed by itself.
    explicit Settling(Time acted) : acted_(acted) {}

    // They say `value`.
    void heard(const Comparable& value, Time::duration chance, Time now);
    // We said something ourselves: not quiet yet.
    void said(Time::duration chance, Time now);
    // Our object changed by itself.
    void changed(Time now);

    // Our object did what it was told, and that is to be confirmed later.
    enum class Pace : std::uint8_t { Usual, Late };
    void confirm_later(Pace pace, Time now);
    // Something else was said, or will be.
    void confirmed() { confirm_due_ = Time::max(); }
    [[nodiscard]] bool confirms_later() const { return confirm_due_ != Time::max(); }

    // To be called at deadline(). Over: this is no longer needed. Say: say the state again.
    enum class Step : std::uint8_t { None, Over, Confirm, Say };
    [[nodiscard]] Step on_time(const Comparable& state, double tolerance, Time now);
    [[nodiscard]] Time deadline() const { return due_ < confirm_due_ ? due_ : confirm_due_; }

 private:
    [[nodiscard]] Time quiet_until(Time::duration chance, Time now) const;

    Comparable heard_;
    Time acted_;
    Time due_ = Time::max();
    Time confirm_due_ = Time::max();
    Time confirm_at_latest_{};
    std::uint8_t tries_ = 0;
};

}  // namespace mqtt_client
