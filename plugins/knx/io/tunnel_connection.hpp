// SPDX-License-Identifier: Apache-2.0
// TunnelConnection: a KNX line through the tunnel of an interface; joins socket, state machine and
// clock, and connects again by itself.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <random>
#include <string>

#include "busbar/result.hpp"
#include "knx/io/life.hpp"
#include "knx/io/line.hpp"
#include "knx/io/transport.hpp"
#include "knx/protocol/tunnel/backoff.hpp"
#include "knx/protocol/tunnel/tunnel.hpp"

namespace knx {

class TunnelConnection final : public Line {
 public:
    static constexpr std::uint16_t kPortDefault = 3671;
    // Stopping waits so long for the server's answer, then leaves.
    static constexpr std::chrono::milliseconds kStopMax{1000};

    struct Options {
        std::string host;  // name or IPv4 address
        std::uint16_t port = kPortDefault;
        TunnelOptions tunnel;
    };

    // `context` and `owner` outlive the connection. What is queued in `context` when it is
    // destroyed does nothing any more.
    TunnelConnection(boost::asio::io_context& context, LineOwner& owner, Options options);

    void start() override;
    void stop(std::function<void()> done) override;
    [[nodiscard]] busbar::Status submit(RequestId id, Telegram telegram) override;
    [[nodiscard]] LineFigures figures() const override;

    // What the state machine has dropped and why.
    [[nodiscard]] const Tunnel::Counters& counters() const { return tunnel_.counters(); }

 private:
    void open();
    void on_open(const Endpoint& local, const Endpoint& server);
    void on_arrivals(std::span<const Arrival> arrivals);
    void on_failure(std::string sentence);

    void step(const Tunnel::Event& event, TimePoint now);
    void carry_out(Actions& actions);
    void finish(TimePoint now);
    void on_transition(const Connected& connected, TimePoint now);
    void on_transition(const Lost& lost, TimePoint now);
    void on_transition(const Stopped& stopped, TimePoint now);
    void on_transition(const HealthChanged& changed, TimePoint now);

    void retry_later(const std::string& sentence, TimePoint now);
    void begin_to_stop();
    void end();
    void arm();

    boost::asio::io_context& context_;
    LineOwner& owner_;
    const Options options_;
    Tunnel tunnel_;
    std::unique_ptr<Transport> transport_;
    Life life_;

    boost::asio::steady_timer deadline_timer_;  // the tunnel's
    TimePoint armed_ = TimePoint::max();        // what deadline_timer_ waits for
    boost::asio::steady_timer pause_timer_;     // between attempts, and while stopping

    Backoff backoff_;
    std::minstd_rand random_{std::random_device{}()};
    TimePoint connected_since_{};
    IndividualAddress address_;  // while connected
    std::uint64_t connections_ = 0;
    std::function<void()> done_;  // set once stopping

    // Kept to be reused. What happens during finish() goes into submitted_, never into these.
    Actions actions_;
    Actions submitted_;
};

}  // namespace knx
