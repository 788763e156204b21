// SPDX-License-Identifier: Apache-2.0
// Many connections with many assignments at an even rate for long: what grows?
#include <cstdio>
#include <string>

#include "house.hpp"
#include "jobs.hpp"
#include "process_memory.hpp"
#include "support/mqtt/mosquitto_process.hpp"

namespace mqtt_bench {
namespace {

constexpr int kStatesASecond = 1'000;
constexpr auto kTick = std::chrono::milliseconds(10);
constexpr int kStatesATick = kStatesASecond / 100;

}  // namespace

// A state's value is its number, so what comes from the broker tells which one it was. Each
// minute's figures are printed by themselves.
int soak(Library library, int connections, int objects, int seconds) {
    busbar::testing::MosquittoProcess broker("log_type none\n");
    if (!broker.start()) return 1;
    House house;
    Peer peer(house.loop, broker.port(), "#", "peer");
    house.settle(broker.port(), library, connections, objects / connections);
    if (!house.until([&] {
            return peer.ready && house.connected() == static_cast<std::size_t>(connections);
        })) {
        return 1;
    }

    constexpr std::size_t kLookedBack = 60'000;  // states on the way at once, at most
    std::vector<Clock::time_point> given(kLookedBack);
    std::size_t number = 0;
    Figures figures;
    figures.reserve(kLookedBack + kStatesASecond);
    peer.on_heard = [&](std::string_view, std::string_view payload) {
        figures.add(Clock::now() - given[std::stoul(std::string(payload)) % kLookedBack]);
    };
    const auto start = Clock::now();
    const auto states = static_cast<std::size_t>(seconds) * kStatesASecond;
    while (number < states) {
        const auto tick = start + kTick * (number / kStatesATick);
        if (!house.until([&] { return Clock::now() >= tick; })) return 1;
        for (int i = 0; i < kStatesATick; ++i, ++number) {
            given[number % kLookedBack] = Clock::now();
            house.give_state(
                static_cast<busbar::Handle>(number % static_cast<std::size_t>(objects) + 1),
                static_cast<double>(number));
        }
        if (number % kLookedBack != 0) continue;
        const auto minute = std::to_string(number / kLookedBack);
        figures.print("minute " + minute + ", " + std::to_string(busbar::bench::memory_kib()) +
                      " KiB");
        figures.clear();
    }
    if (!house.until([&] { return peer.received >= states; }, std::chrono::seconds(10))) {
        std::printf("only %zu of %zu arrived\n", peer.received, states);
        return 1;
    }
    std::printf("%zu states, %zu reports\n", states, peer.received);
    (void)std::fflush(stdout);
    return 0;
}

}  // namespace mqtt_bench
