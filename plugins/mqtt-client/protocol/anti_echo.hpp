// SPDX-License-Identifier: Apache-2.0
// AntiEcho: tells a person's command from the echo of our own report, for one assignment.
//
// Two servers kept in step send each other's reports back as commands. Without a rule they never
// come to rest; with too simple a rule ("ignore commands for a while") they swallow what a person
// does. The rules, in the order in which an arriving value meets them:
//
//   retained    told at subscription, not now: taken only where the assignment says so, and not
//               after a local change that is younger
//   duplicate   delivered again (DUP) and equal to a command taken within the echo timeout
//   same        equal to what the object is, or is about to be; not for objects whose every
//               occurrence counts
//   echo        equal to a *local* change we reported within the echo timeout
//   command     everything else; local changes older than 2 s are then forgotten, since a person
//               who acts now has seen them
//
// What we report because of a command from this side (origin Remote) is never remembered as ours,
// so that somebody who toggles a lamp from an app is never swallowed. A report counts from when it
// was really written, not from when it was queued.
//
// A rule more goes between echo and command (the breaker for peers that never settle): judge() is
// the only place that decides.
//
// Pure: an event and the time go in, a verdict comes out. The time is monotonic, so a wrong or
// corrected wall clock has no effect.
#pragma once

#include <chrono>
#include <cstdint>
#include <vector>

#include "protocol/comparable.hpp"

namespace mqtt_client {

using Time = std::chrono::steady_clock::time_point;

// What became of an arriving value.
enum class Verdict : std::uint8_t { Command, Retained, Duplicate, Same, Echo };

// Where a state comes from, as one connection sees it.
enum class Origin : std::uint8_t {
    Local,   // the building, another connection, an operator
    Remote,  // a command that came in on this assignment
};

// Which command a state names as its cause.
enum class CausedBy : std::uint8_t { Nobody, Us, Others };

// The settings of an assignment that the rules need.
struct EchoRules {
    std::chrono::steady_clock::duration echo_timeout{};  // 0: echoes are not recognised
    double tolerance = 0;                                // numbers this close are the same
    bool every_occurrence = false;  // a scene recall, a push: the same value again is a command
    bool apply_retained = false;
};

// An arriving value.
struct Arrival {
    Comparable value;
    bool retained = false;   // MQTT's RETAIN flag
    bool duplicate = false;  // MQTT's DUP flag
};

class AntiEcho {
 public:
    // Judges a value; `state` is what the object is now. After Verdict::Command the value counts as
    // under way until answered().
    [[nodiscard]] Verdict judge(const Arrival& arrival, const Comparable& state,
                                const EchoRules& rules, Time now);
    // A command's result is there, whatever it is.
    void answered();

    // The object has a new state.
    [[nodiscard]] Origin origin_of(const Comparable& state, CausedBy cause, const EchoRules& rules,
                                   Time now);
    // A report was handed over for sending; remembered when its origin is local.
    void sent(const Comparable& value, Origin origin, const EchoRules& rules, Time now);
    // It was written, or acknowledged: its time counts anew.
    void written(const Comparable& value, Time now);

    // The connection is gone: a local change from now on is younger than what is retained.
    void lost() { changed_locally_ = false; }
    // An echo differed from the state: the peer may believe something else than we do.
    [[nodiscard]] bool disagrees() const { return disagrees_; }

 private:
    enum class Kind : std::uint8_t { Armed, Accepted };
    struct Memory {
        [[no_unique_address]] Comparable value;  // its last octets are free
        Kind kind;
        Time time;
    };

    [[nodiscard]] bool remembers(Kind kind, const Comparable& value, const EchoRules& rules,
                                 Time now) const;
    void remember(Kind kind, const Comparable& value, const EchoRules& rules, Time now);
    void forget_older(Kind kind, Time time);
    void accept(const Comparable& value, const EchoRules& rules, Time now);

    std::vector<Memory> memories_;  // oldest first; at most kMemoriesMax
    Comparable wished_;             // the newest command under way
    std::uint16_t under_way_ = 0;   // commands without a result
    bool changed_locally_ = false;  // since the connection was last lost
    bool disagrees_ = false;
};

}  // namespace mqtt_client
