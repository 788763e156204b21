// SPDX-License-Identifier: Apache-2.0
// RoutingConnection: from events of the socket to steps, and from actions to calls.
#include "knx/io/routing_connection.hpp"

#include <boost/asio/post.hpp>
#include <utility>
#include <variant>

#include "busbar/loop.hpp"

namespace knx {

namespace asio = boost::asio;
using busbar::Clock;

RoutingConnection::RoutingConnection(asio::io_context& context, LineOwner& owner, Options options)
    : context_(context),
      owner_(owner),
      options_(std::move(options)),
      routing_(options_.routing,
               [this] { return std::uniform_real_distribution<double>(0.0, 1.0)(random_); }),
      socket_(context, {[this](std::span<const Arrival> arrivals) { on_arrivals(arrivals); },
                        [this](std::string sentence) { on_failure(std::move(sentence)); }}),
      deadline_timer_(context),
      pause_timer_(context) {}

void RoutingConnection::start() {
    owner_.on_line_status({LineState::Connecting, {}, ""});
    asio::post(context_, life_.guard([this] { open(); }));
}

busbar::Result<NetworkInterface> RoutingConnection::network_interface() const {
    if (options_.network_interface.empty())
        return network_interface_towards(options_.group.address);
    return find_network_interface(options_.network_interface);
}

void RoutingConnection::open() {
    const auto now = Clock::now();
    const auto interface = network_interface();
    if (!interface) return retry_later(interface.error().message, now);
    const auto local = socket_.open(options_.group, *interface);
    if (!local) return retry_later(local.error().message, now);
    interface_ = *interface;
    step(Routing::Opened{*local, options_.group}, now);
    finish(now);
    check_interface();
}

void RoutingConnection::check_interface() {
    pause_timer_.expires_after(kInterfaceCheck);
    pause_timer_.async_wait(life_.guard([this](const auto& error) {
        if (error) return;
        const auto found = network_interface();
        if (found && *found == interface_) return check_interface();
        on_failure(found ? "the network interface " + interface_.name + " has changed"
                         : found.error().message);
    }));
}

void RoutingConnection::on_arrivals(std::span<const Arrival> arrivals) {
    const auto now = Clock::now();
    for (const auto& arrival : arrivals) {
        step(Routing::Arrived{arrival.frame, arrival.sender}, now);
        if (actions_.transition()) finish(now);
    }
    finish(now);
}

void RoutingConnection::on_failure(std::string sentence) {
    step_and_finish(Routing::Closed{std::move(sentence)});
}

void RoutingConnection::step_and_finish(const Routing::Event& event) {
    const auto now = Clock::now();
    step(event, now);
    finish(now);
}

void RoutingConnection::step(const Routing::Event& event, TimePoint now) {
    routing_.step(event, now, actions_);
    if (!actions_.sends().empty()) send(now);
}

// A telegram is confirmed when it has really left.
void RoutingConnection::send(TimePoint now) {
    const auto sent = socket_.send(actions_.frame(actions_.sends().front()));
    actions_.clear_sends();
    if (sent) return routing_.step(Routing::Sent{}, now, actions_);
    routing_.step(Routing::Closed{sent.error().message}, now, actions_);
}

void RoutingConnection::finish(TimePoint now) {
    if (!actions_.events().empty()) owner_.on_line_events(actions_.events());
    const auto transition = actions_.transition();
    actions_.clear();
    if (transition) {
        std::visit([&](const auto& change) { on_transition(change, now); }, *transition);
    }
    arm();
}

void RoutingConnection::on_transition(const Connected& connected, TimePoint now) {
    connected_since_ = now;
    ++connections_;
    owner_.on_line_status({LineState::Connected, connected.address, ""});
}

void RoutingConnection::on_transition(const Lost& lost, TimePoint now) {
    backoff_.connection_stood(now - connected_since_);
    socket_.close();
    retry_later(lost.sentence, now);
}

void RoutingConnection::on_transition(const Stopped&, TimePoint) { end(); }

void RoutingConnection::on_transition(const HealthChanged& changed, TimePoint) {
    owner_.on_line_status({LineState::Connected, options_.routing.address, changed.trouble});
}

void RoutingConnection::retry_later(const std::string& sentence, TimePoint now) {
    const double chance = std::uniform_real_distribution<double>(0.0, 1.0)(random_);
    pause_timer_.expires_at(now + backoff_.next(chance));
    pause_timer_.async_wait(life_.guard([this](const auto& error) {
        if (!error) open();
    }));
    owner_.on_line_status({LineState::Waiting, {}, sentence});
}

busbar::Status RoutingConnection::submit(RequestId id, Telegram telegram) {
    BUSBAR_CHECK(routing_.submit(id, std::move(telegram), Clock::now()));
    arm();
    return {};
}

LineFigures RoutingConnection::figures() const {
    const auto& counters = routing_.counters();
    LineFigures figures;
    figures.malformed = counters.malformed;
    figures.reconnects = connections_ > 0 ? connections_ - 1 : 0;
    figures.routing =
        RoutingFigures{counters.busy, counters.lost, counters.held_back, counters.expired};
    return figures;
}

void RoutingConnection::stop(std::function<void()> done) {
    done_ = std::move(done);
    // Not from here: the owner may be in the middle of what it hears from us.
    asio::post(context_, life_.guard([this] { step_and_finish(Routing::StopAsked{}); }));
}

void RoutingConnection::end() {
    life_.renew();
    deadline_timer_.cancel();
    pause_timer_.cancel();
    socket_.close();
    owner_.on_line_status({LineState::Stopped, {}, ""});
    if (const auto done = std::exchange(done_, nullptr)) done();
}

// What is due goes with the next turn of the loop, never from within submit(), and without a timer.
void RoutingConnection::arm() {
    const auto deadline = routing_.deadline();
    if (deadline == TimePoint::max() || step_posted_) return;
    if (deadline <= Clock::now()) {
        step_posted_ = true;
        return asio::post(context_, life_.guard([this] {
            step_posted_ = false;
            step_and_finish(Routing::TimePassed{});
        }));
    }
    deadline_timer_.expires_at(deadline);
    deadline_timer_.async_wait(life_.guard([this](const auto& error) {
        if (!error) step_and_finish(Routing::TimePassed{});
    }));
}

}  // namespace knx
