// SPDX-License-Identifier: Apache-2.0
// A transport and its library, one after the other, five times.
#include <array>
#include <cstdio>

#include "bare.hpp"
#include "house.hpp"
#include "jobs.hpp"
#include "mqtt-client/io/transports.hpp"
#include "plain_server.hpp"

namespace mqtt_bench {
namespace {

constexpr int kRuns = 5;

// Publishes so many messages as there is room, or counts what arrives.
class Carrier final : public mqtt_client::TransportListener {
 public:
    Carrier(busbar::Loop& loop, Library library, const PlainServer& server) {
        mqtt_client::Endpoint endpoint;
        endpoint.library = library;
        endpoint.host = "127.0.0.1";
        endpoint.port = server.port();
        endpoint.client_id = "carrier";
        transport_ = mqtt_client::make_transport(endpoint, loop, *this);
        transport_->connect(endpoint);
    }
    void publish(int qos, std::uint64_t count) {
        qos_ = qos;
        count_ = count;
        on_room();
    }
    void subscribe() { transport_->subscribe({{"bench/+/command", 0}}); }

    bool connected = false;
    std::uint64_t got = 0;

 private:
    void on_connected() override { connected = true; }
    void on_connect_failed(const mqtt_client::Failure&) override {}
    void on_subscribed(const std::vector<std::string>&) override {}
    void on_lost(const mqtt_client::Failure&) override {}
    void on_message(std::string_view, std::string_view, mqtt_client::Delivery) override { ++got; }
    void on_published(std::uint64_t, busbar::Clock::time_point) override {}
    void on_room() override {
        while (number_ < count_ &&
               transport_->publish({"bench/42/report", "1234567", qos_, false, number_ + 1})) {
            ++number_;
        }
    }
    void on_disconnected() override {}

    int qos_ = 0;
    std::uint64_t count_ = 0;
    std::uint64_t number_ = 0;
    std::unique_ptr<mqtt_client::Transport> transport_;
};

// `begin` starts it and `done` says how far it is; messages a second.
double carry(Library library, PlainServer& server, std::uint64_t count,
             const std::function<void(Carrier&)>& begin,
             const std::function<std::uint64_t(const Carrier&)>& done) {
    busbar::PollLoop loop;
    Carrier carrier(loop, library, server);
    const auto until = [&](const std::function<bool()>& condition) {
        return run_until(
            loop, [&] { loop.run(); }, condition);
    };
    if (!until([&] { return carrier.connected; })) return 0;
    const auto start = Clock::now();
    begin(carrier);
    (void)until([&] { return done(carrier) >= count; });
    const std::chrono::duration<double> took = Clock::now() - start;
    return static_cast<double>(done(carrier)) / took.count();
}

double publish(Library library, PlainServer& server, int qos, std::uint64_t count) {
    return carry(
        library, server, count, [&](Carrier& carrier) { carrier.publish(qos, count); },
        [&](const Carrier&) { return server.received(); });
}

double receive(Library library, PlainServer& server, std::uint64_t count) {
    return carry(
        library, server, count, [](Carrier& carrier) { carrier.subscribe(); },
        [](const Carrier& carrier) { return carrier.got; });
}

void compare(const char* name, std::uint64_t to_send,
             const std::function<double(PlainServer&)>& ours,
             const std::function<double(PlainServer&)>& bare) {
    std::array<double, kRuns> our_rates{};
    std::array<double, kRuns> bare_rates{};
    for (int i = 0; i < kRuns; ++i) {
        PlainServer first(to_send);
        our_rates.at(static_cast<std::size_t>(i)) = ours(first);
        PlainServer second(to_send);
        bare_rates.at(static_cast<std::size_t>(i)) = bare(second);
    }
    std::sort(our_rates.begin(), our_rates.end());
    std::sort(bare_rates.begin(), bare_rates.end());
    std::printf(
        "%-20s transport %9.0f/s (%.0f to %.0f)   library %9.0f/s (%.0f to %.0f)   %3.0f %%\n",
        name, our_rates[kRuns / 2], our_rates.front(), our_rates.back(), bare_rates[kRuns / 2],
        bare_rates.front(), bare_rates.back(), 100 * our_rates[kRuns / 2] / bare_rates[kRuns / 2]);
    (void)std::fflush(stdout);
}

}  // namespace

int throughput(Library library, int messages) {
    const auto count = static_cast<std::uint64_t>(messages);
    for (const int qos : {0, 1}) {
        compare(
            qos == 0 ? "publish, QoS 0" : "publish, QoS 1", 0,
            [&](PlainServer& server) { return publish(library, server, qos, count); },
            [&](PlainServer& server) { return bare_publish(library, server, qos, count); });
    }
    compare(
        "receive, QoS 0", count,
        [&](PlainServer& server) { return receive(library, server, count); },
        [&](PlainServer& server) { return bare_receive(library, server, count); });
    return 0;
}

}  // namespace mqtt_bench
