// SPDX-License-Identifier: Apache-2.0
// Each library behind the seam, against a real broker.
#include "io/transport.hpp"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <deque>
#include <fstream>
#include <functional>
#include <map>
#include <set>

#include "busbar/poll_loop.hpp"
#include "io/transports.hpp"
#include "support/free_port.hpp"
#include "support/mqtt/mosquitto_process.hpp"
#include "support/mqtt/trouble.hpp"

namespace mqtt_client {
namespace {

using busbar::testing::BadPort;
using busbar::testing::free_port;
using busbar::testing::kPatience;
using busbar::testing::MosquittoProcess;
using testing::IsEmpty;

Endpoint carried_by(Library library) {
    Endpoint endpoint;
    endpoint.library = library;
    return endpoint;
}

// One transport and all it tells.
class Client final : public TransportListener {
 public:
    struct Message {
        std::string topic;
        std::string payload;
        bool retained;
        std::string origin{};
        std::uint64_t count = 0;
    };

    Client(busbar::Loop& loop, Library library)
        : transport(make_transport(carried_by(library), loop, *this)) {}

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
        messages.push_back({std::string(topic), std::string(payload), delivery.retained,
                            std::string(delivery.origin.server), delivery.origin.count});
    }
    void on_published(std::uint64_t done, busbar::Clock::time_point) override {
        published.insert(done);
    }
    void on_refused(std::uint64_t done, const Failure& why) override {
        EXPECT_EQ(why.reason, Reason::NotAuthorised) << why.detail;
        refused_publishes.insert(done);
    }
    void on_room() override { send(); }
    void on_disconnected() override { disconnected = true; }

    // Publishes one message after the other as there is room.
    void send() {
        while (!outgoing.empty()) {
            const auto& message = outgoing.front();
            if (!transport->publish({message.topic,
                                     message.payload,
                                     qos,
                                     message.retained,
                                     ++number,
                                     {message.origin, message.count}})) {
                --number;
                return;
            }
            outgoing.pop_front();
        }
    }

    std::unique_ptr<Transport> transport;
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
    std::set<std::uint64_t> refused_publishes;
};

using Octets = std::vector<unsigned char>;

// A broker that answers CONNECT by the version that it asks for (4: MQTT 3.1.1), and hangs up with
// `otherwise` in answer to everything else.
class ScriptedBroker {
 public:
    ScriptedBroker(busbar::Loop& loop, std::map<int, Octets> answers, Octets otherwise)
        : loop_(loop),
          answers_(std::move(answers)),
          otherwise_(std::move(otherwise)),
          listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        auto* generic = reinterpret_cast<sockaddr*>(&address);
        EXPECT_EQ(::bind(listener_, generic, size), 0);
        EXPECT_EQ(::listen(listener_, 4), 0);
        EXPECT_EQ(::getsockname(listener_, generic, &size), 0);
        port = ntohs(address.sin_port);
        loop_.watch(listener_, [this] {
            const auto client = ::accept(listener_, nullptr, nullptr);
            clients_.push_back(client);
            loop_.watch(client, [this, client] { answer(client); });
        });
    }
    ScriptedBroker(const ScriptedBroker&) = delete;
    ScriptedBroker& operator=(const ScriptedBroker&) = delete;
    ~ScriptedBroker() {
        clients_.push_back(listener_);
        for (const auto socket : clients_) close(socket);
    }

    std::uint16_t port = 0;

 private:
    void answer(int client) {
        constexpr std::size_t kLevel = 8;  // of a CONNECT of less than 128 octets
        std::array<unsigned char, 256> packet{};
        const auto size = ::recv(client, packet.data(), packet.size(), 0);
        const bool connect = size > static_cast<ssize_t>(kLevel) && packet[0] == 0x10;
        const auto known = connect ? answers_.find(packet[kLevel]) : answers_.end();
        const auto& answer = known != answers_.end() ? known->second : otherwise_;
        (void)!::send(client, answer.data(), answer.size(), MSG_NOSIGNAL);
        if (known == answers_.end()) forget(client);
    }
    void forget(int client) {
        std::erase(clients_, client);
        close(client);
    }
    void close(int socket) {
        loop_.unwatch(socket);
        ::close(socket);
    }

    busbar::Loop& loop_;
    const std::map<int, Octets> answers_;
    const Octets otherwise_;
    int listener_;
    std::vector<int> clients_;
};

class TransportTest : public testing::TestWithParam<Library> {
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

    [[nodiscard]] static Library library() { return GetParam(); }
    [[nodiscard]] Endpoint endpoint(const std::string& client_id) const {
        auto endpoint = carried_by(library());
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
    // As a session does it. On a busy machine Paho gives up one TLS attempt in some forty before
    // the broker has seen anything of it; and a broker opens a second port some time after the
    // first.
    [[nodiscard]] bool connect_at_last(Client& client, const Endpoint& to) {
        const auto deadline = busbar::Clock::now() + kPatience;
        while (!connect(client, to)) {
            if (busbar::Clock::now() >= deadline) return false;
            client.failures.clear();
        }
        return true;
    }
    [[nodiscard]] bool subscribe(Client& client, const std::vector<std::string>& topics,
                                 int qos = 0) {
        client.subscribed = false;
        std::vector<Subscription> subscriptions;
        for (const auto& topic : topics) subscriptions.push_back({topic, qos});
        client.transport->subscribe(std::move(subscriptions));
        return until([&] { return client.subscribed; });
    }

    busbar::PollLoop loop;
    MosquittoProcess broker;
};

TEST_P(TransportTest, CarriesMessagesBothWaysInBothVersions) {
    ASSERT_TRUE(broker.start());
    for (const bool version_5 : {false, true}) {
        Client client(loop, library());
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

TEST_P(TransportTest, TellsWhoseChangeAMessageIsInVersion5) {
    ASSERT_TRUE(broker.start());
    for (const bool version_5 : {false, true}) {
        Client client(loop, library());
        auto to = endpoint("client");
        to.version_5 = version_5;
        ASSERT_TRUE(connect(client, to));
        ASSERT_TRUE(subscribe(client, {"light"}, 1));
        client.outgoing.push_back({"light", "1", false, "server", 1234567890123});
        client.outgoing.push_back({"light", "0", false});
        client.send();
        ASSERT_TRUE(until([&] { return client.messages.size() == 2; }));
        EXPECT_EQ(client.messages[0].origin, version_5 ? "server" : "");
        EXPECT_EQ(client.messages[0].count, version_5 ? 1234567890123U : 0U);
        EXPECT_EQ(client.messages[1].origin, "");
    }
}

TEST_P(TransportTest, DoesNotHearItselfInVersion5WhereThatIsSkipped) {
    ASSERT_TRUE(broker.start());
    Client client(loop, library());
    auto to = endpoint("client");
    to.version_5 = true;
    ASSERT_TRUE(connect(client, to));
    client.transport->subscribe({{"skipped", 1, true}});
    ASSERT_TRUE(until([&] { return client.subscribed; }));
    ASSERT_TRUE(subscribe(client, {"heard"}, 1));
    client.outgoing.push_back({"skipped", "1", false});
    client.outgoing.push_back({"heard", "2", false});
    client.send();
    ASSERT_TRUE(broker.publish("skipped", "3"));
    ASSERT_TRUE(until([&] { return client.messages.size() == 2; }));
    EXPECT_NE(client.messages[0].payload, "1");
    EXPECT_NE(client.messages[1].payload, "1");
}

TEST_P(TransportTest, ListensWithTheQualityOfEachTopic) {
    ASSERT_TRUE(broker.start());
    Client client(loop, library());
    ASSERT_TRUE(connect(client, endpoint("client")));
    client.transport->subscribe({{"a", 0}, {"b", 0}, {"c", 1}, {"d", 2}, {"e", 2}});
    ASSERT_TRUE(until([&] { return client.subscribed; }));
    for (const auto* topic : {"a", "b", "c", "d", "e"}) {
        ASSERT_TRUE(broker.publish(topic, "1", {"-q", "2"}));
    }
    EXPECT_TRUE(until([&] { return client.messages.size() == 5; })) << client.messages.size();
}

TEST_P(TransportTest, KeepsItsSessionWhenItIsToldTo) {
    ASSERT_TRUE(broker.start());
    for (const bool version_5 : {false, true}) {
        Client client(loop, library());
        auto to = endpoint(version_5 ? "five" : "three");
        to.version_5 = version_5;
        to.clean_start = false;
        to.session_expiry = std::chrono::hours(1);
        ASSERT_TRUE(connect(client, to));
        ASSERT_TRUE(subscribe(client, {"a"}, 1));
        client.transport->disconnect();
        ASSERT_TRUE(until([&] { return client.disconnected; }));
        ASSERT_TRUE(broker.publish("a", "meanwhile", {"-q", "1"}));
        Client back(loop, library());
        ASSERT_TRUE(connect(back, to));
        EXPECT_TRUE(until([&] { return back.messages.size() == 1; })) << version_5;
    }
}

TEST_P(TransportTest, LeavesAWillWhenAnotherTakesItsClientId) {
    ASSERT_TRUE(broker.start());
    for (const bool version_5 : {false, true}) {
        Client watcher(loop, library());
        ASSERT_TRUE(connect(watcher, endpoint("watcher")));
        ASSERT_TRUE(subscribe(watcher, {"there"}));
        Client client(loop, library());
        auto to = endpoint("client");
        to.version_5 = version_5;
        to.will = {"there", "offline", 1};
        ASSERT_TRUE(connect(client, to));
        Client rival(loop, library());
        ASSERT_TRUE(connect(rival, endpoint("client")));
        ASSERT_TRUE(until([&] { return client.losses.size() == 1; }));
        // Mosquitto 2.0 does not say why, in no version.
        EXPECT_EQ(client.losses[0].reason, Reason::Closed) << client.losses[0].detail;
        ASSERT_TRUE(until([&] { return !watcher.messages.empty(); }));
        EXPECT_EQ(watcher.messages[0].payload, "offline");
    }
}

TEST_P(TransportTest, SaysThatAnotherHasTakenItsClientIdWhenTheBrokerDoes) {
    constexpr unsigned char kTakenOver = 0x8E;
    ScriptedBroker other(loop, {{5, {0x20, 3, 0, 0, 0}}}, {0xE0, 2, kTakenOver, 0});
    auto to = endpoint("client");
    to.port = other.port;
    to.version_5 = true;
    Client client(loop, library());
    ASSERT_TRUE(connect(client, to));
    client.transport->subscribe({{"a", 0}});
    ASSERT_TRUE(until([&] { return client.losses.size() == 1; }));
    EXPECT_EQ(client.losses[0].reason, Reason::TakenOver) << client.losses[0].detail;
}

TEST_P(TransportTest, SaysThatTheBrokerDoesNotSpeakThisVersionAndSpeaksTheOther) {
    ScriptedBroker old(loop, {{4, {0x20, 2, 0, 0}}}, {0x20, 2, 0, 1});
    auto to = endpoint("client");
    to.port = old.port;
    to.version_5 = true;
    Client client(loop, library());
    EXPECT_FALSE(connect(client, to));
    ASSERT_EQ(client.failures.size(), 1U);
    EXPECT_EQ(client.failures[0].reason, Reason::VersionRefused) << client.failures[0].detail;
    client.failures.clear();
    to.version_5 = false;
    EXPECT_TRUE(connect(client, to));
}

TEST_P(TransportTest, SaysWhichPublishTheBrokerRefusedInMqtt5) {
    const busbar::testing::TemporaryDirectory folder;
    std::ofstream(folder.file("acl")) << "topic readwrite allowed/#\n";
    MosquittoProcess strict("acl_file " + folder.file("acl") + "\n");
    ASSERT_TRUE(strict.start());
    Client client(loop, library());
    auto to = endpoint("client");
    to.port = strict.port();
    to.version_5 = true;
    ASSERT_TRUE(connect(client, to));
    client.qos = 1;
    client.outgoing = {{"allowed/a", "1", false}, {"forbidden/a", "1", false}};
    client.send();
    // Completions are told when somebody waits for them: so many that somebody has to.
    for (int i = 0; i < 300; ++i) client.outgoing.push_back({"allowed/a", "1", false});
    client.send();
    ASSERT_TRUE(until([&] { return !client.refused_publishes.empty(); }));
    EXPECT_THAT(client.refused_publishes, testing::ElementsAre(2U));
    EXPECT_THAT(client.losses, IsEmpty());
}

TEST_P(TransportTest, GoesThroughWebSocketWherePahoCarriesIt) {
    const auto port = free_port();
    MosquittoProcess sockets("listener " + std::to_string(port) +
                             " 127.0.0.1\nprotocol websockets\n");
    ASSERT_TRUE(sockets.start());
    Client client(loop, library());
    auto to = endpoint("client");
    to.host = "localhost";
    to.port = port;
    to.websocket = true;
    to.websocket_path = "/mqtt";
    if (library() == Library::Mosquitto) {
        EXPECT_FALSE(connect(client, to));
        EXPECT_EQ(client.failures.at(0).detail, "libmosquitto has no WebSocket");
        return;
    }
    ASSERT_TRUE(connect_at_last(client, to)) << sockets.log();
    ASSERT_TRUE(subscribe(client, {"a"}));
    ASSERT_TRUE(sockets.publish("a", "1"));
    EXPECT_TRUE(until([&] { return client.messages.size() == 1; }));
}

TEST_P(TransportTest, TellsWhatTheBrokerHasRetained) {
    ASSERT_TRUE(broker.start());
    ASSERT_TRUE(broker.publish("home/light/set", "1", {"-r"}));
    Client client(loop, library());
    ASSERT_TRUE(connect(client, endpoint("client")));
    ASSERT_TRUE(subscribe(client, {"home/light/set"}));
    ASSERT_TRUE(until([&] { return client.messages.size() == 1; }));
    EXPECT_TRUE(client.messages[0].retained);
}

TEST_P(TransportTest, SaysThatTheLoginIsRefusedInBothVersions) {
    ASSERT_TRUE(broker.add_user("gateway", "right"));
    ASSERT_TRUE(broker.start());
    for (const bool version_5 : {false, true}) {
        Client client(loop, library());
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

TEST_P(TransportTest, TellsARefusedPortFromAnUnknownHost) {
    Client client(loop, library());
    EXPECT_FALSE(connect(client, endpoint("client")));
    auto to = endpoint("client");
    to.host = "no-such-host.invalid";
    Client other(loop, library());
    EXPECT_FALSE(connect(other, to));
    ASSERT_EQ(client.failures.size(), 1U);
    EXPECT_EQ(client.failures[0].reason, Reason::Refused) << client.failures[0].detail;
    ASSERT_EQ(other.failures.size(), 1U);
    EXPECT_EQ(other.failures[0].reason, Reason::HostNotFound) << other.failures[0].detail;
}

TEST_P(TransportTest, FindsABrokerByName) {
    ASSERT_TRUE(broker.start());
    Client client(loop, library());
    auto to = endpoint("client");
    to.host = "localhost";
    EXPECT_TRUE(connect(client, to));  // IPv4 addresses are tried first
}

TEST_P(TransportTest, ConnectsAgainAfterTheBrokerWasKilled) {
    ASSERT_TRUE(broker.start());
    Client client(loop, library());
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

TEST_P(TransportTest, SubscribesToThousandsOfTopicsAndUnsubscribesFromThem) {
    ASSERT_TRUE(broker.start());
    std::vector<std::string> topics;
    for (int i = 0; i < 3000; ++i) topics.push_back("home/" + std::to_string(i) + "/set");
    Client client(loop, library());
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
TEST_P(TransportTest, ABurstOfTenThousandArrivesCompletelyAndInOrder) {
    constexpr int kCount = 10000;
    constexpr int kWindowMax = 1000;  // of either library
    ASSERT_TRUE(broker.start());
    for (const int qos : {0, 1}) {
        Client sender(loop, library());
        Client receiver(loop, library());
        ASSERT_TRUE(connect(sender, endpoint("sender")));
        ASSERT_TRUE(connect(receiver, endpoint("receiver")));
        ASSERT_TRUE(subscribe(receiver, {"burst"}, qos));
        sender.qos = qos;
        for (int i = 0; i < kCount; ++i) {
            sender.outgoing.push_back({"burst", std::to_string(i), false});
        }
        const auto start = busbar::Clock::now();
        sender.send();
        ASSERT_TRUE(until([&] { return receiver.messages.size() == kCount; }))
            << receiver.messages.size();
        const std::chrono::duration<double> seconds = busbar::Clock::now() - start;
        RecordProperty("messages_per_second_qos" + std::to_string(qos),
                       static_cast<int>(kCount / seconds.count()));
        for (int i = 0; i < kCount; ++i) {
            ASSERT_EQ(receiver.messages[static_cast<std::size_t>(i)].payload, std::to_string(i));
        }
        EXPECT_EQ(receiver.transport->messages_dropped(), 0U);
        // The completions of the last window are told when somebody wakes the sender.
        sender.outgoing.assign(1, {"last", "", false});
        sender.send();
        EXPECT_GE(sender.published.size(), kCount - kWindowMax);
    }
}

// Two and a half keep-alives: one until a ping is due, one for its answer, and what the
// libraries' own clocks lack in exactness.
class AHalfDeadConnection : public TransportTest {
 protected:
    void SetUp() override {
        ASSERT_TRUE(broker.start());
        ASSERT_TRUE(connect(client, endpoint("client")));
        ASSERT_TRUE(subscribe(client, {"a"}));
    }
    [[nodiscard]] bool lost_in_time() {
        const auto limit = endpoint("client").keep_alive * 5 / 2;
        return until([&] { return !client.losses.empty(); }, limit);
    }

    Client client{loop, library()};
};

TEST_P(AHalfDeadConnection, IsFoundWhenThePeerIsSilent) {
    broker.freeze();
    EXPECT_TRUE(lost_in_time());
    broker.thaw();
}

TEST_P(AHalfDeadConnection, IsFoundWhenTheCableIsPulledWhileItSends) {
    const busbar::testing::Cut cut;
    busbar::Timer next(loop);
    std::function<void()> publish = [&] {
        client.outgoing.assign(1, {"a", "1", false});
        client.send();
        next.after(std::chrono::milliseconds(500), publish);
    };
    publish();
    EXPECT_TRUE(lost_in_time());
}

INSTANTIATE_TEST_SUITE_P(Libraries, AHalfDeadConnection,
                         testing::Values(Library::Mosquitto, Library::Paho), [](const auto& one) {
                             return one.param == Library::Paho ? "Paho" : "Mosquitto";
                         });

// A good connection, and one in trouble that keeps trying. How long a round trip takes
// meanwhile is measured by bench/mqtt.
class OneOfTwoConnections : public TransportTest {
 protected:
    void SetUp() override {
        ASSERT_TRUE(broker.start());
        ASSERT_TRUE(connect(good, endpoint("good")));
        ASSERT_TRUE(subscribe(good, {"a"}));
    }
    // The other tries to get to `to`, again and again, while the good one does its work.
    void expect_no_harm_by(const Endpoint& to) {
        Client bad(loop, library());
        busbar::Timer again(loop);
        std::size_t attempts_seen = 0;
        std::function<void()> keep_trying = [&] {
            if (bad.failures.size() != attempts_seen) {
                attempts_seen = bad.failures.size();
                bad.transport->connect(to);
            }
            again.after(std::chrono::milliseconds(1), keep_trying);
        };
        bad.transport->connect(to);
        keep_trying();
        expect_round_trips();
        EXPECT_FALSE(bad.connected);
    }
    void expect_round_trips() {
        for (int i = 0; i < 200; ++i) {
            const auto before = good.messages.size();
            good.outgoing.push_back({"a", std::to_string(i), false});
            good.send();
            ASSERT_TRUE(until([&] { return good.messages.size() == before + 1; })) << i;
        }
        EXPECT_THAT(good.losses, IsEmpty());
    }

    Client good{loop, library()};
};

TEST_P(OneOfTwoConnections, WorksWhileThePortOfTheOtherIsClosed) {
    auto to = endpoint("bad");
    to.port = free_port();
    expect_no_harm_by(to);
}

TEST_P(OneOfTwoConnections, WorksWhileNobodyAnswersTheOther) {
    const BadPort hole(BadPort::Kind::BlackHole);
    auto to = endpoint("bad");
    to.port = hole.port();
    expect_no_harm_by(to);
}

TEST_P(OneOfTwoConnections, WorksWhileThePeerOfTheOtherIsSilent) {
    const BadPort silent(BadPort::Kind::Silent);
    auto to = endpoint("bad");
    to.port = silent.port();
    expect_no_harm_by(to);
    to.tls = true;
    expect_no_harm_by(to);
}

TEST_P(OneOfTwoConnections, WorksWhileTheNameServerDoesNotAnswerTheOther) {
    const busbar::testing::SilentNameServer names;
    auto to = endpoint("bad");
    to.host = "broker.example";
    expect_no_harm_by(to);
}

TEST_P(OneOfTwoConnections, WorksWhileTheOtherIsFlooded) {
    Client flooded(loop, library());
    Client sender(loop, library());
    ASSERT_TRUE(connect(flooded, endpoint("flooded")));
    ASSERT_TRUE(subscribe(flooded, {"flood"}));
    ASSERT_TRUE(connect(sender, endpoint("sender")));
    busbar::Timer again(loop);
    std::function<void()> pour = [&] {
        for (int i = 0; i < 200; ++i) sender.outgoing.push_back({"flood", "1", false});
        sender.send();
        again.after(std::chrono::milliseconds(1), pour);
    };
    pour();
    expect_round_trips();
    EXPECT_GT(flooded.messages.size(), 0U);
}

INSTANTIATE_TEST_SUITE_P(Libraries, OneOfTwoConnections,
                         testing::Values(Library::Mosquitto, Library::Paho), [](const auto& one) {
                             return one.param == Library::Paho ? "Paho" : "Mosquitto";
                         });

TEST_P(TransportTest, EndsWithinASecondWhenThePeerIsSilent) {
    ASSERT_TRUE(broker.start());
    auto client = std::make_unique<Client>(loop, library());
    ASSERT_TRUE(connect(*client, endpoint("client")));
    broker.freeze();
    auto connecting = std::make_unique<Client>(loop, library());
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

// ── TLS, with a certificate authority of the test's own
// ─────────────────────────────────────────

class TlsTest : public TransportTest {
 protected:
    TlsTest() {
        make_authority("ca");
        make_authority("other");
        sign("broker.test");
    }
    // "localhost" would be found without a name server, but is not what the certificate names.
    [[nodiscard]] Endpoint secure(const std::string& ca, const std::string& host) const {
        auto to = endpoint("client");
        to.host = host;
        to.port = port_;
        to.tls = true;
        to.ca_file = file(ca + ".crt");
        return to;
    }
    [[nodiscard]] std::string file(const std::string& name) const { return folder_.file(name); }

    void make_authority(const std::string& name) {
        openssl({"req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                 "-keyout", file(name + ".key"), "-out", file(name + ".crt"), "-subj",
                 "/CN=Authority " + name, "-days", "2"});
    }
    // By "ca", as "server.crt" or another name.
    void sign(const std::string& host, const std::string& name = "server") {
        std::ofstream(file("names")) << "subjectAltName=DNS:" << host << ",IP:127.0.0.1\n";
        openssl({"req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                 "-keyout", file(name + ".key"), "-out", file(name + ".csr"), "-subj",
                 "/CN=" + name});
        openssl({"x509", "-req", "-in", file(name + ".csr"), "-CA", file("ca.crt"), "-CAkey",
                 file("ca.key"), "-CAcreateserial", "-out", file(name + ".crt"), "-days", "2",
                 "-extfile", file("names")});
    }
    static void openssl(std::vector<std::string> words) {
        words.insert(words.begin(), "openssl");
        const auto made = busbar::testing::run(words);
        ASSERT_TRUE(made) << made.error().message;
    }

    const busbar::testing::TemporaryDirectory folder_;
    const std::uint16_t port_ = free_port();
    MosquittoProcess broker_{"listener " + std::to_string(port_) + " 127.0.0.1\ncertfile " +
                             file("server.crt") + "\nkeyfile " + file("server.key") + "\n"};
};

TEST_P(TlsTest, CarriesMessagesWhenTheCertificateIsTrusted) {
    ASSERT_TRUE(broker_.start());
    Client client(loop, library());
    ASSERT_TRUE(connect_at_last(client, secure("ca", "127.0.0.1"))) << broker_.log();
    ASSERT_TRUE(subscribe(client, {"a"}));
    for (int i = 0; i < 1000; ++i) client.outgoing.push_back({"a", std::to_string(i), false});
    client.send();
    EXPECT_TRUE(until([&] { return client.messages.size() == 1000; })) << client.messages.size();
}

TEST_P(TlsTest, RefusesACertificateOfSomebodyElse) {
    ASSERT_TRUE(broker_.start());
    Client client(loop, library());
    ASSERT_FALSE(connect(client, secure("other", "127.0.0.1")));
    EXPECT_EQ(client.failures.at(0).reason, Reason::Certificate);
    EXPECT_THAT(client.failures[0].detail, testing::HasSubstr("issued by /CN=Authority ca"));
}

TEST_P(TlsTest, WorksOnOneConnectionWhileTheCertificateOfAnotherIsWrong) {
    ASSERT_TRUE(broker_.start());
    Client good(loop, library());
    ASSERT_TRUE(connect_at_last(good, secure("ca", "127.0.0.1")));
    ASSERT_TRUE(subscribe(good, {"a"}));
    Client bad(loop, library());
    auto to = secure("other", "127.0.0.1");
    to.client_id = "bad";
    for (std::size_t i = 0; i < 5; ++i) {
        bad.transport->connect(to);
        good.outgoing.push_back({"a", std::to_string(i), false});
        good.send();
        ASSERT_TRUE(
            until([&] { return good.messages.size() == i + 1 && bad.failures.size() == i + 1; }));
    }
    EXPECT_THAT(good.losses, IsEmpty());
}

TEST_P(TlsTest, RefusesACertificateOfAnotherHostUnlessToldNotToLook) {
    ASSERT_TRUE(broker_.start());
    Client client(loop, library());
    auto to = secure("ca", "localhost");
    ASSERT_FALSE(connect(client, to));
    EXPECT_EQ(client.failures.at(0).reason, Reason::Certificate) << client.failures[0].detail;
    to.verify_host = false;
    client.failures.clear();
    EXPECT_TRUE(connect_at_last(client, to)) << broker_.log();
}

TEST_P(TlsTest, SaysThatTheCaFileIsNotReadable) {
    ASSERT_TRUE(broker_.start());
    Client client(loop, library());
    ASSERT_FALSE(connect(client, secure("missing", "127.0.0.1")));
    EXPECT_EQ(client.failures.size(), 1U);
}

TEST_P(TlsTest, ShowsItsCertificateToABrokerThatAsksForOne) {
    const auto port = free_port();
    MosquittoProcess strict("listener " + std::to_string(port) + " 127.0.0.1\ncertfile " +
                            file("server.crt") + "\nkeyfile " + file("server.key") + "\ncafile " +
                            file("ca.crt") + "\nrequire_certificate true\n");
    ASSERT_TRUE(strict.start());
    auto to = secure("ca", "127.0.0.1");
    to.port = port;
    Client without(loop, library());
    ASSERT_FALSE(connect(without, to));
    // Paho does not tell what is wrong, and libmosquitto may not have heard it.
    const auto& failure = without.failures.at(0);
    if (failure.reason != Reason::ClientCertificate) {
        EXPECT_EQ(failure.reason, Reason::Other) << failure.detail;
        EXPECT_THAT(failure.detail, testing::HasSubstr("certificate"));
    }
    sign("gateway", "gateway");
    to.certificate_file = file("gateway.crt");
    to.key_file = file("gateway.key");
    Client with(loop, library());
    EXPECT_TRUE(connect_at_last(with, to)) << strict.log();
}

TEST_P(TlsTest, SaysThatKeyAndCertificateDoNotBelongTogether) {
    ASSERT_TRUE(broker_.start());
    sign("gateway", "gateway");
    auto to = secure("ca", "127.0.0.1");
    to.certificate_file = file("gateway.crt");
    to.key_file = file("server.key");
    Client client(loop, library());
    ASSERT_FALSE(connect(client, to));
    EXPECT_EQ(client.failures.at(0).detail, "the key is not of the certificate");
}

INSTANTIATE_TEST_SUITE_P(Libraries, TlsTest, testing::Values(Library::Mosquitto, Library::Paho),
                         [](const auto& one) {
                             return one.param == Library::Paho ? "Paho" : "Mosquitto";
                         });

INSTANTIATE_TEST_SUITE_P(Libraries, TransportTest,
                         testing::Values(Library::Mosquitto, Library::Paho), [](const auto& one) {
                             return one.param == Library::Paho ? "Paho" : "Mosquitto";
                         });

}  // namespace
}  // namespace mqtt_client
