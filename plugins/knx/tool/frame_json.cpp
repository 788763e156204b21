// SPDX-License-Identifier: Apache-2.0
// KNXnet/IP frames as JSON: one overload for each kind of content.
#include "knx/tool/frame_json.hpp"

#include <nlohmann/json.hpp>
#include <string>

#include "knx/protocol/dpt/hex.hpp"
#include "knx/tool/cemi_json.hpp"
#include "knx/tool/description_json.hpp"

namespace knx {

using nlohmann::json;

namespace {

void add_status(StatusCode status, json& answer) {
    answer["status"] = static_cast<std::uint8_t>(status);
    answer["status_text"] = describe(status);
}

void add_connection(const ConnectionHeader& header, json& answer) {
    answer["channel"] = header.channel;
    answer["sequence"] = header.sequence;
}

void add_cemi(ByteSpan cemi, json& answer) {
    const auto explained = explain_cemi(cemi);
    if (explained) {
        answer.update(*explained);
    } else {
        answer["cemi"] = to_hex(cemi);
        answer["cemi_error"] = explained.error().message;
    }
}

std::string_view connection_word(ConnectionType type) {
    return type == ConnectionType::Tunnel ? "tunnel" : "device management";
}

json layer_word(TunnelLayer layer) {
    switch (layer) {
        case TunnelLayer::Link:
            return "link layer";
        case TunnelLayer::Raw:
            return "raw";
        case TunnelLayer::BusMonitor:
            return "bus monitor";
    }
    return static_cast<std::uint8_t>(layer);
}

std::string_view feature_word(Feature feature) {
    constexpr std::string_view kWords[] = {"",
                                           "supported EMI types",
                                           "device descriptor type 0",
                                           "bus connection status",
                                           "manufacturer",
                                           "active EMI type",
                                           "interface individual address",
                                           "maximum APDU length",
                                           "feature info service"};
    const auto number = static_cast<std::size_t>(feature);
    return number < std::size(kWords) ? kWords[number] : "";
}

std::string_view session_word(std::uint8_t status) {
    constexpr std::string_view kWords[] = {"authenticated",   "authentication failed",
                                           "unauthenticated", "timeout",
                                           "keep alive",      "close"};
    return status < std::size(kWords) ? kWords[status] : "unknown";
}

void add(const SearchRequest& request, json& answer) {
    answer["discovery_endpoint"] = endpoint_json(request.discovery);
    if (request.extended) answer["parameters"] = parameters_json(request.parameters);
}
void add(const SearchResponse& response, json& answer) {
    answer["control_endpoint"] = endpoint_json(response.control);
    answer["description"] = description_json(response.description);
}
void add(const DescriptionRequest& request, json& answer) {
    answer["control_endpoint"] = endpoint_json(request.control);
}
void add(const DescriptionResponse& response, json& answer) {
    answer["description"] = description_json(response.description);
}
void add(const ConnectRequest& request, json& answer) {
    answer["control_endpoint"] = endpoint_json(request.control);
    answer["data_endpoint"] = endpoint_json(request.data);
    answer["connection"] = connection_word(request.type);
    if (request.type != ConnectionType::Tunnel) return;
    answer["layer"] = layer_word(request.layer);
    if (request.tunnel_address) answer["tunnel_address"] = to_string(*request.tunnel_address);
}
void add(const ConnectResponse& response, json& answer) {
    answer["channel"] = response.channel;
    add_status(response.status, answer);
    if (response.status != StatusCode::Ok) return;
    answer["data_endpoint"] = endpoint_json(response.data);
    answer["connection"] = connection_word(response.type);
    if (response.type != ConnectionType::Tunnel) return;
    answer["tunnel_address"] = to_string(response.tunnel_address);
}
void add(const ConnectionstateRequest& request, json& answer) {
    answer["channel"] = request.channel;
    answer["control_endpoint"] = endpoint_json(request.control);
}
void add(const DisconnectRequest& request, json& answer) {
    answer["channel"] = request.channel;
    answer["control_endpoint"] = endpoint_json(request.control);
}
void add(const ConnectionstateResponse& response, json& answer) {
    answer["channel"] = response.channel;
    add_status(response.status, answer);
}
void add(const DisconnectResponse& response, json& answer) {
    answer["channel"] = response.channel;
    add_status(response.status, answer);
}
void add(const TunnellingRequest& request, json& answer) {
    add_connection(request.connection, answer);
    add_cemi(request.cemi, answer);
}
void add(const TunnellingAck& ack, json& answer) {
    add_connection(ack.connection, answer);
    add_status(ack.connection.status, answer);
}
void add(const TunnellingFeature& feature, json& answer) {
    add_connection(feature.connection, answer);
    answer["feature"] = static_cast<std::uint8_t>(feature.feature);
    answer["feature_name"] = feature_word(feature.feature);
    answer["return_code"] = feature.return_code;
    if (!feature.value.empty()) answer["value"] = to_hex(feature.value);
}
void add(const RoutingIndication& indication, json& answer) { add_cemi(indication.cemi, answer); }
void add(const RoutingLostMessage& message, json& answer) {
    answer["device_state"] = message.device_state;
    answer["lost"] = message.lost;
}
void add(const RoutingBusy& busy, json& answer) {
    answer["device_state"] = busy.device_state;
    answer["wait_ms"] = busy.wait.count();
    answer["control_field"] = busy.control;
}
void add(const SecureWrapper& wrapper, json& answer) {
    answer["session"] = wrapper.session;
    answer["sequence_information"] = to_hex(wrapper.sequence);
    answer["serial_number"] = to_hex(wrapper.serial_number);
    answer["message_tag"] = to_hex(wrapper.tag);
    answer["encrypted"] = to_hex(wrapper.sealed);
    answer["mac"] = to_hex(wrapper.mac);
}
void add(const SessionRequest& request, json& answer) {
    answer["control_endpoint"] = endpoint_json(request.control);
    answer["public_key"] = to_hex(request.public_key);
}
void add(const SessionResponse& response, json& answer) {
    answer["session"] = response.session;
    answer["public_key"] = to_hex(response.public_key);
    answer["mac"] = to_hex(response.mac);
}
void add(const SessionAuthenticate& authenticate, json& answer) {
    answer["user"] = authenticate.user;
    answer["mac"] = to_hex(authenticate.mac);
}
void add(const SessionStatus& status, json& answer) {
    answer["status"] = status.status;
    answer["status_text"] = session_word(status.status);
}
void add(const TimerNotify& notify, json& answer) {
    answer["timer"] = to_hex(notify.timer);
    answer["serial_number"] = to_hex(notify.serial_number);
    answer["message_tag"] = to_hex(notify.tag);
    answer["mac"] = to_hex(notify.mac);
}
void add(const OpaqueFrame& frame, json& answer) { answer["body"] = to_hex(frame.body); }

}  // namespace

json explain_frame(const Frame& frame) {
    json answer = {{"service", service_name(frame.header.service)},
                   {"length", frame.header.total_length}};
    std::visit([&](const auto& content) { add(content, answer); }, frame.content);
    return answer;
}

}  // namespace knx
