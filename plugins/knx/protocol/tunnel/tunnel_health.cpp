// SPDX-License-Identifier: Apache-2.0
// Tunnel: how the interface behind the connection fares. Over TCP (tunnelling version 2) it is
// asked for its features and tells when they change; over UDP only its heartbeat says something,
// because an older interface would close the connection on a request it does not know.
#include <algorithm>
#include <array>
#include <utility>

#include "knx/protocol/knxip/feature.hpp"
#include "knx/protocol/tunnel/tunnel.hpp"

namespace knx {

void Tunnel::ask_features(Actions& actions) {
    for (const auto feature :
         {Feature::InfoServiceEnable, Feature::BusConnectionStatus, Feature::MaxApduLength}) {
        send_feature(Service::TunnellingFeatureGet, feature, {}, actions);
    }
}

void Tunnel::send_feature(Service service, Feature feature, ByteSpan value, Actions& actions) {
    const TunnellingFeature request{
        {connection_->channel, connection_->outbox.take_sequence(), StatusCode::Ok},
        feature,
        0,
        value};
    actions.send(connection_->data, [&](ByteBuffer& out) { encode(request, service, out); });
}

// A server may tell them over UDP as well, and there they count in its sequence. A feature that it
// does not have is answered with an error and no value.
void Tunnel::on_feature(Service service, ByteSpan body, TimePoint now, Actions& actions) {
    const auto feature = checked(decode_tunnelling_feature(service, body));
    if (!feature || !accepts(feature->connection, now, actions)) return;
    const auto value = feature->value;
    if (feature->return_code != 0 || value.empty()) return;
    const bool on = std::ranges::any_of(value, [](auto octet) { return octet != 0; });
    switch (feature->feature) {
        case Feature::BusConnectionStatus:
            connection_->tells_of_bus = options_.transport == HostProtocol::Tcp;
            return set_bus_connected(on, actions);
        case Feature::MaxApduLength:
            if (value.size() == 2) connection_->max_apdu_length = read_u16(value, 0);
            return;
        case Feature::InfoServiceEnable:
            if (!on) switch_reports_on(actions);
            return;
        default:
            return;
    }
}

// From here on the interface tells by itself when its bus goes or comes.
void Tunnel::switch_reports_on(Actions& actions) {
    if (options_.transport == HostProtocol::Udp) return;
    constexpr std::array<std::uint8_t, 1> kOn{1};
    send_feature(Service::TunnellingFeatureSet, Feature::InfoServiceEnable, kOn, actions);
}

void Tunnel::set_bus_connected(bool connected, Actions& actions) {
    if (connected == std::exchange(connection_->bus_connected, connected)) return;
    actions.change(HealthChanged{
        connected ? ""
                  : "the interface is reachable, the KNX bus behind it is not connected: check its "
                    "bus cable and power supply"});
}

}  // namespace knx
