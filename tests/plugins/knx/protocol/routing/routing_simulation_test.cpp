// SPDX-License-Identifier: Apache-2.0
// Several members of a group and a router with little room: it forwards a telegram in 20 ms, asks
// for quiet when its queue grows, and says when it lost one. Every choice comes from a seed;
// BUSBAR_SEED=<n> replays one.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <deque>
#include <memory>
#include <random>
#include <set>

#include "knx/protocol/cemi.hpp"
#include "knx/protocol/knxip/frame.hpp"
#include "knx/protocol/routing/routing.hpp"

namespace knx {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr Endpoint kGroup{{224, 0, 23, 12}, 3671};
constexpr Endpoint kRouter{{10, 0, 0, 99}, 3671};
constexpr std::size_t kRoomMax = 20;     // telegrams in the router; further ones are lost
constexpr std::size_t kRoomBusy = 8;     // from here on it asks for quiet
constexpr milliseconds kForwarding{20};  // what the line takes for one

struct Member {
    Member(std::uint8_t number, std::mt19937_64& random)
        : local{{10, 0, 0, number}, 3671},
          routing({IndividualAddress{static_cast<std::uint16_t>(0x1000 + number)}},
                  [&random] { return std::uniform_real_distribution<double>(0, 1)(random); }) {}

    Endpoint local;
    Routing routing;
    std::set<RequestId> open_requests;
    std::vector<TimePoint> sent;
    std::size_t confirmed = 0;
    std::size_t heard = 0;
    TimePoint quiet_until = TimePoint::min();
};

class Simulation {
 public:
    Simulation(std::uint64_t seed, std::size_t members) : random_(seed) {
        for (std::size_t i = 1; i <= members; ++i) {
            members_.push_back(std::make_unique<Member>(static_cast<std::uint8_t>(i), random_));
            step(*members_.back(), Routing::Opened{members_.back()->local, kGroup});
        }
    }

    // In steps of a millisecond; each member submits with `chance` in every one.
    void run_for(milliseconds duration, double chance) {
        for (const auto end = now_ + duration; now_ < end; now_ += milliseconds(1)) {
            for (const auto& member : members_) {
                if (std::bernoulli_distribution(chance)(random_)) submit(*member);
                if (member->routing.deadline() <= now_) step(*member, Routing::TimePassed{});
            }
            forward();
        }
    }

    [[nodiscard]] const std::vector<std::unique_ptr<Member>>& members() const { return members_; }
    [[nodiscard]] std::uint64_t busy() const { return busy_; }
    [[nodiscard]] std::uint64_t lost() const { return lost_; }

 private:
    void submit(Member& member) {
        Telegram telegram;
        telegram.destination = GroupAddress{1};
        telegram.payload = Payload::small(1);
        const auto id = next_id_++;
        if (member.routing.submit(id, telegram, now_)) member.open_requests.insert(id);
    }

    void step(Member& member, const Routing::Event& event) {
        Actions actions;
        member.routing.step(event, now_, actions);
        for (const auto& happened : actions.events()) note(member, happened);
        for (const auto& send : actions.sends()) {
            EXPECT_GE(now_, member.quiet_until) << "it was asked to be quiet";
            member.sent.push_back(now_);
            const auto frame = actions.frame(send);
            multicast(ByteBuffer(frame.begin(), frame.end()), member.local);
            enqueue();
            step(member, Routing::Sent{});
        }
    }

    void note(Member& member, const TunnelEvent& event) {
        if (const auto* telegram = std::get_if<Telegram>(&event)) {
            EXPECT_NE(telegram->source.raw, 0x1000 + member.local.address[3]) << "its own";
            ++member.heard;
        } else if (const auto* confirmed = std::get_if<Confirmed>(&event)) {
            EXPECT_EQ(member.open_requests.erase(confirmed->id), 1U);
            ++member.confirmed;
        } else {
            EXPECT_EQ(member.open_requests.erase(std::get<Failed>(event).id), 1U);
        }
    }

    // To all, the sender as well.
    void multicast(const ByteBuffer& frame, const Endpoint& sender) {
        for (const auto& member : members_) step(*member, Routing::Arrived{frame, sender});
    }

    void enqueue() {
        if (room_ == kRoomMax) {
            ++lost_;
            return send(RoutingLostMessage{0, 1});
        }
        if (++room_ < kRoomBusy) return;
        ++busy_;
        for (const auto& member : members_) {
            member->quiet_until = std::max(member->quiet_until, now_ + milliseconds(100));
        }
        send(RoutingBusy{0, milliseconds(100), 0});
    }

    template <class Content>
    void send(const Content& content) {
        ByteBuffer frame;
        encode(content, frame);
        multicast(frame, kRouter);
    }

    void forward() {
        if (room_ == 0 || now_ < forwarded_ + kForwarding) return;
        --room_;
        forwarded_ = now_;
    }

    std::mt19937_64 random_;
    TimePoint now_{std::chrono::hours(1)};
    TimePoint forwarded_{};
    std::vector<std::unique_ptr<Member>> members_;
    std::size_t room_ = 0;
    std::uint64_t busy_ = 0;
    std::uint64_t lost_ = 0;
    RequestId next_id_ = 1;
};

std::vector<std::uint64_t> seeds() {
    if (const char* seed = std::getenv("BUSBAR_SEED")) return {std::stoull(seed)};
    std::vector<std::uint64_t> seeds(10);
    std::random_device device;
    std::generate(seeds.begin(), seeds.end(), [&] { return device(); });
    return seeds;
}

std::size_t most_in_a_second(const std::vector<TimePoint>& sent) {
    std::size_t most = 0;
    for (auto first = sent.begin(); first != sent.end(); ++first) {
        const auto end = std::lower_bound(first, sent.end(), *first + seconds(1));
        most = std::max(most, static_cast<std::size_t>(end - first));
    }
    return most;
}

TEST(RoutingSimulation, MembersShareARouterWithoutOverrunningItAndAnswerEveryRequest) {
    for (const auto seed : seeds()) {
        SCOPED_TRACE("BUSBAR_SEED=" + std::to_string(seed));
        Simulation simulation(seed, 5);
        simulation.run_for(seconds(20), 0.02);  // 100/s together, twice what the line takes
        simulation.run_for(seconds(30), 0);
        std::size_t confirmed = 0;
        for (const auto& member : simulation.members()) {
            EXPECT_TRUE(member->open_requests.empty());
            EXPECT_LE(most_in_a_second(member->sent), 50U);
            EXPECT_EQ(member->sent.size(), member->confirmed);
            EXPECT_EQ(member->routing.counters().own, member->sent.size());
            EXPECT_GT(member->confirmed, 50U) << "nobody starves";
            confirmed += member->confirmed;
        }
        for (const auto& member : simulation.members()) {
            EXPECT_EQ(member->heard, confirmed - member->confirmed);
        }
        EXPECT_GT(simulation.busy(), 10U) << "the router had it too easy";
        EXPECT_LT(simulation.lost(), confirmed / 50) << "they did not listen";
    }
}

}  // namespace
}  // namespace knx
