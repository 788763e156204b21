// SPDX-License-Identifier: Apache-2.0
// ServerModel: the server's side of the rules the tunnel follows.
#include "support/knx/server_model.hpp"

#include <chrono>

#include "knx/protocol/cemi.hpp"

namespace knx::testing {

void ServerModel::on_frame(ByteSpan frame, TimePoint now) {
    const auto decoded = decode_frame(frame);
    if (!decoded) return;
    if (const auto* feature = std::get_if<TunnellingFeature>(&decoded->content)) {
        return on_feature(*feature, decoded->header.service);
    }
    std::visit([&](const auto& content) { on(content, now); }, decoded->content);
}

void ServerModel::on(const DescriptionRequest&, TimePoint) {
    ++descriptions_;
    if (!behaviour.answer_description) return;
    DescriptionResponse response;
    response.description.device.emplace().name = "Model";
    answer(response);
}

void ServerModel::on(const ConnectRequest& request, TimePoint) {
    last_connect_ = request;
    if (!behaviour.answer_connect) return;
    if (behaviour.connect_status != StatusCode::Ok) {
        return answer(ConnectResponse{0, behaviour.connect_status, {}, {}, {}});
    }
    close();  // one tunnel: who comes last has it
    channel_ = ++last_channel_;
    expected_ = 0;
    next_ = 0;
    ++connects_;
    answer(ConnectResponse{*channel_, StatusCode::Ok, Hpai{transport_, behaviour.data},
                           ConnectionType::Tunnel, kTunnelAddress});
}

void ServerModel::on(const ConnectionstateRequest& request, TimePoint) {
    ++heartbeats_;
    if (!behaviour.answer_heartbeat) return;
    answer(ConnectionstateResponse{
        request.channel, request.channel == channel_ ? StatusCode::Ok : StatusCode::ConnectionId});
}

void ServerModel::on(const DisconnectRequest& request, TimePoint) {
    if (request.channel != channel_) return;
    ++disconnects_;
    close();
    if (behaviour.answer_disconnect) answer(DisconnectResponse{request.channel, StatusCode::Ok});
}

void ServerModel::on(const DisconnectResponse& response, TimePoint) {
    if (response.channel == channel_) close();
}

void ServerModel::on(const TunnellingRequest& request, TimePoint now) {
    const auto& [channel, sequence, status] = request.connection;
    if (channel != channel_) return;
    if (transport_ == HostProtocol::Udp) {
        const bool repeated = static_cast<std::uint8_t>(sequence + 1) == expected_;
        if (sequence != expected_ && !repeated) return;
        if (behaviour.acknowledge) answer(TunnellingAck{{channel, sequence, StatusCode::Ok}});
        if (repeated) return;
        ++expected_;
    }
    execute(request.cemi, now);
}

// Over TCP only: this server speaks version 1 over UDP.
void ServerModel::on_feature(const TunnellingFeature& feature, Service service) {
    if (feature.connection.channel != channel_ || transport_ == HostProtocol::Udp) return;
    constexpr std::uint8_t kNoSuchFeature = 0x01;
    if (!behaviour.features) {
        return answer_feature(Service::TunnellingFeatureResponse, kNoSuchFeature, feature.feature,
                              {});
    }
    if (service == Service::TunnellingFeatureSet) {
        info_enabled_ |= feature.feature == Feature::InfoServiceEnable && feature.value[0] == 1;
    }
    const auto octet = [](bool on) { return ByteBuffer{static_cast<std::uint8_t>(on ? 1 : 0)}; };
    const auto value = feature.feature == Feature::BusConnectionStatus ? octet(bus_connected_)
                       : feature.feature == Feature::InfoServiceEnable ? octet(info_enabled_)
                                                                       : ByteBuffer{0x00, 0xfe};
    answer_feature(Service::TunnellingFeatureResponse, 0, feature.feature, value);
}

void ServerModel::answer_feature(Service service, std::uint8_t return_code, Feature feature,
                                 ByteSpan value) {
    encode(TunnellingFeature{{*channel_, next_++, StatusCode::Ok}, feature, return_code, value},
           service, out_.emplace_back());
}

void ServerModel::set_bus_connected(bool connected) {
    bus_connected_ = connected;
    const std::uint8_t value[] = {static_cast<std::uint8_t>(connected ? 1 : 0)};
    if (channel_ && info_enabled_) {
        answer_feature(Service::TunnellingFeatureInfo, 0, Feature::BusConnectionStatus, value);
    }
}

void ServerModel::execute(ByteSpan cemi, TimePoint now) {
    const auto message = decode_ldata(cemi);
    const auto telegram = message ? telegram_of(*message) : std::nullopt;
    if (!telegram || message->code != MessageCode::LDataRequest) return;
    executed_.push_back(*telegram);
    if (behaviour.confirm) {
        enqueue(MessageCode::LDataConfirmation, *telegram, behaviour.negative, now);
    }
}

void ServerModel::on(const TunnellingAck& ack, TimePoint now) {
    const bool awaited = in_flight_ && ack.connection.channel == channel_ &&
                         ack.connection.sequence == next_ &&
                         ack.connection.status == StatusCode::Ok;
    if (!awaited) return;
    in_flight_.reset();
    ++next_;
    pump(now);
}

void ServerModel::indicate(Telegram telegram, TimePoint now) {
    if (channel_) enqueue(MessageCode::LDataIndication, telegram, false, now);
}

void ServerModel::enqueue(MessageCode code, const Telegram& telegram, bool negative,
                          TimePoint now) {
    auto& cemi = waiting_.emplace_back();
    encode_telegram(code, telegram, cemi);
    if (negative) cemi[2] |= 0x01;
    pump(now);
}

void ServerModel::pump(TimePoint now) {
    while (channel_ && !in_flight_ && !waiting_.empty()) {
        auto& frame = out_.emplace_back();
        encode(TunnellingRequest{{*channel_, next_, StatusCode::Ok}, waiting_.front()}, frame);
        waiting_.pop_front();
        if (transport_ == HostProtocol::Udp) {
            in_flight_ = InFlight{frame, now + std::chrono::seconds(1)};
        } else {
            ++next_;
        }
    }
}

void ServerModel::on_time(TimePoint now) {
    if (!in_flight_ || now < in_flight_->deadline) return;
    if (++in_flight_->sendings > 2) return disconnect();
    ++repetitions_;
    in_flight_->deadline = now + std::chrono::seconds(1);
    out_.push_back(in_flight_->frame);
}

void ServerModel::disconnect() {
    if (!channel_) return;
    answer(DisconnectRequest{*channel_, route_back_hpai(transport_)});
    close();
}

void ServerModel::close() {
    channel_.reset();
    info_enabled_ = false;
    in_flight_.reset();
    waiting_.clear();
}

}  // namespace knx::testing
