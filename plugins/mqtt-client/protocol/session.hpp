// SPDX-License-Identifier: Apache-2.0
// Session: when a connection connects, subscribes, waits and tries again.
//
//             start               connected              subscribed
//   Stopped ────────► Connecting ───────────► Subscribing ───────────► Connected
//      ▲                ▲    │ failed              │ failed, lost          │ lost
//      │ stop,       it │    ▼                     ▼                       ▼
//      │ anywhere  is time  Backoff ◄──────────────────────────────────────┘
//
// Back-off: 0.5, 1, 2, 4, 8 s and so on up to a limit, each up to a quarter longer by chance, so
// that many gateways do not come back to a broker in the same instant. A refused login waits for
// 60 s: somebody has to change something first, and brokers ban who insists. It starts over only
// when a connection has lasted for 10 s: two clients with one client id throw each other out all
// the time, and each of them connects perfectly well.
//
// Pure: an event and the time go in, what to do next comes out.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <random>

namespace mqtt_client {

using Time = std::chrono::steady_clock::time_point;

enum class SessionState : std::uint8_t { Stopped, Connecting, Subscribing, Connected, Backoff };

// What to do now.
enum class SessionStep : std::uint8_t { None, Connect, GiveUp };

// How soon a failure may be gone; Now: there is another way to try at once.
enum class Retry : std::uint8_t { Now, Soon, Later };

// Who ended a connection.
enum class Loss : std::uint8_t { ClosedByPeer, Other };

class Session {
 public:
    // `seed` chooses the chance part of the back-off.
    explicit Session(std::uint32_t seed) : random_(seed) {}

    // Back-off never exceeds `backoff_max` (10 s for a broker on this machine, else 60 s). Only
    // from Stopped; connects at once.
    [[nodiscard]] SessionStep start(std::chrono::seconds backoff_max, Time now);
    void stop();

    void connected(Time now);
    void subscribed(Time now);
    // Connecting or subscribing failed.
    void failed(Retry retry, Time now);
    // The connection is gone.
    void lost(Loss loss, Time now);
    // Something changed that may help: the next attempt is due.
    void hurry(Time now);
    // To be called at deadline(). GiveUp: the attempt took too long; end it, then the back-off is
    // already running.
    [[nodiscard]] SessionStep on_time(Time now);

    [[nodiscard]] SessionState state() const { return state_; }
    [[nodiscard]] std::optional<Time> deadline() const;
    // The peer closed the last three connections within a minute each, and took us back each time.
    [[nodiscard]] bool keeps_losing() const { return short_connections_ >= 3; }

 private:
    void back_off(Retry retry, Time now);

    SessionState state_ = SessionState::Stopped;
    std::chrono::milliseconds backoff_max_{};
    unsigned attempts_ = 0;           // failed ones since the last lasting connection
    unsigned short_connections_ = 0;  // in a row
    Time connected_at_;
    Time deadline_;
    std::minstd_rand random_;
};

}  // namespace mqtt_client
