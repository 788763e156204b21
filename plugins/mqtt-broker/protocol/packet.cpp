// SPDX-License-Identifier: Apache-2.0
// Encodes and decodes MQTT 3.1.1 packets.
#include "mqtt-broker/protocol/packet.hpp"

#include <utility>

namespace mqtt_broker {
namespace {

using busbar::ErrorCode;
using busbar::fail;

constexpr std::size_t kTextMax = 0xFFFF;

void add_u16(Octets& out, std::size_t value) {
    out.push_back(static_cast<std::uint8_t>(value >> 8U));
    out.push_back(static_cast<std::uint8_t>(value & 0xFFU));
}

// Section 1.5.3: a text is its length in two octets, then UTF-8.
void add_text(Octets& out, std::string_view text) {
    text = text.substr(0, kTextMax);
    add_u16(out, text.size());
    out.insert(out.end(), text.begin(), text.end());
}

// Section 2.2.3: the remaining length, seven bits an octet, the lowest first.
Octets packet(std::uint8_t first, const Octets& body) {
    Octets out{first};
    auto length = body.size();
    do {
        auto octet = static_cast<std::uint8_t>(length & 0x7FU);
        length >>= 7U;
        if (length > 0) octet |= 0x80U;
        out.push_back(octet);
    } while (length > 0);
    out.insert(out.end(), body.begin(), body.end());
    return out;
}

}  // namespace

Octets encode_connect(std::string_view client_id, const Credentials& credentials,
                      std::uint16_t keep_alive_s) {
    constexpr std::uint8_t kConnect = 0x10;
    constexpr std::uint8_t kLevel = 4;     // section 3.1.2.2: MQTT 3.1.1
    constexpr std::uint8_t kFlags = 0xC2;  // section 3.1.2.3: user name, password, clean session
    Octets body;
    add_text(body, "MQTT");
    body.push_back(kLevel);
    body.push_back(kFlags);
    add_u16(body, keep_alive_s);
    add_text(body, client_id);
    add_text(body, credentials.username);
    add_text(body, credentials.password);
    return packet(kConnect, body);
}

Octets encode_subscribe(std::uint16_t packet_id, std::span<const std::string_view> filters) {
    constexpr std::uint8_t kSubscribe = 0x82;  // section 3.8.1: the lower half is always 2
    Octets body;
    add_u16(body, packet_id);
    for (const auto filter : filters) {
        add_text(body, filter);
        body.push_back(0);
    }
    return packet(kSubscribe, body);
}

Octets encode_pingreq() { return {0xC0, 0}; }

Octets encode_disconnect() { return {0xE0, 0}; }

busbar::Result<std::uint8_t> decode_connack(const Packet& packet) {
    if (packet.body.size() != 2) {
        return fail(ErrorCode::InvalidArgument, "CONNACK has not 2 octets");
    }
    return packet.body[1];
}

busbar::Result<Message> decode_publish(const Packet& packet) {
    constexpr std::uint8_t kQosBits = 0x06;  // section 3.3.1.2
    const auto& body = packet.body;
    if ((packet.flags & kQosBits) != 0) {
        return fail(ErrorCode::InvalidArgument, "PUBLISH has not QoS 0");
    }
    if (body.size() < 2) return fail(ErrorCode::InvalidArgument, "PUBLISH has no topic");
    const auto length = static_cast<std::size_t>(body[0] << 8U | body[1]);
    if (body.size() < 2 + length) {
        return fail(ErrorCode::InvalidArgument, "PUBLISH ends within its topic");
    }
    const auto payload = body.begin() + 2 + static_cast<std::ptrdiff_t>(length);
    return Message{{body.begin() + 2, payload}, {payload, body.end()}};
}

std::string_view connack_words(std::uint8_t return_code) {
    switch (return_code) {  // section 3.2.2.3
        case 0:
            return "accepted";
        case 1:
            return "protocol version not accepted";
        case 2:
            return "client id not accepted";
        case 3:
            return "broker not available";
        case 4:
            return "wrong user name or password";
        case 5:
            return "not authorised";
        default:
            return "refused for an unknown reason";
    }
}

void PacketReader::feed(std::span<const std::uint8_t> octets) {
    buffer_.insert(buffer_.end(), octets.begin(), octets.end());
}

busbar::Result<std::optional<Packet>> PacketReader::next() {
    constexpr std::size_t kLengthOctetsMax = 4;
    std::size_t length = 0;
    std::size_t header = 1;
    for (bool more = true; more; ++header) {
        if (header > kLengthOctetsMax) {
            return fail(ErrorCode::InvalidArgument, "MQTT packet length is malformed");
        }
        if (header >= buffer_.size()) return std::nullopt;
        length |= static_cast<std::size_t>(buffer_[header] & 0x7FU) << (7U * (header - 1));
        more = (buffer_[header] & 0x80U) != 0;
    }
    if (length > kBodyMax) return fail(ErrorCode::OutOfRange, "MQTT packet is too long");
    if (buffer_.size() < header + length) return std::nullopt;
    const auto start = buffer_.begin() + static_cast<std::ptrdiff_t>(header);
    const auto end = start + static_cast<std::ptrdiff_t>(length);
    Packet packet{static_cast<std::uint8_t>(buffer_[0] >> 4U),
                  static_cast<std::uint8_t>(buffer_[0] & 0x0FU), Octets(start, end)};
    buffer_.erase(buffer_.begin(), end);
    return packet;
}

}  // namespace mqtt_broker
