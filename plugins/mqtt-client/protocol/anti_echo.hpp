// SPDX-License-Identifier: Apache-2.0
// AntiEcho: tells a person's command from the echo of our own report, for one assignment.
//
// Two servers kept in step send each other's reports back as commands. Without a rule they never
// come to rest; with too simple a rule ("ignore commands for a while") they swallow what a person
// does. The rules, in the order in which an arriving value meets them:
//
//   own, stale  between servers that say whom a change is of (OriginTag): ours came back, or it is
//               older than what the object is
//   retained    told at subscription, not now: taken only where the assignment says so, and not
//               after a local change that is younger
//   duplicate   delivered again (DUP) and equal to a command taken within the echo timeout
//   same        equal to what the object is, or is about to be; not for objects whose every
//               occurrence counts
//   echo        equal to a *local* change we reported within the echo timeout; a tag tells better
//   breaker     commands here were found to be a loop (Breaker)
//   command     everything else; local changes older than 2 s are then forgotten, since a person
//               who acts now has seen them
//
// What we report because of a command from this side (origin Remote) is never remembered as ours,
// so that somebody who toggles a lamp from an app is never swallowed. A report counts from when it
// was really written, not from when it was queued.
//
// An echo that is still missing is waited for as long as the echo timeout says. After the first one
// has come, others (of a hub with several peers) are waited for 3 s more; so are all where echoes
// never came: after three commands in a row that followed a local change without one.
//
// A value that is dropped and differs from the state is a disagreement, which Settling ends (where
// several echo us, somebody else's agreement does not end it). A command that brings back what was
// said here shortly before is confirmed a little later, see there.
//
// Pure: an event and the time go in, a verdict comes out. The time is monotonic, so a wrong or
// corrected wall clock has no effect.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "protocol/breaker.hpp"
#include "protocol/comparable.hpp"
#include "protocol/settling.hpp"

namespace mqtt_client {

// What became of an arriving value. Opened: dropped, and the breaker is open from now on.
enum class Verdict : std::uint8_t {
    Command,
    Own,
    Stale,
    Retained,
    Duplicate,
    Same,
    Echo,
    Breaker,
    Opened
};

// Where a state comes from, as one connection sees it.
enum class Origin : std::uint8_t {
    Local,   // the building, another connection, an operator
    Remote,  // a command that came in on this assignment
};

// Which command a state names as its cause.
enum class CausedBy : std::uint8_t { Nobody, Us, Others };

// What the tag of an arriving value says.
enum class Tagged : std::uint8_t { No, Newer, Own, Stale };

// The settings of an assignment that the rules need.
struct EchoRules {
    std::chrono::steady_clock::duration echo_timeout{};  // 0: echoes are not recognised
    double tolerance = 0;                                // numbers this close are the same
    bool every_occurrence = false;  // a scene recall, a push: the same value again is a command
    bool apply_retained = false;
    bool sync = false;                             // two objects are kept equal
    bool same_topic = false;                       // we hear on the topic we report on
    bool no_local = false;                         // but not ourselves
    std::chrono::steady_clock::duration chance{};  // 0 to 0.3 s, another one every time
};

// An arriving value.
struct Arrival {
    Comparable value;
    bool retained = false;   // MQTT's RETAIN flag
    bool duplicate = false;  // MQTT's DUP flag
    Tagged tagged = Tagged::No;
};

class AntiEcho {
 public:
    // Judges a value; `state` is what the object is now. After Verdict::Command the value counts as
    // under way until answered().
    [[nodiscard]] Verdict judge(const Arrival& arrival, const Comparable& state,
                                const EchoRules& rules, Time now);
    // A command's result is there, whatever it is.
    void answered();
    // The newest one was refused: they believe what is not so.
    void refused(const EchoRules& rules, Time now);

    // The object has a new state.
    [[nodiscard]] Origin origin_of(const Comparable& state, CausedBy cause, const EchoRules& rules,
                                   Time now);
    // Whether it has to be reported. Not on a topic where everybody has heard it.
    [[nodiscard]] bool is_news(const Comparable& state, Origin origin,
                               const EchoRules& rules) const;
    // Whether the report has to wait; on_time() then tells when.
    [[nodiscard]] bool hold_report(Origin origin);
    // A report was handed over for sending; remembered when its origin is local.
    void sent(const Comparable& value, Origin origin, const EchoRules& rules, Time now);
    // It was written, or acknowledged: its time counts anew.
    void written(const Comparable& value, Time now);

    // The connection is gone: a local change from now on is younger than what is retained. True
    // when a confirmation was still to be reported.
    [[nodiscard]] bool lost();

    // To be called at deadline(), which may be Time::max(): never.
    enum class Due : std::uint8_t {
        Nothing,
        Report,         // the state: its report had to wait
        SayAgain,       // the state, as a local one
        BreakerClosed,  // commands are taken again
    };
    [[nodiscard]] Due on_time(const Comparable& state, const EchoRules& rules, Time now);
    [[nodiscard]] Time deadline() const;

    // nullptr, or what holds up commands.
    [[nodiscard]] const Breaker* open_breaker() const {
        return breaker_ && breaker_->open() ? breaker_.get() : nullptr;
    }
    // Begins anew, as somebody wishes.
    void close_breaker();

 private:
    enum class Kind : std::uint8_t { Armed, Accepted };
    struct Memory {
        [[no_unique_address]] Comparable value;  // its last octets are free
        Kind kind;
        std::uint8_t echoes_due;  // as many as it was said, less those that came
        std::uint16_t echoed;     // when its newest echo came, in tenths of a second; 0: none has
        Time time;
    };

    [[nodiscard]] Verdict verdict(const Arrival& arrival, const Comparable& state,
                                  const EchoRules& rules, Time now);
    [[nodiscard]] Verdict ask_breaker(const Comparable& value, Time now);
    void note_disagreement(Verdict verdict, const Comparable& value, const Comparable& state,
                           const EchoRules& rules, Time now);
    [[nodiscard]] bool counts(const Memory& memory, const EchoRules& rules, Time now) const;
    [[nodiscard]] bool recognise_echo(const Comparable& value, const EchoRules& rules, Time now);
    [[nodiscard]] bool remembers_accepted(const Comparable& value, const EchoRules& rules,
                                          Time now) const;
    // Whether a command may be going around between servers, and how fast.
    enum class Round : std::uint8_t { No, Usual, Late };
    [[nodiscard]] Round round_of(const Comparable& value, const EchoRules& rules, Time now) const;
    [[nodiscard]] Settling& settling();
    void remember(Kind kind, const Comparable& value, const EchoRules& rules, Time now);
    void forget_seen(Time now);
    void forget_armed();
    [[nodiscard]] Time last_local_change() const;
    void accept(const Arrival& arrival, const EchoRules& rules, Time now);

    std::vector<Memory> memories_;  // oldest first; at most kMemoriesMax
    Bucket bucket_;
    std::unique_ptr<Breaker> breaker_;         // while many commands come
    std::unique_ptr<Settling> settling_;       // while there is a disagreement
    [[no_unique_address]] Comparable wished_;  // the newest command taken; its last octets are free
    Round round_ = Round::No;                  // of the newest command
    std::uint16_t under_way_ = 0;              // commands without a result
    std::uint8_t without_echo_ = 0;            // commands in a row after an unechoed local change
    bool several_ = false;                     // others hear us: a report was echoed more than once
    bool changed_locally_ = false;             // since the connection was last lost
};

}  // namespace mqtt_client
