// SPDX-License-Identifier: Apache-2.0
// Routing: what a datagram or the clock means, and when a telegram may go.
#include "knx/protocol/routing/routing.hpp"

#include <algorithm>
#include <utility>

#include "knx/protocol/cemi.hpp"
#include "knx/protocol/knxip/frame.hpp"

namespace knx {
namespace {

using busbar::ErrorCode;
using busbar::fail;
using Kind = RoutingTrouble::Kind;

constexpr std::uint8_t kLineDown = 0x01;        // of a router's device state
constexpr std::uint16_t kEverybodyIsMeant = 0;  // control field of ROUTING_BUSY

}  // namespace

Routing::Routing(RoutingOptions options, Chance chance)
    : options_(options),
      chance_(std::move(chance)),
      queue_(options.queue_length_max),
      rate_(options.rate_max) {}

void Routing::step(const Event& event, TimePoint now, Actions& actions) {
    if (!joined_) {
        if (const auto* opened = std::get_if<Opened>(&event)) joined_from_idle(*opened, actions);
        if (std::holds_alternative<StopAsked>(event)) actions.change(Stopped{});
        return;
    }
    if (const auto* arrived = std::get_if<Arrived>(&event)) {
        on_frame(*arrived, now, actions);
    } else if (std::holds_alternative<Sent>(event)) {
        on_sent(now, actions);
    } else if (std::holds_alternative<TimePassed>(event)) {
        on_time(now, actions);
    } else if (const auto* closed = std::get_if<Closed>(&event)) {
        idle_from_joined(Lost{Loss::Transport, closed->sentence}, Failure::ConnectionLost, actions);
    } else if (std::holds_alternative<StopAsked>(event)) {
        idle_from_joined(Stopped{}, Failure::Stopped, actions);
    }
}

void Routing::joined_from_idle(const Opened& opened, Actions& actions) {
    joined_ = true;
    local_ = opened.local;
    group_ = opened.group;
    trouble_ = {};
    actions.change(Connected{options_.address});
}

void Routing::idle_from_joined(Transition transition, Failure failure, Actions& actions) {
    joined_ = false;
    if (leaving_) actions.tell(Failed{*std::exchange(leaving_, std::nullopt), failure});
    while (!queue_.empty()) actions.tell(Failed{queue_.pop().id, failure});
    actions.change(std::move(transition));
}

// ── from the group ──────────────────────────────────────────────────────────────────────────────

void Routing::on_frame(const Arrived& arrived, TimePoint now, Actions& actions) {
    const auto header = checked(decode_header(arrived.frame));
    if (!header) return;
    const auto body = checked(frame_body(*header, arrived.frame));
    if (!body) return;
    switch (header->service) {
        case Service::RoutingIndication:
            return on_indication(*body, arrived.sender, now, actions);
        case Service::RoutingBusy:
            return on_busy(*body, arrived.sender, now, actions);
        case Service::RoutingLostMessage:
            return on_lost(*body, arrived.sender, now, actions);
        default:
            return;  // people who search for interfaces use the same group
    }
}

void Routing::on_indication(ByteSpan body, const Endpoint& sender, TimePoint now,
                            Actions& actions) {
    const auto message = decode_ldata(body);
    if (!message) {
        if (message.error().code == ErrorCode::InvalidArgument) ++counters_.malformed;
        return;
    }
    if (message->code != MessageCode::LDataIndication) return;
    if (sender == local_) {  // the multicast loops what we send back to us
        ++counters_.own;
        return;
    }
    if (message->source == options_.address) {
        tell(Kind::AddressTaken,
             to_string(sender) + " sends as " + to_string(options_.address) +
                 " too: give this interface an individual address of its own",
             now, actions);
    }
    if (auto telegram = telegram_of(*message)) actions.tell(std::move(*telegram));
}

void Routing::on_busy(ByteSpan body, const Endpoint& sender, TimePoint now, Actions& actions) {
    const auto busy = checked(decode_routing_busy(body));
    if (!busy) return;
    on_device_state(busy->device_state, sender, now, actions);
    if (busy->control != kEverybodyIsMeant) return;  // a subset of devices that we are not part of
    ++counters_.busy;
    busy_.on_busy(busy->wait, now, chance_());
}

void Routing::on_lost(ByteSpan body, const Endpoint& sender, TimePoint now, Actions& actions) {
    const auto message = checked(decode_routing_lost_message(body));
    if (!message) return;
    counters_.lost += message->lost;
    on_device_state(message->device_state, sender, now, actions);
    tell(Kind::LostTelegrams,
         "the router " + to_string(sender) +
             " loses telegrams: too many are sent at a time, by us or by others",
         now, actions);
}

void Routing::on_device_state(std::uint8_t state, const Endpoint& sender, TimePoint now,
                              Actions& actions) {
    if ((state & kLineDown) == 0) return;
    tell(Kind::LineDown,
         "the router " + to_string(sender) +
             " has no connection to its KNX line: check the bus cable and power supply",
         now, actions);
}

void Routing::tell(Kind kind, std::string sentence, TimePoint now, Actions& actions) {
    if (trouble_.told(kind, std::move(sentence), now)) {
        actions.change(HealthChanged{trouble_.sentence()});
    }
}

// ── to the group ────────────────────────────────────────────────────────────────────────────────

busbar::Status Routing::submit(RequestId id, Telegram telegram, TimePoint now) {
    if (!joined_) return fail(ErrorCode::FailedPrecondition, "not connected to the KNX line");
    if (telegram.destination.broadcast()) {
        return fail(ErrorCode::InvalidArgument, "0/0/0 is the broadcast address, not a group");
    }
    telegram.source = options_.address;
    const bool waits = leaving_ || !queue_.empty() || now < sending_allowed();
    BUSBAR_CHECK(queue_.push({id, std::move(telegram), now + kWaitMax}));
    if (waits) ++counters_.held_back;
    return {};
}

TimePoint Routing::sending_allowed() const { return std::max(rate_.ready(), busy_.end()); }

void Routing::on_time(TimePoint now, Actions& actions) {
    if (trouble_.over(now)) actions.change(HealthChanged{});
    while (!queue_.empty() && now >= queue_.front().deadline) {
        ++counters_.expired;
        actions.tell(Failed{queue_.pop().id, Failure::NotSent});
    }
    if (queue_.empty() || leaving_ || now < sending_allowed()) return;
    const auto request = queue_.pop();
    leaving_ = request.id;
    rate_.sent(now);
    actions.send(group_, [&](ByteBuffer& out) {
        FrameWriter frame(out, Service::RoutingIndication);
        encode_telegram(MessageCode::LDataIndication, request.telegram, out);
        frame.finish();
    });
}

void Routing::on_sent(TimePoint, Actions& actions) {
    if (leaving_) actions.tell(Confirmed{*std::exchange(leaving_, std::nullopt)});
}

TimePoint Routing::deadline() const {
    if (!joined_) return TimePoint::max();
    if (queue_.empty() || leaving_) return trouble_.until();
    const auto next = std::min(sending_allowed(), queue_.front().deadline);
    return std::min(next, trouble_.until());
}

}  // namespace knx
