// SPDX-License-Identifier: Apache-2.0
// Writes and reads the messages of the gate: the number of the alternative, then its fields.
#include "mqtt-broker/protocol/gate_message.hpp"

#include <optional>

#include "mqtt-broker/protocol/fields.hpp"

namespace mqtt_broker {
namespace {

void write(FieldWriter&, const LoadTable&) {}
void write(FieldWriter& out, const DisconnectClient& message) { out.number(message.number); }
void write(FieldWriter& out, const TableLoaded& message) {
    out.text(message.fault).number(message.disconnected);
}
void write(FieldWriter& out, const ClientPresent& message) {
    out.number(message.number).text(message.client_id).text(message.username);
    out.text(message.address).number(message.protocol).number(message.websocket ? 1 : 0);
    out.number(static_cast<std::uint64_t>(message.since_s)).number(message.subscriptions);
    out.number(message.filters.size());
    for (const auto& filter : message.filters) out.text(filter);
}
void write(FieldWriter& out, const ClientGone& message) { out.number(message.number); }
void write(FieldWriter& out, const LoginRefused& message) {
    out.number(static_cast<std::uint64_t>(message.reason));
    out.text(message.client_id).text(message.username).text(message.address);
}
void write(FieldWriter& out, const GateFigures& message) {
    out.number(message.logins_refused).number(message.topics_refused);
    out.number(message.messages_over_rate);
}

bool read(FieldReader&, LoadTable&) { return true; }
bool read(FieldReader& in, DisconnectClient& message) {
    message.number = in.number();
    return true;
}
bool read(FieldReader& in, TableLoaded& message) {
    message.fault = in.text();
    message.disconnected = in.number();
    return true;
}
bool read(FieldReader& in, ClientPresent& message) {
    message.number = in.number();
    message.client_id = in.text();
    message.username = in.text();
    message.address = in.text();
    const auto protocol = in.number();
    const auto websocket = in.number();
    message.protocol = static_cast<std::uint8_t>(protocol);
    message.websocket = websocket == 1;
    message.since_s = static_cast<std::int64_t>(in.number());
    message.subscriptions = in.number();
    for (auto count = in.number(); count > 0 && in.good(); --count) {
        message.filters.emplace_back(in.text());
    }
    return protocol <= 0xFF && websocket <= 1;
}
bool read(FieldReader& in, ClientGone& message) {
    message.number = in.number();
    return true;
}
bool read(FieldReader& in, LoginRefused& message) {
    const auto reason = in.number();
    message.reason = static_cast<Refusal>(reason);
    message.client_id = in.text();
    message.username = in.text();
    message.address = in.text();
    return reason <= static_cast<std::uint64_t>(Refusal::TooManyWrong);
}
bool read(FieldReader& in, GateFigures& message) {
    message.logins_refused = in.number();
    message.topics_refused = in.number();
    message.messages_over_rate = in.number();
    return true;
}

// The alternative with this number, default made.
template <std::size_t Index = 0>
std::optional<GateMessage> alternative(std::uint64_t index) {
    if constexpr (Index < std::variant_size_v<GateMessage>) {
        if (index == Index) return GateMessage(std::in_place_index<Index>);
        return alternative<Index + 1>(index);
    } else {
        return std::nullopt;
    }
}

}  // namespace

std::string encode_gate_message(const GateMessage& message) {
    FieldWriter out;
    out.number(message.index());
    std::visit([&out](const auto& body) { write(out, body); }, message);
    return out.take();
}

busbar::Result<GateMessage> decode_gate_message(std::string_view octets) {
    FieldReader in(octets);
    auto message = alternative(in.number());
    const bool whole =
        message && std::visit([&in](auto& body) { return read(in, body); }, *message);
    if (!whole || !in.ended()) {
        return busbar::fail(busbar::ErrorCode::InvalidArgument, "the message is not readable");
    }
    return *std::move(message);
}

}  // namespace mqtt_broker
