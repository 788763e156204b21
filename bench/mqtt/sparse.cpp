// SPDX-License-Identifier: Apache-2.0
// A command now and then, as from a hand on a wall switch.
#include <random>

#include "house.hpp"
#include "jobs.hpp"
#include "support/mqtt/mosquitto_process.hpp"

namespace mqtt_bench {

int sparse(Library library, int count) {
    busbar::testing::MosquittoProcess broker("log_type none\n");
    if (!broker.start()) return 1;
    House house;
    house.settle(broker.port(), library, 1, 1);
    Peer peer(house.loop, broker.port(), "peer", "peer");
    if (!house.until([&] { return peer.ready && house.connected() == 1; })) return 1;

    Figures figures;
    Clock::time_point sent;
    bool arrived = true;
    house.on_command = [&](const auto&) {
        figures.add(Clock::now() - sent);
        arrived = true;
    };
    std::minstd_rand random(1);
    std::uniform_int_distribution<int> pause_ms(300, 2600);
    for (int i = 1; i <= count; ++i) {
        auto next = Clock::now() + std::chrono::milliseconds(pause_ms(random));
        if (!house.until([&] { return Clock::now() >= next; })) return 1;
        arrived = false;
        sent = Clock::now();
        peer.publish("c0/0/set", std::to_string(i));
        if (!house.until([&] { return arrived; })) return 1;
    }
    figures.print("sparse commands, publish to bus");
    return 0;
}

}  // namespace mqtt_bench
