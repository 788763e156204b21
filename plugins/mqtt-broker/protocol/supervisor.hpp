// SPDX-License-Identifier: Apache-2.0
// Supervisor: keeps one Mosquitto running. Pure: an event and `now` go in, actions come out.
//
//              start                ready
//   Stopped ─────────> Starting ───────────> Running ──┐ reload, barrier
//      ^                 ^   │ exited           │  ^    │
//      │          delay  │   v                  │  └────┘
//      │ exited          Backoff <──────────────┤ exited
//      │                 ^                      │ stop, restart
//      └──────────── Stopping <─────────────────┘
//
// A reload is known to be in effect when the gate says so. Without the gate there is a barrier:
// after SIGHUP the broker says "Reloading config."; it is single-threaded, so a login that it
// answers after that line is judged by the new files.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "mqtt-broker/protocol/failure.hpp"

namespace mqtt_broker {

class Supervisor {
 public:
    using Clock = std::chrono::steady_clock;
    using Time = Clock::time_point;

    enum class State : std::uint8_t { Stopped, Starting, Running, Stopping, Backoff };
    enum class Action : std::uint8_t {
        Spawn,             // start the process; then exited() if that failed
        Terminate,         // SIGTERM
        Kill,              // SIGKILL
        Hangup,            // SIGHUP
        AskGate,           // let the gate read its table; then loaded()
        Probe,             // log in on the local socket; then probed()
        SetDatabaseAside,  // the saved messages are not readable: rename the file
        GiveGateUp,        // Mosquitto does not take the gate: go on without it
        Reloaded,          // the new files are in effect
        NotReloaded,       // they are not, reload_fault() says why
    };
    using Actions = std::vector<Action>;
    // How a reload goes.
    enum class Way : std::uint8_t { Gate, Files };

    static constexpr std::chrono::milliseconds kStopTimeout{800};  // then it is killed
    static constexpr std::chrono::seconds kReadyTimeout{20};       // a large database takes long
    static constexpr std::chrono::seconds kReloadTimeout{2};       // until the reload line
    static constexpr std::chrono::seconds kProbeTimeout{5};        // until the login is answered
    static constexpr std::chrono::seconds kBackoffMin{1};
    static constexpr std::chrono::seconds kBackoffMax{60};
    static constexpr std::chrono::seconds kStableAfter{60};  // then the back-off begins anew

    // ── wishes ──────────────────────────────────────────────────────────────────────────────────
    // It is to run. In Backoff this tries at once.
    [[nodiscard]] Actions start(Time now);
    // It is not to run.
    [[nodiscard]] Actions stop(Time now);
    // It is to run with what only a start takes over.
    [[nodiscard]] Actions restart(Time now);
    // It is to read again who may log in. Only in Running, and not during another reload.
    [[nodiscard]] Actions reload(Way way, Time now);

    // ── events ──────────────────────────────────────────────────────────────────────────────────
    // It accepts connections.
    [[nodiscard]] Actions ready(Time now);
    // The process is gone, or could not be started.
    [[nodiscard]] Actions exited(const Failure& failure, Time now);
    // It said "Reloading config.".
    [[nodiscard]] Actions reloading(Time now);
    // The gate has read its table; `fault` is empty when that is in effect.
    [[nodiscard]] Actions loaded(const std::string& fault);
    // It logged an error.
    void complained(const std::string& words);
    // The login of Action::Probe ended; `refusal` is empty when it was accepted.
    [[nodiscard]] Actions probed(const std::string& refusal);
    // The time of deadline() has come.
    [[nodiscard]] Actions on_time(Time now);

    // When to call on_time().
    [[nodiscard]] std::optional<Time> deadline() const { return deadline_; }

    [[nodiscard]] State state() const { return state_; }
    // Why it is in Backoff.
    [[nodiscard]] const Failure& failure() const { return failure_; }
    // Why NotReloaded.
    [[nodiscard]] const std::string& reload_fault() const { return reload_fault_; }
    // Since when it is Running.
    [[nodiscard]] Time running_since() const { return running_since_; }
    // How often it was started again after it had ended by itself.
    [[nodiscard]] std::uint64_t restarts() const { return restarts_; }

 private:
    enum class Reload : std::uint8_t { None, Asked, GateAsked, Probing };

    Actions enter_starting(Time now);
    Actions enter_stopping(Time now);
    Actions end_reload(std::string fault);
    void enter_stopped();
    void enter_backoff(Failure failure, Time now);

    State state_ = State::Stopped;
    Reload reload_ = Reload::None;
    bool wanted_ = false;
    bool overdue_ = false;             // killed because it did not get ready
    bool database_set_aside_ = false;  // since it was last Running: only once
    unsigned attempts_ = 0;            // failed since it was last stable
    std::uint64_t restarts_ = 0;
    Time running_since_{};
    std::optional<Time> deadline_;
    Failure failure_;
    std::string reload_fault_;
};

}  // namespace mqtt_broker
