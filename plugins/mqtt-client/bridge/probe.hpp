// SPDX-License-Identifier: Apache-2.0
// Probe: tries a connection once, beside the one that may be running. The action "test".
#pragma once

#include <functional>
#include <memory>

#include "busbar/result.hpp"
#include "io/transport.hpp"

namespace mqtt_client {

class Probe final : private TransportListener {
 public:
    // The sentence for people: what worked, or what did not.
    using Done = std::function<void(const busbar::Result<std::string>&)>;

    // Connects with a client id of its own, so that it throws nobody out, and logs off again.
    // done() is called once; the probe may be deleted there. Deleted before, it calls nobody.
    Probe(const Endpoint& endpoint, busbar::Loop& loop, const TransportFactory& make_transport,
          Done done);

 private:
    void on_connected() override;
    void on_connect_failed(const Failure& failure) override;
    void on_subscribed(const std::vector<std::string>&) override {}
    void on_lost(const Failure& failure) override;
    void on_message(std::string_view, std::string_view, Delivery) override {}
    void on_published(std::uint64_t, busbar::Clock::time_point) override {}
    void on_room() override {}
    void on_disconnected() override;

    void finish(busbar::Result<std::string> result);

    Endpoint endpoint_;
    Done done_;
    busbar::Timer timer_;  // takes too long; or done, out of the transport's callback
    std::unique_ptr<Transport> transport_;
};

}  // namespace mqtt_client
