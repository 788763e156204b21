// SPDX-License-Identifier: Apache-2.0
// Tunnel: states and transitions. What a frame means while connected is in tunnel_connected.cpp.
#include "knx/protocol/tunnel/tunnel.hpp"

#include <algorithm>
#include <utility>

#include "knx/protocol/knxip/disconnect.hpp"

namespace knx {

using busbar::ErrorCode;
using busbar::fail;

Tunnel::Tunnel(TunnelOptions options) : options_(std::move(options)) {}

void Tunnel::step(const Event& event, TimePoint now, Actions& actions) {
    switch (state_) {
        case State::Idle:
            return step_idle(event, now, actions);
        case State::Connecting:
            return step_connecting(event, now, actions);
        case State::Connected:
            return step_connected(event, now, actions);
        case State::Disconnecting:
            return step_disconnecting(event, now, actions);
    }
}

void Tunnel::step_idle(const Event& event, TimePoint now, Actions& actions) {
    if (const auto* opened = std::get_if<Opened>(&event)) {
        connecting_from_idle(*opened, now, actions);
    } else if (const auto* arrived = std::get_if<Arrived>(&event)) {
        const auto frame = open(arrived->frame);
        if (frame && frame->service == Service::ConnectResponse) release_late(frame->body, actions);
    } else if (std::holds_alternative<StopAsked>(event)) {
        actions.change(Stopped{});
    }
}

void Tunnel::step_connecting(const Event& event, TimePoint now, Actions& actions) {
    if (const auto* arrived = std::get_if<Arrived>(&event)) {
        on_connect_response(*arrived, now, actions);
    } else if (std::holds_alternative<TimePassed>(event)) {
        if (now < deadline_) return;
        ++unanswered_;
        give_up(Loss::NoAnswer,
                "no answer from " + to_string(control_) +
                    ": check address, port and whether the interface is on",
                actions);
    } else if (const auto* closed = std::get_if<Closed>(&event)) {
        give_up(Loss::Transport, closed->sentence, actions);
    } else if (std::holds_alternative<StopAsked>(event)) {
        // The server may be giving us a tunnel right now: wait for its answer, to give it back.
        state_ = State::Disconnecting;
        leaving_.reset();
    }
}

void Tunnel::step_connected(const Event& event, TimePoint now, Actions& actions) {
    if (const auto* arrived = std::get_if<Arrived>(&event)) {
        on_connected_frame(*arrived, now, actions);
    } else if (std::holds_alternative<TimePassed>(event)) {
        on_connected_time(now, actions);
    } else if (const auto* closed = std::get_if<Closed>(&event)) {
        idle_from_any(Lost{Loss::Transport, closed->sentence}, Failure::ConnectionLost, actions);
    } else if (std::holds_alternative<StopAsked>(event)) {
        disconnecting_from_connected(now, actions);
    }
}

void Tunnel::step_disconnecting(const Event& event, TimePoint now, Actions& actions) {
    if (const auto* arrived = std::get_if<Arrived>(&event)) {
        on_disconnecting_frame(*arrived, now, actions);
    } else if (std::holds_alternative<Closed>(event) ||
               (std::holds_alternative<TimePassed>(event) && now >= deadline_)) {
        idle_from_any(Stopped{}, Failure::Stopped, actions);
    }
}

void Tunnel::connecting_from_idle(const Opened& opened, TimePoint now, Actions& actions) {
    state_ = State::Connecting;
    if (opened.local != local_) unanswered_ = 0;  // nobody hears at the old address
    local_ = opened.local;
    control_ = opened.server;
    deadline_ = now + kConnectMax;
    const ConnectRequest request{local_hpai(), local_hpai(), ConnectionType::Tunnel,
                                 TunnelLayer::Link, options_.tunnel_address};
    actions.send(control_, [&](ByteBuffer& out) { encode(request, out); });
}

void Tunnel::connected_from_connecting(const ConnectResponse& response, const Endpoint& sender,
                                       TimePoint now, Actions& actions) {
    const bool udp = options_.transport == HostProtocol::Udp;
    const std::size_t window = options_.window != 0 ? options_.window
                               : udp                ? kWindowUdp
                                                    : kWindowTcp;
    state_ = State::Connected;
    connection_.emplace(Connection{response.channel,
                                   response.tunnel_address,
                                   answer_address(response.data, sender),
                                   {},
                                   Heartbeat(now),
                                   Outbox(udp ? Outbox::Receipts::Acks : Outbox::Receipts::None,
                                          window, options_.queue_length_max)});
    actions.change(Connected{response.tunnel_address});
    if (!udp) ask_features(actions);
}

void Tunnel::disconnecting_from_connected(TimePoint now, Actions& actions) {
    state_ = State::Disconnecting;
    deadline_ = now + kDisconnectMax;
    leaving_ = connection_->channel;
    send_disconnect_request(*leaving_, actions);
    while (const auto id = connection_->outbox.take_any()) {
        actions.tell(Failed{*id, Failure::Stopped});
    }
    connection_.reset();
}

void Tunnel::idle_from_any(Transition transition, Failure failure, Actions& actions) {
    if (connection_) {
        while (const auto id = connection_->outbox.take_any()) actions.tell(Failed{*id, failure});
        connection_.reset();
    }
    state_ = State::Idle;
    leaving_.reset();
    actions.change(std::move(transition));
}

// Leaves a connection that no longer works. The server is told, so that it frees the tunnel, but
// its answer is not worth waiting for.
void Tunnel::give_up(Loss loss, std::string sentence, Actions& actions) {
    if (connection_) send_disconnect_request(connection_->channel, actions);
    idle_from_any(Lost{loss, std::move(sentence)}, Failure::ConnectionLost, actions);
}

void Tunnel::on_connect_response(const Arrived& arrived, TimePoint now, Actions& actions) {
    const auto frame = open(arrived.frame);
    if (!frame || frame->service != Service::ConnectResponse) return;
    const auto response = checked(decode_connect_response(frame->body));
    if (!response) return;
    if (response->status != StatusCode::Ok) {
        return give_up(Loss::Refused, refusal(response->status), actions);
    }
    connected_from_connecting(*response, arrived.sender, now, actions);
}

std::string Tunnel::refusal(StatusCode status) const {
    // What an interface answers that knows only "any tunnel".
    const bool unknown_request =
        status == StatusCode::ConnectionType || status == StatusCode::ConnectionOption;
    if (!options_.tunnel_address || !unknown_request) return describe(status);
    return "the interface does not let us choose a tunnel: leave the tunnel address empty instead "
           "of " +
           to_string(*options_.tunnel_address);
}

// An answer to a request that was given up: without this the tunnel stays taken for two minutes.
// Only as many as there were such requests, so that nobody can make us disconnect another client.
void Tunnel::release_late(ByteSpan body, Actions& actions) {
    const auto response = checked(decode_connect_response(body));
    if (!response || unanswered_ == 0) return;
    if (connection_ && response->channel == connection_->channel) return;  // ours, a second time
    --unanswered_;
    if (response->status != StatusCode::Ok) return;
    ++counters_.released;
    send_disconnect_request(response->channel, actions);
}

void Tunnel::on_disconnecting_frame(const Arrived& arrived, TimePoint now, Actions& actions) {
    const auto frame = open(arrived.frame);
    if (!frame) return;
    if (!leaving_ && frame->service == Service::ConnectResponse) {
        const auto response = checked(decode_connect_response(frame->body));
        if (!response) return;
        if (response->status != StatusCode::Ok) {
            return idle_from_any(Stopped{}, Failure::Stopped, actions);
        }
        leaving_ = response->channel;
        deadline_ = now + kDisconnectMax;
        send_disconnect_request(*leaving_, actions);
    } else if (frame->service == Service::DisconnectResponse) {
        const auto response = checked(decode_disconnect_response(frame->body));
        if (!response || !ours(response->channel)) return;
        idle_from_any(Stopped{}, Failure::Stopped, actions);
    } else if (frame->service == Service::DisconnectRequest) {
        const auto request = checked(decode_disconnect_request(frame->body));
        if (!request || !ours(request->channel)) return;
        send_disconnect_response(request->channel, actions);
        idle_from_any(Stopped{}, Failure::Stopped, actions);
    }
}

busbar::Status Tunnel::submit(RequestId id, Telegram telegram, TimePoint now, Actions& actions) {
    if (!connection_) {
        return fail(ErrorCode::FailedPrecondition, "not connected to the KNX interface");
    }
    if (telegram.destination.broadcast()) {
        return fail(ErrorCode::InvalidArgument, "0/0/0 is the broadcast address, not a group");
    }
    telegram.source = connection_->address;
    BUSBAR_CHECK(connection_->outbox.push(id, std::move(telegram)));
    send_waiting(now, actions);
    return {};
}

TimePoint Tunnel::deadline() const {
    switch (state_) {
        case State::Idle:
            break;
        case State::Connecting:
        case State::Disconnecting:
            return deadline_;
        case State::Connected:
            return std::min({connection_->heartbeat.deadline(), connection_->incoming.deadline(),
                             connection_->outbox.deadline()});
    }
    return TimePoint::max();
}

void Tunnel::send_disconnect_request(std::uint8_t channel, Actions& actions) {
    actions.send(control_, [&](ByteBuffer& out) {
        encode(DisconnectRequest{channel, local_hpai()}, out);
    });
}

void Tunnel::send_disconnect_response(std::uint8_t channel, Actions& actions) {
    actions.send(control_, [&](ByteBuffer& out) {
        encode(DisconnectResponse{channel, StatusCode::Ok}, out);
    });
}

std::optional<Tunnel::Body> Tunnel::open(ByteSpan frame) {
    const auto header = checked(decode_header(frame));
    if (!header) return std::nullopt;
    if (frame.size() < header->total_length) {
        ++counters_.malformed;
        return std::nullopt;
    }
    return Body{header->service, frame.first(header->total_length).subspan(KnxIpHeader::kSize)};
}

bool Tunnel::ours(std::uint8_t channel) {
    const bool is_ours = connection_ ? channel == connection_->channel : channel == leaving_;
    if (!is_ours) ++counters_.foreign;
    return is_ours;
}

Hpai Tunnel::local_hpai() const {
    const bool anywhere = options_.route_back || options_.transport == HostProtocol::Tcp;
    return anywhere ? route_back_hpai(options_.transport) : Hpai{options_.transport, local_};
}

}  // namespace knx
