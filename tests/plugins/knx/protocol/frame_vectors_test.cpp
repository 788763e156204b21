// SPDX-License-Identifier: Apache-2.0
// Every row of tests/data/knx/frames.json: KNXnet/IP frames and cEMI messages that other
// implementations decoded (each row names its source), compared field by field and encoded back.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

#include "knx/protocol/cemi.hpp"
#include "knx/protocol/knxip/frame.hpp"
#include "support/knx/hex.hpp"

namespace knx {
namespace {

using nlohmann::json;
using testing::from_hex;
using testing::to_hex;

json load_rows() {
    std::ifstream file(BUSBAR_TEST_DATA "/knx/frames.json");
    return json::parse(file, nullptr, false);
}

std::string endpoint_text(const json& hpai) {
    return hpai["ip_addr"].get<std::string>() + ":" + std::to_string(hpai["port"].get<int>());
}

void expect_hpai(const Hpai& hpai, const json& row) {
    EXPECT_EQ(to_string(hpai.endpoint), endpoint_text(row));
    EXPECT_EQ(hpai.protocol == HostProtocol::Tcp, row["protocol"] == "IPV4_TCP");
}

// Status names of the vectors; only those that occur.
const std::map<std::string, StatusCode> kStatusNames = {
    {"E_NO_ERROR", StatusCode::Ok},
    {"E_HOST_PROTOCOL_TYPE", StatusCode::HostProtocol},
    {"E_VERSION_NOT_SUPPORTED", StatusCode::Version},
    {"E_SEQUENCE_NUMBER", StatusCode::SequenceNumber},
    {"E_ERROR", StatusCode::Generic},
    {"E_CONNECTION_ID", StatusCode::ConnectionId},
    {"E_CONNECTION_TYPE", StatusCode::ConnectionType},
    {"E_CONNECTION_OPTION", StatusCode::ConnectionOption},
    {"E_NO_MORE_CONNECTIONS", StatusCode::NoMoreConnections},
    {"E_NO_MORE_UNIQUE_CONNECTIONS", StatusCode::NoMoreUniqueConnections},
    {"E_DATA_CONNECTION", StatusCode::DataConnection},
    {"E_KNX_CONNECTION", StatusCode::KnxConnection},
    {"E_AUTHORISATION_ERROR", StatusCode::Authorisation},
    {"E_TUNNELLING_LAYER", StatusCode::TunnellingLayer},
    {"E_NO_TUNNELLING_ADDRESS", StatusCode::NoTunnellingAddress},
    {"E_CONNECTION_IN_USE", StatusCode::ConnectionInUse},
};

void expect_status(StatusCode status, const json& fields) {
    const auto found = kStatusNames.find(fields["status_code"].get<std::string>());
    ASSERT_NE(found, kStatusNames.end()) << fields["status_code"];
    EXPECT_EQ(status, found->second);
}

void expect_connection(const ConnectionHeader& header, const json& fields) {
    EXPECT_EQ(header.channel, fields["communication_channel_id"]);
    EXPECT_EQ(header.sequence, fields["sequence_counter"]);
}

void expect_families(const std::vector<FamilyVersion>& families, const json& rows) {
    ASSERT_EQ(families.size(), rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        EXPECT_EQ(families[i].version, rows[i]["version"]);
    }
}

std::string colons(ByteSpan bytes) {
    std::string text;
    for (const std::uint8_t octet : bytes) {
        if (!text.empty()) text += ':';
        text += to_hex({&octet, 1});
    }
    return text;
}

void expect_description(const DeviceDescription& description, const json& dibs) {
    for (const auto& dib : dibs) {
        const auto type = dib["type"].get<std::string>();
        if (type == "DIBDeviceInformation") {
            ASSERT_TRUE(description.device);
            EXPECT_EQ(to_string(description.device->address), dib["individual_address"]);
            EXPECT_EQ(description.device->name, dib["name"]);
            EXPECT_EQ(description.device->programming_mode, dib["programming_mode"]);
            EXPECT_EQ(colons(description.device->serial_number), dib["serial_number"]);
            EXPECT_EQ(colons(description.device->mac_address), dib["mac_address"]);
        } else if (type == "DIBSuppSVCFamilies") {
            expect_families(description.families, dib["families"]);
        } else if (type == "DIBSecuredServiceFamilies") {
            expect_families(description.secured, dib["families"]);
        } else if (type == "DIBTunnelingInfo") {
            EXPECT_EQ(description.max_apdu_length, dib["max_apdu_length"]);
            ASSERT_EQ(description.tunnels.size(), dib["slots"].size());
            for (const auto& slot : description.tunnels) {
                const auto& flags = dib["slots"][to_string(slot.address)];
                EXPECT_EQ(json({slot.usable, slot.authorised, slot.free}), flags);
            }
        }
    }
}

// One overload per kind of frame: compares with the row's "fields".
void expect_content(const SearchRequest& request, const json& fields) {
    expect_hpai(request.discovery, fields["discovery_endpoint"]);
    if (!request.extended) return;
    ASSERT_EQ(request.parameters.size(), fields["srps"].size());
    for (std::size_t i = 0; i < request.parameters.size(); ++i) {
        EXPECT_EQ(request.parameters[i].mandatory, fields["srps"][i]["mandatory"]);
        EXPECT_EQ(to_hex(request.parameters[i].value), fields["srps"][i]["data"]["hex"]);
    }
}
void expect_content(const SearchResponse& response, const json& fields) {
    expect_hpai(response.control, fields["control_endpoint"]);
    expect_description(response.description, fields["dibs"]);
}
void expect_content(const DescriptionRequest& request, const json& fields) {
    expect_hpai(request.control, fields["control_endpoint"]);
}
void expect_content(const DescriptionResponse& response, const json& fields) {
    expect_description(response.description, fields["dibs"]);
}
void expect_content(const ConnectRequest& request, const json& fields) {
    expect_hpai(request.control, fields["control_endpoint"]);
    expect_hpai(request.data, fields["data_endpoint"]);
    const auto& cri = fields["cri"];
    EXPECT_EQ(request.type == ConnectionType::Tunnel,
              cri["connection_type"] == "TUNNEL_CONNECTION");
    EXPECT_EQ(request.layer == TunnelLayer::BusMonitor, cri["knx_layer"] == "BUSMONITOR_LAYER");
    const auto address = request.tunnel_address ? json(to_string(*request.tunnel_address)) : json();
    EXPECT_EQ(address, cri["individual_address"]);
}
void expect_content(const ConnectResponse& response, const json& fields) {
    EXPECT_EQ(response.channel, fields["communication_channel"]);
    expect_status(response.status, fields);
    if (response.status != StatusCode::Ok) return;
    expect_hpai(response.data, fields["data_endpoint"]);
    const auto& crd = fields["crd"];
    if (crd["individual_address"].is_null()) return;
    EXPECT_EQ(to_string(response.tunnel_address), crd["individual_address"]);
}
void expect_content(const ConnectionstateRequest& request, const json& fields) {
    EXPECT_EQ(request.channel, fields["communication_channel_id"]);
    expect_hpai(request.control, fields["control_endpoint"]);
}
void expect_content(const DisconnectRequest& request, const json& fields) {
    EXPECT_EQ(request.channel, fields["communication_channel_id"]);
    expect_hpai(request.control, fields["control_endpoint"]);
}
void expect_content(const ConnectionstateResponse& response, const json& fields) {
    EXPECT_EQ(response.channel, fields["communication_channel_id"]);
    expect_status(response.status, fields);
}
void expect_content(const DisconnectResponse& response, const json& fields) {
    EXPECT_EQ(response.channel, fields["communication_channel_id"]);
    expect_status(response.status, fields);
}
void expect_content(const TunnellingRequest& request, const json& fields) {
    expect_connection(request.connection, fields);
    EXPECT_EQ(to_hex(request.cemi), fields["raw_cemi"]["hex"]);
}
void expect_content(const TunnellingAck& ack, const json& fields) {
    expect_connection(ack.connection, fields);
    expect_status(ack.connection.status, fields);
}
void expect_content(const TunnellingFeature& feature, const json& fields) {
    expect_connection(feature.connection, fields);
    EXPECT_EQ(to_hex(feature.value), fields["data"]["hex"]);
    if (fields.contains("return_code")) {
        EXPECT_EQ(feature.return_code == 0, fields["return_code"] == "E_SUCCESS");
    }
}
void expect_content(const RoutingIndication& indication, const json& fields) {
    EXPECT_EQ(to_hex(indication.cemi), fields["raw_cemi"]["hex"]);
}
void expect_content(const RoutingLostMessage& message, const json& fields) {
    EXPECT_EQ(message.device_state, fields["device_state"]);
    EXPECT_EQ(message.lost, fields["lost_messages"]);
}
void expect_content(const RoutingBusy& busy, const json& fields) {
    EXPECT_EQ(busy.device_state, fields["device_state"]);
    EXPECT_EQ(busy.wait.count(), fields["wait_time"]);
    EXPECT_EQ(busy.control, fields["control_field"]);
}
void expect_content(const SecureWrapper& wrapper, const json& fields) {
    EXPECT_EQ(wrapper.session, fields["secure_session_id"]);
    EXPECT_EQ(to_hex(wrapper.sequence), fields["sequence_information"]["hex"]);
    EXPECT_EQ(to_hex(wrapper.serial_number), fields["serial_number"]["hex"]);
    EXPECT_EQ(to_hex(wrapper.tag), fields["message_tag"]["hex"]);
    EXPECT_EQ(to_hex(wrapper.sealed), fields["encrypted_data"]["hex"]);
    EXPECT_EQ(to_hex(wrapper.mac), fields["message_authentication_code"]["hex"]);
}
void expect_content(const SessionRequest&, const json&) {}
void expect_content(const SessionResponse&, const json&) {}
void expect_content(const SessionAuthenticate& authenticate, const json& fields) {
    EXPECT_EQ(authenticate.user, fields["user_id"]);
    EXPECT_EQ(to_hex(authenticate.mac), fields["message_authentication_code"]["hex"]);
}
void expect_content(const SessionStatus&, const json&) {}
void expect_content(const TimerNotify&, const json&) {}
void expect_content(const OpaqueFrame&, const json&) {}

template <class Content>
constexpr bool kOnlyRead =
    std::is_same_v<Content, SecureWrapper> || std::is_same_v<Content, SessionRequest> ||
    std::is_same_v<Content, SessionResponse> || std::is_same_v<Content, SessionAuthenticate> ||
    std::is_same_v<Content, SessionStatus> || std::is_same_v<Content, TimerNotify> ||
    std::is_same_v<Content, OpaqueFrame>;

// Encodes what was decoded; nothing where that cannot give the same octets: a refusal is written in
// its short form, description blocks of unknown types are not kept, sealed content is not ours.
template <class Content>
ByteBuffer encoded_again(const Content& content, Service service) {
    ByteBuffer out;
    if constexpr (std::is_same_v<Content, TunnellingFeature>) {
        encode(content, service, out);
    } else if constexpr (std::is_same_v<Content, TunnellingRequest> ||
                         std::is_same_v<Content, TunnellingAck> ||
                         std::is_same_v<Content, RoutingIndication>) {
        encode(content, out, service);
    } else if constexpr (std::is_same_v<Content, ConnectResponse>) {
        if (content.status == StatusCode::Ok) encode(content, out);
    } else if constexpr (std::is_same_v<Content, SearchResponse>) {
        if (!content.extended) encode(content, out);
    } else if constexpr (!kOnlyRead<Content>) {
        encode(content, out);
    }
    return out;
}

void check_frame(const json& row) {
    const auto raw = from_hex(row["raw"].get<std::string>());
    const auto frame = decode_frame(raw);
    if (row.contains("error")) {
        EXPECT_FALSE(frame) << row["error_text"];
        return;
    }
    ASSERT_TRUE(frame) << frame.error().message;
    EXPECT_EQ(service_name(frame->header.service), row["service"].get<std::string>());
    EXPECT_EQ(frame->header.total_length, row["total_length"]);
    std::visit(
        [&](const auto& content) {
            expect_content(content, row["fields"]);
            const auto again = encoded_again(content, frame->header.service);
            if (again.empty()) return;
            EXPECT_EQ(to_hex(again), to_hex(ByteSpan(raw).first(frame->header.total_length)));
        },
        frame->content);
}

const std::map<std::string, GroupService> kServices = {
    {"GroupValueRead", GroupService::Read},
    {"GroupValueResponse", GroupService::Response},
    {"GroupValueWrite", GroupService::Write},
    {"SecureAPDU", GroupService::Secured},
};

void expect_telegram(const LData& message, const json& fields) {
    const auto telegram = telegram_of(message);
    const auto service =
        fields["apci"].is_null() ? kServices.end() : kServices.find(fields["apci"]);
    ASSERT_EQ(telegram.has_value(), service != kServices.end());
    if (!telegram) return;
    EXPECT_EQ(telegram->service, service->second);
    EXPECT_EQ(to_string(telegram->destination), fields["dst"]);
    if (fields.contains("small")) {
        EXPECT_EQ(telegram->payload, Payload::small(fields["small"].get<std::uint8_t>()));
    } else if (fields.contains("data")) {
        EXPECT_FALSE(telegram->payload.is_small());
        EXPECT_EQ(to_hex(telegram->payload.octets()), fields["data"]);
    } else if (telegram->service == GroupService::Read) {
        EXPECT_TRUE(telegram->payload.empty());
    }
}

void check_cemi(const std::string& hex, const json& fields) {
    const auto raw = from_hex(hex);
    const auto message = decode_ldata(raw);
    ASSERT_TRUE(message) << message.error().message;
    EXPECT_EQ(to_hex({&message->control1, 1}), fields["ctrl1"]);
    EXPECT_EQ(to_hex({&message->control2, 1}), fields["ctrl2"]);
    EXPECT_EQ(message->standard_frame(), fields["standard_frame"]);
    EXPECT_EQ(message->negative(), fields["confirm_error"]);
    EXPECT_EQ(message->group(), fields["group"]);
    EXPECT_EQ(message->hop_count(), fields["hop_count"]);
    EXPECT_EQ(to_string(message->source), fields["src"]);
    EXPECT_EQ(message->destination, std::stoi(fields["dst_raw"].get<std::string>(), nullptr, 16));
    EXPECT_EQ(message->additional_info.size(), fields["additional_info_len"]);
    expect_telegram(*message, fields);
    ByteBuffer again;
    encode_ldata(*message, again);
    EXPECT_EQ(to_hex(again), hex);
}

void check_row(const json& row) {
    if (row["layer"] == "knxnetip") {
        check_frame(row);
        if (row.contains("cemi")) {
            check_cemi(row["fields"]["raw_cemi"]["hex"].get<std::string>(), row["cemi"]);
        }
    } else if (row.contains("error")) {
        const auto raw = from_hex(row["raw"].get<std::string>());
        const auto message = decode_ldata(raw);
        EXPECT_TRUE(!message || !telegram_of(*message)) << row["error_text"];
    } else {
        check_cemi(row["raw"].get<std::string>(), row["fields"]);
    }
}

TEST(FrameVectors, DecodeAsOtherImplementationsDoAndEncodeBack) {
    const auto rows = load_rows();
    ASSERT_GT(rows.size(), 300U);
    for (const auto& row : rows) {
        SCOPED_TRACE(row["id"].get<std::string>() + " " + row["raw"].get<std::string>());
        check_row(row);
    }
}

}  // namespace
}  // namespace knx
