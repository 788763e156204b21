// SPDX-License-Identifier: Apache-2.0
// A seeded simulation of owners, subscribers, slow, dying and returning ones against the six
// guarantees. A failure replays with BUSBAR_SEED=<the seed it printed>.
#include <gmock/gmock.h>

#include <cstdlib>
#include <map>
#include <memory>
#include <random>

#include "runtime/bus/bus_client.hpp"

namespace busbar {
namespace {

constexpr int kOwners = 3;
constexpr int kSubscribers = 3;
constexpr std::uint32_t kObjectsPerOwner = 40;

std::uint64_t seed() {
    const auto* text = std::getenv("BUSBAR_SEED");
    return text != nullptr ? std::strtoull(text, nullptr, 10) : std::random_device{}();
}

std::string object_id(int owner, std::uint32_t object) {
    return "o" + std::to_string(owner) + "-" + std::to_string(object);
}

// What a subscriber has been told, and whether it could be true.
struct Subscriber {
    std::unique_ptr<BusClient> client;
    std::map<std::uint32_t, std::string> objects;  // handle -> id
    std::map<std::string, std::int64_t> values;    // last seen
    std::map<std::uint64_t, int> open;             // commands without a result

    void read(const std::vector<v1::Message>& messages) {
        for (const auto& message : messages) {
            if (message.has_object_appeared()) {
                const auto& object = message.object_appeared().object();
                objects[object.handle()] = object.id();
            } else if (message.has_object_removed()) {
                values.erase(objects[message.object_removed().handle()]);
                ASSERT_EQ(objects.erase(message.object_removed().handle()), 1U);
            } else if (message.has_state_changed()) {
                const auto& state = message.state_changed();
                ASSERT_TRUE(objects.contains(state.object())) << "state before its object";
                const auto value = state.value().integer();  // owners only ever count up
                auto& last = values[objects[state.object()]];
                ASSERT_GE(value, last) << "an older state after a newer one";
                last = value;
            } else if (message.has_command_result()) {
                ASSERT_EQ(open.erase(message.command_result().id()), 1U) << "a second answer";
            }
        }
    }
};

class BusSimulation : public testing::Test {
 protected:
    std::uint32_t pick(std::uint32_t below) {
        return std::uniform_int_distribution<std::uint32_t>(0, below - 1)(random_);
    }

    void owner_joins(int i) {
        owners_[i] = std::make_unique<BusClient>(bus_, "owner" + std::to_string(i));
        for (std::uint32_t o = 1; o <= kObjectsPerOwner; ++o) {
            owners_[i]->announce(o, object_id(i, o));
        }
        owners_[i]->announced();
    }
    void owner_acts(int i) {
        if (!owners_[i]) return owner_joins(i);
        const auto choice = pick(1000);
        if (choice == 0) {
            owners_[i]->leave();
            owners_[i].reset();
        } else if (choice < 100) {
            for (const auto& message : owners_[i]->receive_all()) {
                if (message.has_command() && pick(10) > 0) {
                    owners_[i]->answer(message.command().id());
                }
            }
        } else {
            const auto burst = pick(20) == 0 ? 300U : 1U + pick(10);
            for (std::uint32_t n = 0; n < burst; ++n) {
                const auto object = 1 + pick(kObjectsPerOwner);
                owners_[i]->publish(object, ++value_);
                truth_[object_id(i, object)] = value_;
                ++events_;
            }
        }
    }
    void subscriber_acts(int i) {
        auto& subscriber = subscribers_[i];
        if (!subscriber.client) {
            subscriber.client = std::make_unique<BusClient>(bus_, "sub" + std::to_string(i));
            subscriber.client->subscribe_all();
            return;
        }
        const auto choice = pick(1000);
        if (choice == 0) {
            subscriber.client->leave();
            subscriber = {};
        } else if (choice < (i == 0 ? 5U : 500U)) {  // the first one is slow
            subscriber.read(subscriber.client->receive());
        } else if (choice < 600 && !subscriber.objects.empty()) {
            auto object = subscriber.objects.begin();
            std::advance(object, pick(static_cast<std::uint32_t>(subscriber.objects.size())));
            subscriber.open[++command_] = 1;
            subscriber.client->command(command_, object->first, 1, 1 + pick(5000));
        }
    }
    void settle() {
        for (int i = 0; i < kOwners; ++i) {
            if (!owners_[i]) owner_joins(i);
            for (const auto& message : owners_[i]->receive_all()) {
                if (message.has_command()) owners_[i]->answer(message.command().id());
            }
        }
        clock_.time += std::chrono::minutes(2);
        bus_.expire();
        for (auto& subscriber : subscribers_) {
            if (!subscriber.client) continue;
            subscriber.read(subscriber.client->receive_all());
            EXPECT_TRUE(subscriber.open.empty()) << "a command without an answer";
            EXPECT_EQ(subscriber.objects.size(), kOwners * kObjectsPerOwner);
            for (const auto& [id, value] : subscriber.values) EXPECT_EQ(value, truth_[id]) << id;
            EXPECT_EQ(subscriber.values.size(), truth_.size());
        }
    }

    std::mt19937_64 random_;
    ManualClock clock_;
    Bus bus_{clock_, null_log()};
    std::array<std::unique_ptr<BusClient>, kOwners> owners_;
    std::array<Subscriber, kSubscribers> subscribers_;
    std::map<std::string, std::int64_t> truth_;
    std::int64_t value_ = 0;
    std::uint64_t command_ = 0;
    std::uint64_t events_ = 0;
};

TEST_F(BusSimulation, HoldsItsGuaranteesWhateverOwnersAndSubscribersDo) {
    const auto used = seed();
    SCOPED_TRACE("BUSBAR_SEED=" + std::to_string(used));
    RecordProperty("seed", std::to_string(used));
    random_.seed(used);
    for (int round = 0; round < 20 && !HasFatalFailure(); ++round) {
        for (int step = 0; step < 5000 && !HasFatalFailure(); ++step) {
            clock_.time += std::chrono::milliseconds(pick(10));
            if (pick(2) == 0) {
                owner_acts(static_cast<int>(pick(kOwners)));
            } else {
                subscriber_acts(static_cast<int>(pick(kSubscribers)));
            }
            if (pick(50) == 0) bus_.expire();
        }
        settle();
    }
    EXPECT_GT(events_, 200'000U);
}

}  // namespace
}  // namespace busbar
