// SPDX-License-Identifier: Apache-2.0
// RoutingConnection: a KNX line through KNXnet/IP routers, which share a multicast group; joins
// socket, state machine and clock, and joins the group again by itself.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <functional>
#include <random>
#include <string>

#include "busbar/result.hpp"
#include "knx/io/life.hpp"
#include "knx/io/line.hpp"
#include "knx/io/multicast_socket.hpp"
#include "knx/protocol/routing/routing.hpp"
#include "knx/protocol/tunnel/backoff.hpp"

namespace knx {

class RoutingConnection final : public Line {
 public:
    static constexpr Endpoint kGroupDefault{{224, 0, 23, 12}, 3671};
    // A network interface that went and came is another one to the system, and the group must be
    // joined anew; nobody tells us, so we look every so often.
    static constexpr std::chrono::seconds kInterfaceCheck{15};

    struct Options {
        Endpoint group = kGroupDefault;
        std::string network_interface;  // name or IPv4 address; empty: as the system routes `group`
        RoutingOptions routing;
    };

    // `context` and `owner` outlive the connection. What is queued in `context` when it is
    // destroyed does nothing any more.
    RoutingConnection(boost::asio::io_context& context, LineOwner& owner, Options options);

    void start() override;
    void stop(std::function<void()> done) override;
    [[nodiscard]] busbar::Status submit(RequestId id, Telegram telegram) override;
    [[nodiscard]] LineFigures figures() const override;

 private:
    [[nodiscard]] busbar::Result<NetworkInterface> network_interface() const;
    void open();
    void check_interface();
    void on_arrivals(std::span<const Arrival> arrivals);
    void on_failure(std::string sentence);

    void step(const Routing::Event& event, TimePoint now);
    void step_and_finish(const Routing::Event& event);
    void send(TimePoint now);
    void finish(TimePoint now);
    void on_transition(const Connected& connected, TimePoint now);
    void on_transition(const Lost& lost, TimePoint now);
    void on_transition(const Stopped& stopped, TimePoint now);
    void on_transition(const HealthChanged& changed, TimePoint now);

    void retry_later(const std::string& sentence, TimePoint now);
    void end();
    void arm();

    boost::asio::io_context& context_;
    LineOwner& owner_;
    const Options options_;
    std::minstd_rand random_{std::random_device{}()};
    Routing routing_;
    MulticastSocket socket_;
    NetworkInterface interface_;  // while joined
    Life life_;

    boost::asio::steady_timer deadline_timer_;  // the state machine's
    boost::asio::steady_timer pause_timer_;     // between attempts; while joined, between checks
    Backoff backoff_;
    TimePoint connected_since_{};
    std::uint64_t connections_ = 0;
    bool step_posted_ = false;
    std::function<void()> done_;  // set once stopping
    Actions actions_;             // kept to be reused
};

}  // namespace knx
