// SPDX-License-Identifier: Apache-2.0
// Probe: goes the whole way of a connection once, beside the one that may be running, and says of
// each step how it went. The action "test".
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "busbar/result.hpp"
#include "io/reach.hpp"
#include "io/transport.hpp"

namespace mqtt_client {

// What to try.
struct Trial {
    Endpoint endpoint;
    std::vector<Subscription> topics;  // that the connection listens on
    // Published once, and listened for. On a report topic it is the report that is there already.
    std::string topic;
    std::string payload;
    bool retain = false;
};

class Probe final : private TransportListener {
 public:
    // A line for each step, "✓ TCP: 192.0.2.1:1883 answers."; an error with the same lines when a
    // step failed.
    using Done = std::function<void(const busbar::Result<std::string>&)>;

    // Connects with a client id and a session of its own, so that it throws nobody out, and logs
    // off again. done() is called once; the probe may be deleted there. Deleted before, it calls
    // nobody.
    Probe(Trial trial, busbar::Loop& loop, const TransportFactory& make_transport,
          const ReachFactory& make_reach, Done done);

 private:
    void on_connected() override;
    void on_connect_failed(const Failure& failure) override;
    void on_subscribed(const std::vector<std::string>& refused) override;
    void on_lost(const Failure& failure) override;
    void on_message(std::string_view topic, std::string_view payload, Delivery delivery) override;
    void on_published(std::uint64_t, busbar::Clock::time_point) override {}
    void on_refused(std::uint64_t number, const Failure& why) override;
    void on_room() override {}
    void on_disconnected() override;

    void reached(const Reach::Outcome& outcome);
    void log_in();
    void publish();
    void published(bool well, const std::string& sentence);
    void say(bool well, std::string_view step, const std::string& sentence);
    void finish();

    Trial trial_;
    Done done_;
    busbar::Loop& loop_;
    const TransportFactory& make_transport_;
    busbar::Timer timer_;  // takes too long; or done, out of the transport's callback
    std::unique_ptr<Reach> reach_;
    std::unique_ptr<Transport> transport_;
    bool publishing_ = false;
    bool heard_nothing_ = false;  // the subscription to the trial's own topic was refused
    busbar::Clock::time_point published_at_;
    std::string lines_;
    bool failed_ = false;
};

}  // namespace mqtt_client
