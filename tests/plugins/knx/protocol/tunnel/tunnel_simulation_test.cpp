// SPDX-License-Identifier: Apache-2.0
// Tunnel and server with a bad network between them: datagrams are lost, doubled and overtaken.
// Every choice comes from a seed; BUSBAR_SEED=<n> replays one.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <map>
#include <random>
#include <set>
#include <string>

#include "knx/protocol/tunnel/tunnel.hpp"
#include "support/knx/server_model.hpp"

namespace knx {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::ServerModel;

constexpr Endpoint kClient{{10, 0, 0, 1}, 50000};
constexpr Endpoint kServer{{10, 0, 0, 2}, 3671};

struct Network {
    double loss = 0.0;        // per datagram
    double duplicates = 0.0;  // per datagram
    milliseconds delay_max{0};
};

// A telegram that carries a running number, so that order and repetition show.
Telegram numbered(std::uint32_t number) {
    const std::uint8_t octets[] = {
        static_cast<std::uint8_t>(number >> 24), static_cast<std::uint8_t>(number >> 16),
        static_cast<std::uint8_t>(number >> 8), static_cast<std::uint8_t>(number)};
    return {{}, GroupAddress{0x0801}, GroupService::Write, Priority::Low, *Payload::octets(octets)};
}

std::uint32_t number_of(const Telegram& telegram) {
    const auto octets = telegram.payload.octets();
    return static_cast<std::uint32_t>(read_u16(octets, 0)) << 16 | read_u16(octets, 2);
}

class Simulation {
 public:
    Simulation(std::uint64_t seed, Network network) : random_(seed), network_(network) {
        at(now_, [this] { open(); });
    }

    void run_for(milliseconds duration) {
        const auto end = now_ + duration;
        while (!agenda_.empty() && agenda_.begin()->first <= end) {
            const auto next = agenda_.extract(agenda_.begin());
            now_ = std::max(now_, next.key());
            next.mapped()();
            settle();
        }
        now_ = end;
    }

    void submit() {
        const auto id = next_id_++;
        if (tunnel_.submit(id, numbered(static_cast<std::uint32_t>(id)), now_, actions_)) {
            open_requests_.insert(id);
        }
        settle();
    }
    void indicate() {
        server_.indicate(numbered(next_indication_++), now_);
        settle();
    }
    void heal() { network_ = {}; }

    [[nodiscard]] bool chance(double probability) {
        return std::bernoulli_distribution(probability)(random_);
    }
    [[nodiscard]] const std::set<RequestId>& open_requests() const { return open_requests_; }
    [[nodiscard]] const std::set<RequestId>& confirmed() const { return confirmed_; }
    [[nodiscard]] const std::vector<std::uint32_t>& delivered() const { return delivered_; }
    [[nodiscard]] const ServerModel& server() const { return server_; }
    [[nodiscard]] const Tunnel& tunnel() const { return tunnel_; }
    [[nodiscard]] int losses() const { return losses_; }
    [[nodiscard]] std::uint64_t accepted() const { return next_id_ - 1; }
    [[nodiscard]] std::uint32_t indicated() const { return next_indication_ - 1; }

 private:
    void at(TimePoint time, std::function<void()> what) { agenda_.emplace(time, std::move(what)); }

    void open() { tunnel_.step(Tunnel::Opened{kClient, kServer}, now_, actions_); }

    // Carries out what both sides want, until nothing is left.
    void settle() {
        for (const auto& send : actions_.sends()) {
            const auto frame = actions_.frame(send);
            transmit([this, copy = ByteBuffer(frame.begin(), frame.end())] {
                server_.on_frame(copy, now_);
            });
        }
        for (const auto& event : actions_.events())
            std::visit([&](const auto& e) { on(e); }, event);
        if (actions_.transition() && std::holds_alternative<Lost>(*actions_.transition())) {
            ++losses_;
            EXPECT_TRUE(open_requests_.empty()) << "a loss answers every request";
            at(now_ + seconds(1), [this] { open(); });
        }
        actions_.clear();
        for (auto& out = server_.out(); !out.empty(); out.pop_front()) {
            transmit([this, frame = out.front()] {
                tunnel_.step(Tunnel::Arrived{frame, kServer}, now_, actions_);
            });
        }
        wake();
    }

    void on(const Telegram& telegram) { delivered_.push_back(number_of(telegram)); }
    void on(const Confirmed& confirmed) {
        EXPECT_EQ(open_requests_.erase(confirmed.id), 1U) << "answered twice: " << confirmed.id;
        confirmed_.insert(confirmed.id);
    }
    void on(const Failed& failed) {
        EXPECT_EQ(open_requests_.erase(failed.id), 1U) << "answered twice: " << failed.id;
    }

    void transmit(std::function<void()> arrival) {
        const int copies = chance(network_.loss) ? 0 : chance(network_.duplicates) ? 2 : 1;
        for (int copy = 0; copy < copies; ++copy) {
            const auto delay_ms =
                std::uniform_int_distribution<std::int64_t>(0, network_.delay_max.count())(random_);
            at(now_ + milliseconds(delay_ms), arrival);
        }
    }

    // Both sides look at the clock ten times a second and at the tunnel's deadline.
    void wake() {
        const auto next = std::min(tunnel_.deadline(), now_ + milliseconds(100));
        if (next >= next_wake_ && next_wake_ > now_) return;
        next_wake_ = std::max(next, now_ + milliseconds(1));
        at(next_wake_, [this] {
            tunnel_.step(Tunnel::TimePassed{}, now_, actions_);
            server_.on_time(now_);
        });
    }

    std::mt19937_64 random_;
    Network network_;
    TimePoint now_{};
    TimePoint next_wake_{};
    std::multimap<TimePoint, std::function<void()>> agenda_;
    Tunnel tunnel_{TunnelOptions{}};
    ServerModel server_{HostProtocol::Udp};
    Actions actions_;
    RequestId next_id_ = 1;
    std::uint32_t next_indication_ = 1;
    std::set<RequestId> open_requests_;
    std::set<RequestId> confirmed_;
    std::vector<std::uint32_t> delivered_;
    int losses_ = 0;
};

std::vector<std::uint32_t> executed_numbers(const Simulation& simulation) {
    std::vector<std::uint32_t> numbers;
    for (const auto& telegram : simulation.server().executed()) {
        numbers.push_back(number_of(telegram));
    }
    return numbers;
}

bool strictly_rising(const std::vector<std::uint32_t>& numbers) {
    return std::is_sorted(numbers.begin(), numbers.end(), std::less_equal<>{});
}

// Two minutes of mixed traffic.
void make_traffic(Simulation& simulation) {
    for (int step = 0; step < 2400; ++step) {
        if (simulation.chance(0.1)) simulation.submit();
        if (simulation.chance(0.1)) simulation.indicate();
        simulation.run_for(milliseconds(50));
    }
}

std::vector<std::uint64_t> seeds() {
    if (const char* seed = std::getenv("BUSBAR_SEED")) return {std::stoull(seed)};
    std::vector<std::uint64_t> seeds(30);
    std::random_device device;
    std::generate(seeds.begin(), seeds.end(), [&] { return device(); });
    return seeds;
}

TEST(TunnelSimulation, LosesNothingOnAGoodNetwork) {
    Simulation simulation(1, {0.0, 0.0, milliseconds(5)});
    simulation.run_for(seconds(1));
    make_traffic(simulation);
    simulation.run_for(seconds(10));
    EXPECT_EQ(simulation.losses(), 0);
    EXPECT_EQ(simulation.confirmed().size(), simulation.accepted());
    EXPECT_EQ(simulation.delivered().size(), simulation.indicated());
    EXPECT_GT(simulation.indicated(), 100U);
}

TEST(TunnelSimulation, NeverRepeatsReordersOrLeavesARequestUnansweredOnABadNetwork) {
    for (const auto seed : seeds()) {
        SCOPED_TRACE("BUSBAR_SEED=" + std::to_string(seed));
        Simulation simulation(seed, {0.05, 0.05, milliseconds(300)});
        simulation.run_for(seconds(1));
        make_traffic(simulation);
        EXPECT_GT(simulation.tunnel().counters().repeated, 0U) << "the network was too good";
        EXPECT_GT(simulation.server().repetitions(), 0) << "the network was too good";
        EXPECT_GT(simulation.confirmed().size(), 10U);
        EXPECT_TRUE(strictly_rising(simulation.delivered()));
        const auto executed = executed_numbers(simulation);
        EXPECT_TRUE(strictly_rising(executed));
        for (const auto id : simulation.confirmed()) {
            EXPECT_TRUE(std::binary_search(executed.begin(), executed.end(), id)) << id;
        }

        simulation.heal();
        simulation.run_for(seconds(200));
        EXPECT_TRUE(simulation.open_requests().empty());
        ASSERT_EQ(simulation.tunnel().state(), Tunnel::State::Connected);
        const auto confirmed = simulation.confirmed().size();
        const auto delivered = simulation.delivered().size();
        simulation.submit();
        simulation.indicate();
        simulation.run_for(seconds(1));
        EXPECT_EQ(simulation.confirmed().size(), confirmed + 1);
        EXPECT_EQ(simulation.delivered().size(), delivered + 1);
    }
}

}  // namespace
}  // namespace knx
