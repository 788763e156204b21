// SPDX-License-Identifier: Apache-2.0
// SimulatedBroker: a broker in memory, and the transports that reach it. Does nothing by itself:
// what happens is what the test says, in the loop's next turn. With `latency` it does what brokers
// do: what is published goes to whoever is subscribed, and is kept where that is asked for.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "io/reach.hpp"
#include "io/transport.hpp"

namespace mqtt_client::testing {

class SimulatedTransport;

class SimulatedBroker {
 public:
    struct Message {
        std::string topic;
        std::string payload;
        int qos = 0;
        bool retain = false;
        std::string origin = {};  // busbar-o, and
        std::uint64_t count = 0;  // busbar-l

        friend bool operator==(const Message&, const Message&) = default;
    };

    // For a plugin under test. The broker must outlive it.
    [[nodiscard]] TransportFactory factory();
    [[nodiscard]] ReachFactory reach();
    Reach::Outcome way;  // what a Reach finds: nothing in the way

    // What a connect meets: nothing set and it succeeds.
    std::optional<Failure> failure;
    bool silent = false;  // never answers a connect, a subscribe or a log-off
    // QoS 1 and 2: acknowledged only by acknowledge().
    bool holds_acknowledgements = false;
    std::set<std::string> refused_topics;
    // From a publish to its delivery; nothing: it is delivered to nobody.
    std::optional<std::chrono::milliseconds> latency;
    // Called with all that is published: what a client of another make sees.
    std::function<void(const Message&)> on_publish;
    std::set<std::string> refused_reports;  // told as a broker of MQTT 5 does
    bool only_3_1_1 = false;
    // A message is delivered once for each subscription that matches; else once.
    bool makes_copies = false;
    std::set<std::string> unreachable;  // hosts where nobody listens
    int connects = 0;                   // attempts so far
    std::vector<Endpoint> endpoints;    // of the attempts

    // What was published since the last take().
    [[nodiscard]] std::vector<Message> take();
    // The payloads on one topic, of all that was published; the rest is dropped.
    [[nodiscard]] std::vector<std::string> take(const std::string& topic);
    void acknowledge();
    // Delivers a message to every connection that is subscribed to its topic.
    void deliver(const std::string& topic, const std::string& payload, Delivery delivery = {});
    // Every connection is lost.
    void drop(const Failure& why = {Reason::Closed, {}});
    // The broker's end: what it has kept or has on the way is lost as well. Nobody connects until
    // rise().
    void crash();
    void rise() { failure.reset(); }
    [[nodiscard]] std::size_t connected() const;
    [[nodiscard]] bool subscribed(const std::string& topic) const;
    // The quality of service of a subscription; -1 when there is none.
    [[nodiscard]] int subscribed_qos(const std::string& topic) const;

 private:
    friend class SimulatedTransport;
    std::vector<SimulatedTransport*> transports_;  // in the order of their making
    std::vector<Message> messages_;
    void deliver(const Message& message, Delivery delivery, const SimulatedTransport* from);
    std::map<std::string, Message> retained_;
    int crashes_ = 0;
};

// Takes kWindow unacknowledged publishes, as the real one.
class SimulatedTransport final : public Transport {
 public:
    static constexpr std::size_t kWindow = 200;

    SimulatedTransport(SimulatedBroker& broker, busbar::Loop& loop, TransportListener& listener);
    ~SimulatedTransport() override;

    void connect(const Endpoint& endpoint) override;
    void subscribe(std::vector<Subscription> topics) override;
    void unsubscribe(std::vector<std::string> topics) override;
    [[nodiscard]] bool publish(const Publication& publication) override;
    void disconnect() override;
    [[nodiscard]] std::uint64_t messages_dropped() const override { return 0; }

 private:
    friend class SimulatedBroker;
    // Calls the listener in the loop's next turn, if this is still there then.
    void later(std::function<void(TransportListener&)> call);
    [[nodiscard]] std::size_t hears(const std::string& topic) const;  // how many times
    void lose(const Failure& why);
    void acknowledge();
    void route(const SimulatedBroker::Message& message, std::uint64_t number);

    SimulatedBroker& broker_;
    busbar::Loop& loop_;
    TransportListener& listener_;
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  // false when this is gone
    bool connected_ = false;
    bool full_ = false;
    bool version_5_ = false;
    std::map<std::string, int> topics_;         // with their quality of service
    std::set<std::string> topics_without_own_;  // among these
    std::vector<std::uint64_t> unacknowledged_;
};

}  // namespace mqtt_client::testing
