// SPDX-License-Identifier: Apache-2.0
// PahoTransport: a Transport on Eclipse Paho MQTT C++ 1.2 (over Paho C 1.3.12).
//
// What was measured with these versions decides how they are used: no automatic reconnect (its
// failures are silent), names are resolved before Paho sees them (it would do so under its lock),
// at most kWindow publishes are handed over and not done (its own queues are slow when long), the
// protocol version is always said (else a refused login is tried twice), and no callback does
// anything but leave a note (Mailbox).
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "io/mailbox.hpp"
#include "io/reach.hpp"
#include "io/resolver.hpp"
#include "io/transport.hpp"

namespace mqtt_client {

class PahoTransport final : public Transport {
 public:
    // Publishes that are handed to Paho and not written (QoS 0) or acknowledged (QoS 1, 2).
    static constexpr std::size_t kWindow = 200;

    PahoTransport(busbar::Loop& loop, TransportListener& listener);
    ~PahoTransport() override;

    void connect(const Endpoint& endpoint) override;
    void subscribe(std::vector<Subscription> topics) override;
    void unsubscribe(std::vector<std::string> topics) override;
    [[nodiscard]] bool publish(const Publication& publication) override;
    void disconnect() override;
    [[nodiscard]] std::uint64_t messages_dropped() const override;

 private:
    enum class State : std::uint8_t { Idle, Connecting, Connected, Disconnecting };

    void resolved(const busbar::Result<Resolver::Addresses>& addresses);
    void open(const std::string& address);
    void subscribe_next();
    void drain();
    void handle(const PahoEvent& event);
    void wait_for_room();
    void find_out_why(const Failure& failure);
    void connect_failed(const Failure& failure);
    void count_completions();
    void lost(const Failure& failure);
    void end();
    void disconnected();
    [[nodiscard]] bool hand_over(const Publication& publication);

    busbar::Loop& loop_;
    TransportListener& listener_;
    std::shared_ptr<Mailbox> mailbox_;  // shared with tasks it has posted
    Resolver resolver_;
    SocketReach reach_;         // after a failure that Paho does not explain
    busbar::Timer timer_;       // log-off takes too long; or room after a refusal
    busbar::Timer subscribed_;  // nothing is left to subscribe
    std::unique_ptr<mqtt::async_client> client_;
    State state_ = State::Idle;
    Endpoint endpoint_;
    std::size_t address_ = 0;  // which of several is tried

    std::vector<Subscription> topics_;  // of subscribe(), and
    std::size_t topics_asked_ = 0;      // how many of them are answered or asked for
    std::size_t batch_start_ = 0;       // where the ones asked for begin
    std::vector<std::string> refused_;
    std::size_t topics_subscribed_ = 0;

    std::uint64_t first_number_ = 0;  // completions below are of an earlier connection
    std::uint64_t first_number_of_next_ = 0;
    std::size_t under_way_ = 0;
    bool full_ = false;
    std::vector<PahoEvent> events_;  // reused
    std::vector<PahoCompletion> completions_;
};

}  // namespace mqtt_client
