// SPDX-License-Identifier: Apache-2.0
// TunnelConnection: carries out what the state machine asks for.
#include "knx/io/tunnel_connection.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <string>
#include <utility>
#include <variant>

#include "busbar/loop.hpp"
#include "knx/io/make_transport.hpp"

namespace knx {

namespace asio = boost::asio;
using busbar::Clock;

namespace {

bool confirms(std::span<const TunnelEvent> events) {
    return std::any_of(events.begin(), events.end(), [](const TunnelEvent& event) {
        return std::holds_alternative<Confirmed>(event);
    });
}

}  // namespace

TunnelConnection::TunnelConnection(asio::io_context& context, LineOwner& owner, Options options)
    : context_(context),
      owner_(owner),
      options_(std::move(options)),
      tunnel_(options_.tunnel),
      transport_(make_transport(
          context, options_.tunnel.transport,
          {[this](const Endpoint& local, const Endpoint& server) { on_open(local, server); },
           [this](std::span<const Arrival> arrivals) { on_arrivals(arrivals); },
           [this](std::string sentence) { on_failure(std::move(sentence)); }})),
      deadline_timer_(context),
      pause_timer_(context) {}

void TunnelConnection::start() {
    owner_.on_line_status({LineState::Connecting, {}, ""});
    open();
}

void TunnelConnection::open() { transport_->open(options_.host, options_.port); }

void TunnelConnection::on_open(const Endpoint& local, const Endpoint& server) {
    const auto now = Clock::now();
    step(Tunnel::Opened{local, server}, now);
    finish(now);
}

void TunnelConnection::on_arrivals(std::span<const Arrival> arrivals) {
    const auto now = Clock::now();
    transport_->hold();
    for (const auto& arrival : arrivals) {
        step(Tunnel::Arrived{arrival.frame, arrival.sender}, now);
        if (!actions_.transition()) continue;
        finish(now);
        // A telegram may come right behind the connect response; what follows the end of a
        // connection belongs to nobody.
        if (tunnel_.state() != Tunnel::State::Connected) return;
    }
    finish(now);
}

void TunnelConnection::on_failure(std::string sentence) {
    const auto now = Clock::now();
    // Without a tunnel there is nothing to lose yet: the socket could not be opened.
    if (tunnel_.state() == Tunnel::State::Idle) return retry_later(sentence, now);
    step(Tunnel::Closed{std::move(sentence)}, now);
    finish(now);
}

// Sends are carried out at once, unless the transport holds them; events gather for finish().
void TunnelConnection::step(const Tunnel::Event& event, TimePoint now) {
    tunnel_.step(event, now, actions_);
    carry_out(actions_);
}

void TunnelConnection::carry_out(Actions& actions) {
    for (const auto& send : actions.sends()) transport_->send(actions.frame(send), send.to);
    actions.clear_sends();
}

void TunnelConnection::finish(TimePoint now) {
    // Over UDP a server sends nothing before it has its acknowledgement, so that goes first. Behind
    // a confirmation the next request follows at once: both with one call to the system, which
    // wakes the server once.
    if (!confirms(actions_.events())) transport_->flush();
    if (!actions_.events().empty()) owner_.on_line_events(actions_.events());
    transport_->flush();
    const auto transition = actions_.transition();
    actions_.clear();
    if (transition) {
        std::visit([&](const auto& change) { on_transition(change, now); }, *transition);
    }
    arm();
}

void TunnelConnection::on_transition(const Connected& connected, TimePoint now) {
    connected_since_ = now;
    address_ = connected.address;
    ++connections_;
    owner_.on_line_status({LineState::Connected, connected.address, ""});
}

void TunnelConnection::on_transition(const Lost& lost, TimePoint now) {
    if (lost.loss != Loss::Refused && lost.loss != Loss::NoAnswer) {
        backoff_.connection_stood(now - connected_since_);
    }
    // An answer that comes too late must still find us: its tunnel is to be given back. On a stream
    // there is no need, since its end frees all tunnels.
    const bool answer_may_come =
        lost.loss == Loss::NoAnswer && options_.tunnel.transport == HostProtocol::Udp;
    if (!answer_may_come) transport_->close();
    retry_later(lost.sentence, now);
}

void TunnelConnection::on_transition(const Stopped&, TimePoint) { end(); }

void TunnelConnection::on_transition(const HealthChanged& changed, TimePoint) {
    owner_.on_line_status({LineState::Connected, address_, changed.trouble});
}

void TunnelConnection::retry_later(const std::string& sentence, TimePoint now) {
    if (done_) return end();
    const double chance = std::uniform_real_distribution<double>(0.0, 1.0)(random_);
    pause_timer_.expires_at(now + backoff_.next(chance));
    pause_timer_.async_wait(life_.guard([this](const auto& error) {
        if (!error) open();
    }));
    owner_.on_line_status({LineState::Waiting, {}, sentence});
}

busbar::Status TunnelConnection::submit(RequestId id, Telegram telegram) {
    BUSBAR_CHECK(tunnel_.submit(id, std::move(telegram), Clock::now(), submitted_));
    carry_out(submitted_);
    submitted_.clear();
    arm();
    return {};
}

LineFigures TunnelConnection::figures() const {
    const auto& counters = tunnel_.counters();
    LineFigures figures;
    figures.repeated = counters.repeated + counters.resent;
    figures.malformed = counters.malformed;
    figures.reconnects = connections_ > 0 ? connections_ - 1 : 0;
    figures.released = counters.released;
    figures.max_apdu_length = tunnel_.max_apdu_length();
    return figures;
}

void TunnelConnection::stop(std::function<void()> done) {
    done_ = std::move(done);
    // Not from here: the owner may be in the middle of what it hears from us.
    asio::post(context_, life_.guard([this] { begin_to_stop(); }));
}

void TunnelConnection::begin_to_stop() {
    const auto now = Clock::now();
    pause_timer_.expires_at(now + kStopMax);
    pause_timer_.async_wait(life_.guard([this](const auto& error) {
        if (!error) end();
    }));
    step(Tunnel::StopAsked{}, now);
    finish(now);
}

void TunnelConnection::end() {
    life_.renew();
    deadline_timer_.cancel();
    pause_timer_.cancel();
    transport_->close();
    owner_.on_line_status({LineState::Stopped, {}, ""});
    if (const auto done = std::exchange(done_, nullptr)) done();
}

// Only an earlier deadline sets the timer anew. A later one lets it ring for nothing and sets it
// then: otherwise every telegram would move it, two system calls each.
void TunnelConnection::arm() {
    const auto deadline = tunnel_.deadline();
    if (deadline >= armed_) return;
    armed_ = deadline;
    deadline_timer_.expires_at(deadline);
    deadline_timer_.async_wait(life_.guard([this](const auto& error) {
        if (error) return;
        armed_ = TimePoint::max();
        const auto now = Clock::now();
        step(Tunnel::TimePassed{}, now);
        finish(now);
    }));
}

}  // namespace knx
