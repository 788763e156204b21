// SPDX-License-Identifier: Apache-2.0
// A broker in memory.
#include "simulated_broker.hpp"

#include <algorithm>
#include <utility>

#include "protocol/topic.hpp"

namespace mqtt_client::testing {

// ── the broker ──────────────────────────────────────────────────────────────────────────────────

TransportFactory SimulatedBroker::factory() {
    return [this](const Endpoint& /*endpoint*/, busbar::Loop& loop,
                  TransportListener& listener) -> std::unique_ptr<Transport> {
        return std::make_unique<SimulatedTransport>(*this, loop, listener);
    };
}

namespace {

class SimulatedReach final : public Reach {
 public:
    SimulatedReach(busbar::Loop& loop, Outcome outcome)
        : timer_(loop), outcome_(std::move(outcome)) {}
    void go(const Endpoint& /*endpoint*/, Done done) override {
        timer_.after({}, [outcome = outcome_, done = std::move(done)] { done(outcome); });
    }

 private:
    busbar::Timer timer_;
    Outcome outcome_;
};

}  // namespace

ReachFactory SimulatedBroker::reach() {
    return [this](busbar::Loop& loop) { return std::make_unique<SimulatedReach>(loop, way); };
}

std::vector<SimulatedBroker::Message> SimulatedBroker::take() {
    return std::exchange(messages_, {});
}

std::vector<std::string> SimulatedBroker::take(const std::string& topic) {
    std::vector<std::string> payloads;
    for (auto& message : take()) {
        if (message.topic == topic) payloads.push_back(std::move(message.payload));
    }
    return payloads;
}

void SimulatedBroker::acknowledge() {
    for (auto* transport : transports_) transport->acknowledge();
}

void SimulatedBroker::deliver(const std::string& topic, const std::string& payload,
                              Delivery delivery) {
    deliver({topic, payload}, delivery, nullptr);
}

void SimulatedBroker::deliver(const Message& message, Delivery delivery,
                              const SimulatedTransport* from) {
    for (auto* transport : transports_) {
        if (!transport->connected_) continue;
        if (transport == from && transport->topics_without_own_.count(message.topic) != 0) continue;
        for (auto times = transport->hears(message.topic); times > 0; --times) {
            transport->later([message, delivery, version_5 = transport->version_5_](
                                 TransportListener& listener) mutable {
                if (version_5) delivery.origin = {message.origin, message.count};
                listener.on_message(message.topic, message.payload, delivery);
            });
        }
    }
}

void SimulatedBroker::drop(const Failure& why) {
    for (auto* transport : transports_) transport->lose(why);
}

void SimulatedBroker::crash() {
    ++crashes_;
    retained_.clear();
    failure = Failure{Reason::Refused, {}};
    drop();
}

std::size_t SimulatedBroker::connected() const {
    return static_cast<std::size_t>(
        std::count_if(transports_.begin(), transports_.end(),
                      [](const SimulatedTransport* transport) { return transport->connected_; }));
}

bool SimulatedBroker::subscribed(const std::string& topic) const {
    return subscribed_qos(topic) >= 0;
}

int SimulatedBroker::subscribed_qos(const std::string& topic) const {
    for (const auto* transport : transports_) {
        const auto found = transport->topics_.find(topic);
        if (found != transport->topics_.end()) return found->second;
    }
    return -1;
}

// ── a transport ─────────────────────────────────────────────────────────────────────────────────

SimulatedTransport::SimulatedTransport(SimulatedBroker& broker, busbar::Loop& loop,
                                       TransportListener& listener)
    : broker_(broker), loop_(loop), listener_(listener) {
    broker_.transports_.push_back(this);
}

SimulatedTransport::~SimulatedTransport() {
    *alive_ = false;
    std::erase(broker_.transports_, this);
}

std::size_t SimulatedTransport::hears(const std::string& topic) const {
    const auto matching = std::count_if(topics_.begin(), topics_.end(), [&](const auto& heard) {
        return topic_matches(heard.first, topic);
    });
    return static_cast<std::size_t>(broker_.makes_copies ? matching : std::min(matching, {1}));
}

void SimulatedTransport::connect(const Endpoint& endpoint) {
    ++broker_.connects;
    broker_.endpoints.push_back(endpoint);
    if (broker_.silent) return;
    auto failure = broker_.failure;
    if (broker_.unreachable.contains(endpoint.host)) failure = Failure{Reason::Refused, {}};
    if (broker_.only_3_1_1 && endpoint.version_5) failure = Failure{Reason::VersionRefused, {}};
    if (failure) {
        later([failure = *failure](TransportListener& listener) {
            listener.on_connect_failed(failure);
        });
        return;
    }
    connected_ = true;
    version_5_ = endpoint.version_5;
    topics_.clear();
    topics_without_own_.clear();
    unacknowledged_.clear();
    later([](TransportListener& listener) { listener.on_connected(); });
}

void SimulatedTransport::subscribe(std::vector<Subscription> topics) {
    if (broker_.silent) return;
    std::vector<std::string> refused;
    for (const auto& [topic, qos, skip_own] : topics) {
        if (broker_.refused_topics.count(topic) != 0) {
            refused.push_back(topic);
        } else {
            topics_[topic] = qos;
            if (skip_own && version_5_) topics_without_own_.insert(topic);
        }
    }
    later([refused](TransportListener& listener) { listener.on_subscribed(refused); });
    for (const auto& [topic, qos, skip_own] : topics) {
        const auto kept = broker_.retained_.find(topic);
        if (kept == broker_.retained_.end() || topics_.count(topic) == 0) continue;
        later([kept = kept->second, version_5 = version_5_](TransportListener& listener) {
            Delivery delivery{.retained = true};
            if (version_5) delivery.origin = {kept.origin, kept.count};
            listener.on_message(kept.topic, kept.payload, delivery);
        });
    }
}

void SimulatedTransport::unsubscribe(std::vector<std::string> topics) {
    for (const auto& topic : topics) topics_.erase(topic);
}

bool SimulatedTransport::publish(const Publication& publication) {
    if (!connected_ || full_) return false;
    if (unacknowledged_.size() >= kWindow) {
        full_ = true;
        return false;
    }
    if (broker_.refused_reports.contains(std::string(publication.topic))) {
        later([number = publication.number](TransportListener& listener) {
            listener.on_refused(number, {Reason::NotAuthorised, {}});
        });
        return true;
    }
    broker_.messages_.push_back({std::string(publication.topic), std::string(publication.payload),
                                 publication.qos, publication.retain,
                                 std::string(version_5_ ? publication.origin.server : ""),
                                 version_5_ ? publication.origin.count : 0});
    if (broker_.on_publish) broker_.on_publish(broker_.messages_.back());
    if (broker_.latency) {
        route(broker_.messages_.back(), publication.number);
    } else if (publication.qos > 0 && broker_.holds_acknowledgements) {
        unacknowledged_.push_back(publication.number);
    } else {
        later([number = publication.number, time = loop_.now()](TransportListener& listener) {
            listener.on_published(number, time);
        });
    }
    return true;
}

void SimulatedTransport::route(const SimulatedBroker::Message& message, std::uint64_t number) {
    const auto deliver = [this, alive = alive_, &broker = broker_, crashes = broker_.crashes_,
                          message, number] {
        if (broker.crashes_ != crashes) return;
        if (message.retain) broker.retained_[message.topic] = message;
        broker.deliver(message, {}, *alive ? this : nullptr);
        if (!*alive || !connected_) return;
        later([number, time = loop_.now()](TransportListener& listener) {
            listener.on_published(number, time);
        });
    };
    loop_.call_at(loop_.now() + *broker_.latency, deliver);
}

void SimulatedTransport::acknowledge() {
    for (const auto number : std::exchange(unacknowledged_, {})) {
        later([number, time = loop_.now()](TransportListener& listener) {
            listener.on_published(number, time);
        });
    }
    if (std::exchange(full_, false)) {
        later([](TransportListener& listener) { listener.on_room(); });
    }
}

void SimulatedTransport::disconnect() {
    connected_ = false;
    const auto delay = std::chrono::milliseconds(broker_.silent ? 450 : 0);
    loop_.call_at(loop_.now() + delay, [this, alive = alive_] {
        if (*alive) listener_.on_disconnected();
    });
}

void SimulatedTransport::lose(const Failure& why) {
    if (!std::exchange(connected_, false)) return;
    full_ = false;
    topics_.clear();
    unacknowledged_.clear();
    later([why](TransportListener& listener) { listener.on_lost(why); });
}

void SimulatedTransport::later(std::function<void(TransportListener&)> call) {
    loop_.post([this, alive = alive_, call = std::move(call)] {
        if (*alive) call(listener_);
    });
}

}  // namespace mqtt_client::testing
