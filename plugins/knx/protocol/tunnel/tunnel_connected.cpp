// SPDX-License-Identifier: Apache-2.0
// Tunnel: what a frame or the clock means while connected.
#include <utility>

#include "knx/protocol/cemi.hpp"
#include "knx/protocol/knxip/connectionstate.hpp"
#include "knx/protocol/knxip/disconnect.hpp"
#include "knx/protocol/knxip/tunnelling.hpp"
#include "knx/protocol/tunnel/tunnel.hpp"

namespace knx {

void Tunnel::on_connected_frame(const Arrived& arrived, TimePoint now, Actions& actions) {
    const auto frame = open(arrived.frame);
    if (!frame) return;
    switch (frame->service) {
        case Service::TunnellingRequest:
            return on_tunnelling_request(frame->body, now, actions);
        case Service::TunnellingAck:
            return on_ack(frame->body, now, actions);
        case Service::TunnellingFeatureInfo:
        case Service::TunnellingFeatureResponse:
            return on_feature(frame->service, frame->body, now, actions);
        case Service::ConnectionstateResponse:
            return on_connectionstate_response(frame->body, now, actions);
        case Service::DisconnectRequest:
            return on_disconnect_request(frame->body, actions);
        case Service::ConnectResponse:
            return release_late(frame->body, actions);
        default:
            return;  // late answers, and services a tunnel does not use
    }
}

void Tunnel::on_connected_time(TimePoint now, Actions& actions) {
    auto& outbox = connection_->outbox;
    if (now >= connection_->incoming.deadline()) {
        return give_up(Loss::SequenceGap,
                       "a telegram of the interface was lost and not repeated: check the network",
                       actions);
    }
    switch (outbox.overdue(now)) {
        case Outbox::Verdict::Wait:
            break;
        case Outbox::Verdict::Repeat:
            ++counters_.resent;
            send_request(outbox.repeated(), actions);
            break;
        case Outbox::Verdict::GiveUp:
            return give_up(Loss::Unacknowledged,
                           "the interface does not acknowledge telegrams: check the network",
                           actions);
    }
    while (const auto id = outbox.take_unconfirmed(now)) {
        actions.tell(Failed{*id, Failure::Unconfirmed});
    }
    send_waiting(now, actions);
    obey(connection_->heartbeat.on_time(now), actions);
}

// Judges a sequenced frame of the server and acknowledges it where it must be; true when it is to
// be processed. A TCP stream neither loses nor repeats, so there the sequence says nothing.
bool Tunnel::accepts(const ConnectionHeader& header, TimePoint now, Actions& actions) {
    if (!ours(header.channel)) return false;
    if (options_.transport == HostProtocol::Tcp) return true;
    const auto verdict = connection_->incoming.judge(header.sequence, now);
    if (verdict == IncomingSequence::Verdict::Discard) {
        ++counters_.discarded;
        return false;
    }
    const TunnellingAck ack{{header.channel, header.sequence, StatusCode::Ok}};
    actions.send(connection_->data, [&](ByteBuffer& out) { encode(ack, out); });
    if (verdict == IncomingSequence::Verdict::Repeat) ++counters_.repeated;
    return verdict == IncomingSequence::Verdict::Accept;
}

void Tunnel::on_tunnelling_request(ByteSpan body, TimePoint now, Actions& actions) {
    const auto request = checked(decode_tunnelling_request(body));
    if (!request || !accepts(request->connection, now, actions)) return;
    on_cemi(request->cemi, actions);
    send_waiting(now, actions);  // a confirmation may have opened the window
}

void Tunnel::on_cemi(ByteSpan cemi, Actions& actions) {
    const auto message = decode_ldata(cemi);
    if (!message) {
        if (message.error().code == busbar::ErrorCode::InvalidArgument) ++counters_.malformed;
        return;
    }
    auto telegram = telegram_of(*message);
    if (!telegram) return;  // device management by somebody else; a tunnel sees that too
    if (message->code == MessageCode::LDataIndication) {
        actions.tell(std::move(*telegram));
    } else if (message->code == MessageCode::LDataConfirmation) {
        const auto id = connection_->outbox.on_confirmation(*telegram);
        if (!id) {
            ++counters_.unmatched;
        } else if (message->negative()) {
            actions.tell(Failed{*id, Failure::Negative});
        } else {
            actions.tell(Confirmed{*id});
        }
    }
}

void Tunnel::on_ack(ByteSpan body, TimePoint now, Actions& actions) {
    const auto ack = checked(decode_tunnelling_ack(body));
    if (!ack || !ours(ack->connection.channel)) return;
    const auto& [channel, sequence, status] = ack->connection;
    if (!connection_->outbox.on_ack(sequence, status, now)) {
        return give_up(Loss::Unacknowledged,
                       "the interface refuses a telegram: " + describe(status), actions);
    }
    send_waiting(now, actions);
}

void Tunnel::on_connectionstate_response(ByteSpan body, TimePoint now, Actions& actions) {
    const auto response = checked(decode_connectionstate_response(body));
    if (!response || !ours(response->channel)) return;
    const bool bus_lost = response->status == StatusCode::KnxConnection;
    if ((bus_lost || response->status == StatusCode::Ok) && !connection_->tells_of_bus) {
        set_bus_connected(!bus_lost, actions);
    }
    obey(connection_->heartbeat.on_answer(response->status, now), actions);
}

void Tunnel::on_disconnect_request(ByteSpan body, Actions& actions) {
    const auto request = checked(decode_disconnect_request(body));
    if (!request || !ours(request->channel)) return;
    send_disconnect_response(request->channel, actions);
    idle_from_any(Lost{Loss::ServerClosed, "the interface closed the connection"},
                  Failure::ConnectionLost, actions);
}

void Tunnel::obey(Heartbeat::Verdict verdict, Actions& actions) {
    switch (verdict) {
        case Heartbeat::Verdict::Wait:
            return;
        case Heartbeat::Verdict::Ask: {
            const ConnectionstateRequest request{connection_->channel, local_hpai()};
            actions.send(control_, [&](ByteBuffer& out) { encode(request, out); });
            // An interface that does not tell by itself is asked again with every heartbeat.
            if (connection_->tells_of_bus) {
                send_feature(Service::TunnellingFeatureGet, Feature::BusConnectionStatus, {},
                             actions);
            }
            return;
        }
        case Heartbeat::Verdict::GiveUp:
            return give_up(Loss::NoHeartbeat,
                           "the interface no longer answers: check power and network", actions);
    }
}

void Tunnel::send_waiting(TimePoint now, Actions& actions) {
    while (const auto* request = connection_->outbox.next(now)) send_request(*request, actions);
}

void Tunnel::send_request(const Outbox::Request& request, Actions& actions) {
    actions.send(connection_->data, [&](ByteBuffer& out) {
        FrameWriter frame(out, Service::TunnellingRequest);
        encode_connection_header({connection_->channel, request.sequence, StatusCode::Ok}, out);
        encode_telegram(MessageCode::LDataRequest, request.telegram, out);
        frame.finish();
    });
}

}  // namespace knx
