// SPDX-License-Identifier: Apache-2.0
// Many connections with many assignments: how long until all of it works, and works again.
#include <cstdio>
#include <set>

#include "house.hpp"
#include "jobs.hpp"
#include "support/mqtt/mosquitto_process.hpp"

namespace mqtt_bench {
namespace {

double ms_since(Clock::time_point start) {
    return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

void print(const char* name, double ms, std::size_t messages) {
    std::printf("%-44s %8.0f ms   %zu messages\n", name, ms, messages);
    (void)std::fflush(stdout);
}

}  // namespace

int fleet(Library library, int connections, int objects) {
    busbar::testing::MosquittoProcess broker("log_type none\n");
    if (!broker.start()) return 1;
    House house;
    Peer peer(house.loop, broker.port(), "#", "peer");
    if (!house.until([&] { return peer.ready; })) return 1;
    std::set<std::string, std::less<>> topics;
    peer.on_heard = [&](std::string_view topic, std::string_view) {
        if (topics.find(topic) == topics.end()) topics.emplace(topic);
    };
    const auto all = static_cast<std::size_t>(objects);

    auto start = Clock::now();
    house.settle(broker.port(), library, connections, objects / connections);
    const auto everybody = static_cast<std::size_t>(connections);
    if (!house.until([&] { return house.connected() == everybody; })) return 1;
    print("start to all connected and subscribed", ms_since(start), 0);

    start = Clock::now();
    for (int i = 1; i <= objects; ++i) house.give_state(static_cast<busbar::Handle>(i), i);
    if (!house.until([&] { return topics.size() == all; })) return 1;
    print("burst of one state of each object", ms_since(start), peer.received);

    broker.kill();
    if (!house.until([&] { return house.connected() == 0 && !peer.ready; })) return 1;
    topics.clear();
    peer.received = 0;
    if (!broker.start()) return 1;
    start = Clock::now();
    // The peer comes back first, or it would miss what is not retained; the others back off longer.
    if (!house.until([&] { return topics.size() == all && house.connected() == everybody; })) {
        std::printf("only %zu of %zu came again\n", topics.size(), all);
        return 1;
    }
    print("broker back to all reported again", ms_since(start), peer.received);
    return 0;
}

}  // namespace mqtt_bench
