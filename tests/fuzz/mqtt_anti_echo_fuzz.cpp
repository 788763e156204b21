// SPDX-License-Identifier: Apache-2.0
// Fuzzes anti-echo with sequences of events: whatever happens, a value that differs from all local
// changes and from the state is a command.
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <set>

#include "mqtt-client/protocol/anti_echo.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mqtt_client;
    AntiEcho echo;
    EchoRules rules;
    rules.echo_timeout = std::chrono::seconds(10);
    Time now{std::chrono::hours(1)};
    Comparable state;
    std::set<int> local;
    for (std::size_t i = 0; i + 1 < size; i += 2) {
        now += std::chrono::milliseconds(data[i] / 4 * 50);
        const int number = data[i + 1] % 8;
        const auto value = Comparable::of(Value::integer(number));
        if (data[i] % 4 < 2) {
            state = value;
            const auto origin = echo.origin_of(value, CausedBy::Others, rules, now);
            echo.sent(value, origin, rules, now);
            local.insert(number);
            continue;
        }
        const auto verdict = echo.judge({value, false, data[i] % 4 == 3}, state, rules, now);
        if (verdict == Verdict::Command) {
            state = value;
            echo.answered();
        } else if (verdict == Verdict::Echo && local.count(number) == 0) {
            std::abort();
        } else if (verdict == Verdict::Retained) {
            std::abort();
        }
    }
    return 0;
}
