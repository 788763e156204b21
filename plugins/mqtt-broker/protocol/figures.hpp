// SPDX-License-Identifier: Apache-2.0
// Figures: what a running broker counts, from its $SYS topics; Rates: how fast that grows.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace mqtt_broker {

// Without the plugin's own sessions. All zero before the broker's first report, 5 s at most.
struct Figures {
    std::string version;  // of Mosquitto
    std::uint64_t clients = 0;
    std::uint64_t messages_in = 0;
    std::uint64_t messages_out = 0;
    std::uint64_t messages_dropped = 0;
    std::uint64_t bytes_in = 0;  // with the few of the plugin's own sessions
    std::uint64_t bytes_out = 0;
};

// In a second, between the last two reports of the broker.
class Rates {
 public:
    using Time = std::chrono::steady_clock::time_point;

    // A report is complete.
    void take(const Figures& figures, Time now) {
        const auto seconds = std::chrono::duration<double>(now - at_.value_or(now)).count();
        if (seconds > 0) {
            const auto rate = [seconds](std::uint64_t value, std::uint64_t before) {
                return value < before ? 0 : static_cast<double>(value - before) / seconds;
            };
            messages_in = rate(figures.messages_in, before_.messages_in);
            messages_out = rate(figures.messages_out, before_.messages_out);
            bytes_in = rate(figures.bytes_in, before_.bytes_in);
            bytes_out = rate(figures.bytes_out, before_.bytes_out);
        }
        before_ = figures;
        at_ = now;
    }

    double messages_in = 0;
    double messages_out = 0;
    double bytes_in = 0;
    double bytes_out = 0;

 private:
    Figures before_;
    std::optional<Time> at_;
};

}  // namespace mqtt_broker
