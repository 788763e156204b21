// SPDX-License-Identifier: Apache-2.0
// Tests of Paho behind the seam, against a real broker.
#include "io/paho_transport.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <deque>
#include <functional>
#include <set>

#include "busbar/poll_loop.hpp"
#include "support/free_port.hpp"
#include "support/mqtt/mosquitto_process.hpp"

namespace mqtt_client {
namespace {

using busbar::testing::free_port;
using busbar::testing::kPatience;
using busbar::testing::MosquittoProcess;
using testing::IsEmpty;

// One transport and all it tells.
class Client final : public TransportListener {
 public:
    struct Message {
        std::string topic;
        std::string payload;
        bool retained;
    };

    explicit Client(busbar::Loop& loop) : transport(std::make_unique<PahoTransport>(loop, *this)) {}

    void on_connected() override { connected = true; }
    void on_connect_failed(const Failure& failure) override { failures.push_back(failure); }
    void on_subscribed(const std::vector<std::string>& topics) override {
        subscribed = true;
        refused = topics;
    }
    void on_lost(const Failure& failure) override {
        connected = false;
        losses.push_back(failure);
    }
    void on_message(std::string_view topic, std::string_view payload, Delivery delivery) override {
        messages.push_back({std::string(topic), std::string(payload), delivery.retained});
    }
    void on_published(std::uint64_t done, busbar::Clock::time_point) override {
        published.insert(done);
    }
    void on_room() override { send(); }
    void on_disconnected() override { disconnected = true; }

    // Publishes one message after the other as there is room.
    void send() {
        while (!outgoing.empty()) {
            const auto& message = outgoing.front();
            if (!transport->publish(
                    {message.topic, message.payload, qos, message.retained, ++number})) {
                --number;
                return;
            }
            outgoing.pop_front();
        }
    }

    std::unique_ptr<PahoTransport> transport;
    bool connected = false;
    bool subscribed = false;
    bool disconnected = false;
    int qos = 0;
    std::uint64_t number = 0;
    std::vector<std::string> refused;
    std::vector<Failure> failures;
    std::vector<Failure> losses;
    std::vector<Message> messages;
    std::deque<Message> outgoing;
    std::set<std::uint64_t> published;
};

class PahoTransportTest : public testing::Test {
 protected:
    // Lets the loop run until `condition` holds.
    template <class Condition>
    [[nodiscard]] bool until(Condition condition, std::chrono::milliseconds within = kPatience) {
        const auto deadline = busbar::Clock::now() + within;
        busbar::Timer check(loop);
        std::function<void()> look = [&] {
            if (condition() || busbar::Clock::now() >= deadline) return loop.quit();
            check.after(std::chrono::milliseconds(1), look);
        };
        check.after({}, look);
        loop.run();
        return condition();
    }

    [[nodiscard]] Endpoint endpoint(const std::string& client_id) const {
        Endpoint endpoint;
        endpoint.host = "127.0.0.1";
        endpoint.port = broker.port();
        endpoint.client_id = client_id;
        endpoint.keep_alive = std::chrono::seconds(5);
        return endpoint;
    }
    [[nodiscard]] bool connect(Client& client, const Endpoint& to) {
        client.connected = false;
        client.transport->connect(to);
        return until([&] { return client.connected || !client.failures.empty(); }) &&
               client.connected;
    }
    [[nodiscard]] bool subscribe(Client& client, std::vector<std::string> topics, int qos = 0) {
        client.subscribed = false;
        client.transport->subscribe(std::move(topics), qos);
        return until([&] { return client.subscribed; });
    }

    busbar::PollLoop loop;
    MosquittoProcess broker;
};

TEST_F(PahoTransportTest, CarriesMessagesBothWaysInBothVersions) {
    ASSERT_TRUE(broker.start());
    for (const bool version_5 : {false, true}) {
        Client client(loop);
        auto to = endpoint("client");
        to.version_5 = version_5;
        ASSERT_TRUE(connect(client, to));
        ASSERT_TRUE(subscribe(client, {"home/light/set"}, 1));
        EXPECT_THAT(client.refused, IsEmpty());
        client.qos = 1;
        client.outgoing.push_back({"home/light/set", "21.5", false});
        client.send();
        ASSERT_TRUE(until([&] { return client.messages.size() == 1; }));
        EXPECT_EQ(client.messages[0].topic, "home/light/set");
        EXPECT_EQ(client.messages[0].payload, "21.5");
        EXPECT_FALSE(client.messages[0].retained);
        client.transport->disconnect();
        ASSERT_TRUE(until([&] { return client.disconnected; }));
        EXPECT_THAT(client.losses, IsEmpty());
    }
}

TEST_F(PahoTransportTest, TellsWhatTheBrokerHasRetained) {
    ASSERT_TRUE(broker.start());
    ASSERT_TRUE(broker.publish("home/light/set", "1", {"-r"}));
    Client client(loop);
    ASSERT_TRUE(connect(client, endpoint("client")));
    ASSERT_TRUE(subscribe(client, {"home/light/set"}));
    ASSERT_TRUE(until([&] { return client.messages.size() == 1; }));
    EXPECT_TRUE(client.messages[0].retained);
}

TEST_F(PahoTransportTest, SaysThatTheLoginIsRefusedInBothVersions) {
    ASSERT_TRUE(broker.add_user("gateway", "right"));
    ASSERT_TRUE(broker.start());
    for (const bool version_5 : {false, true}) {
        Client client(loop);
        auto to = endpoint("client");
        to.version_5 = version_5;
        to.username = "gateway";
        to.password = "wrong";
        EXPECT_FALSE(connect(client, to));
        ASSERT_EQ(client.failures.size(), 1U);
        EXPECT_EQ(client.failures[0].reason, Reason::LoginRefused) << client.failures[0].detail;
        client.failures.clear();
        to.password = "right";
        EXPECT_TRUE(connect(client, to));
    }
}

TEST_F(PahoTransportTest, TellsARefusedPortFromAnUnknownHost) {
    Client client(loop);
    EXPECT_FALSE(connect(client, endpoint("client")));
    auto to = endpoint("client");
    to.host = "no-such-host.invalid";
    Client other(loop);
    EXPECT_FALSE(connect(other, to));
    ASSERT_EQ(client.failures.size(), 1U);
    EXPECT_EQ(client.failures[0].reason, Reason::Refused) << client.failures[0].detail;
    ASSERT_EQ(other.failures.size(), 1U);
    EXPECT_EQ(other.failures[0].reason, Reason::HostNotFound) << other.failures[0].detail;
}

TEST_F(PahoTransportTest, FindsABrokerByName) {
    ASSERT_TRUE(broker.start());
    Client client(loop);
    auto to = endpoint("client");
    to.host = "localhost";
    EXPECT_TRUE(connect(client, to));  // IPv4 addresses are tried first
}

TEST_F(PahoTransportTest, ConnectsAgainAfterTheBrokerWasKilled) {
    ASSERT_TRUE(broker.start());
    Client client(loop);
    ASSERT_TRUE(connect(client, endpoint("client")));
    broker.kill();
    ASSERT_TRUE(until([&] { return client.losses.size() == 1; }));
    EXPECT_FALSE(client.transport->publish({"a", "1", 0, false, 1}));
    ASSERT_TRUE(broker.start());
    ASSERT_TRUE(connect(client, endpoint("client")));
    ASSERT_TRUE(subscribe(client, {"a"}));
    ASSERT_TRUE(broker.publish("a", "1"));
    EXPECT_TRUE(until([&] { return client.messages.size() == 1; }));
    EXPECT_EQ(client.losses.size(), 1U);
}

TEST_F(PahoTransportTest, SubscribesToThousandsOfTopicsAndUnsubscribesFromThem) {
    ASSERT_TRUE(broker.start());
    std::vector<std::string> topics;
    for (int i = 0; i < 3000; ++i) topics.push_back("home/" + std::to_string(i) + "/set");
    Client client(loop);
    ASSERT_TRUE(connect(client, endpoint("client")));
    ASSERT_TRUE(subscribe(client, topics));
    ASSERT_TRUE(broker.publish("home/2999/set", "1"));
    ASSERT_TRUE(until([&] { return client.messages.size() == 1; }));
    client.transport->unsubscribe(topics);
    ASSERT_TRUE(subscribe(client, {"after"}));  // answered in order
    ASSERT_TRUE(broker.publish("home/2999/set", "2"));
    ASSERT_TRUE(broker.publish("after", "3"));
    ASSERT_TRUE(until([&] { return client.messages.size() == 2; }));
    EXPECT_EQ(client.messages[1].payload, "3");
}

// Between two clients of this process, as fast as it goes.
class Burst : public PahoTransportTest, public testing::WithParamInterface<int> {};

TEST_P(Burst, OfTenThousandArrivesCompletelyAndInOrder) {
    constexpr int kCount = 10000;
    ASSERT_TRUE(broker.start());
    Client sender(loop);
    Client receiver(loop);
    ASSERT_TRUE(connect(sender, endpoint("sender")));
    ASSERT_TRUE(connect(receiver, endpoint("receiver")));
    ASSERT_TRUE(subscribe(receiver, {"burst"}, GetParam()));
    sender.qos = GetParam();
    for (int i = 0; i < kCount; ++i) sender.outgoing.push_back({"burst", std::to_string(i), false});
    const auto start = busbar::Clock::now();
    sender.send();
    ASSERT_TRUE(until([&] { return receiver.messages.size() == kCount; }))
        << receiver.messages.size();
    const std::chrono::duration<double> seconds = busbar::Clock::now() - start;
    RecordProperty("messages_per_second", static_cast<int>(kCount / seconds.count()));
    for (int i = 0; i < kCount; ++i) {
        ASSERT_EQ(receiver.messages[static_cast<std::size_t>(i)].payload, std::to_string(i));
    }
    EXPECT_EQ(receiver.transport->messages_dropped(), 0U);
    // The completions of the last window are told when somebody wakes the sender.
    sender.outgoing.assign(1, {"last", "", false});
    sender.send();
    EXPECT_GE(sender.published.size(), kCount - PahoTransport::kWindow);
}

INSTANTIATE_TEST_SUITE_P(Qualities, Burst, testing::Values(0, 1),
                         [](const auto& param) { return "QoS" + std::to_string(param.param); });

TEST_F(PahoTransportTest, OneBrokenConnectionDoesNotHoldUpAnother) {
    ASSERT_TRUE(broker.start());
    Client good(loop);
    ASSERT_TRUE(connect(good, endpoint("good")));
    ASSERT_TRUE(subscribe(good, {"a"}));
    Client broken(loop);
    auto nowhere = endpoint("broken");
    nowhere.port = free_port();
    busbar::Timer again(loop);
    std::size_t attempts_seen = 0;
    std::function<void()> keep_trying = [&] {
        if (broken.failures.size() != attempts_seen) {
            attempts_seen = broken.failures.size();
            broken.transport->connect(nowhere);
        }
        again.after(std::chrono::milliseconds(1), keep_trying);
    };
    broken.transport->connect(nowhere);
    keep_trying();
    auto worst = busbar::Clock::duration{};
    for (std::size_t i = 0; i < 200; ++i) {
        const auto start = busbar::Clock::now();
        good.outgoing.push_back({"a", std::to_string(i), false});
        good.send();
        ASSERT_TRUE(until([&] { return good.messages.size() == i + 1; }));
        worst = std::max(worst, busbar::Clock::now() - start);
    }
    EXPECT_LT(worst, std::chrono::seconds(2));
    EXPECT_THAT(good.losses, IsEmpty());
}

TEST_F(PahoTransportTest, EndsWithinASecondWhenThePeerIsSilent) {
    ASSERT_TRUE(broker.start());
    auto client = std::make_unique<Client>(loop);
    ASSERT_TRUE(connect(*client, endpoint("client")));
    broker.freeze();
    auto connecting = std::make_unique<Client>(loop);
    connecting->transport->connect(endpoint("connecting"));
    EXPECT_FALSE(until([&] { return connecting->connected; }, std::chrono::milliseconds(200)));
    const auto start = busbar::Clock::now();
    client->transport->disconnect();
    connecting->transport->disconnect();
    ASSERT_TRUE(until([&] { return client->disconnected && connecting->disconnected; }));
    client.reset();
    connecting.reset();
    EXPECT_LT(busbar::Clock::now() - start, std::chrono::seconds(1));
    broker.thaw();
}

}  // namespace
}  // namespace mqtt_client
