// SPDX-License-Identifier: Apache-2.0
// The few MQTT packets that the plugin speaks to its own broker: log in, listen to $SYS.
// Source: OASIS Standard "MQTT Version 3.1.1".
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "busbar/result.hpp"

namespace mqtt_broker {

using Octets = std::vector<std::uint8_t>;

enum class PacketType : std::uint8_t {  // the control packet types of section 2.2.1
    Connack = 2,
    Publish = 3,
    Suback = 9,
    Pingresp = 13,
};

struct Packet {
    std::uint8_t type = 0;   // a PacketType, or one we have no use for
    std::uint8_t flags = 0;  // the lower half of the first octet
    Octets body;
};

struct Message {
    std::string topic;
    std::string payload;

    friend bool operator==(const Message&, const Message&) = default;
};

struct Credentials {
    std::string username;
    std::string password;
};

// A session that leaves nothing behind (clean session). Texts have at most 65,535 octets each and
// 268,435,455 together.
[[nodiscard]] Octets encode_connect(std::string_view client_id, const Credentials& credentials,
                                    std::uint16_t keep_alive_s);
// QoS 0 for each topic filter.
[[nodiscard]] Octets encode_subscribe(std::uint16_t packet_id,
                                      std::span<const std::string_view> filters);
[[nodiscard]] Octets encode_pingreq();
[[nodiscard]] Octets encode_disconnect();

// The return code of a CONNACK, 0 is accepted. Fails on a body that is not 2 octets.
[[nodiscard]] busbar::Result<std::uint8_t> decode_connack(const Packet& packet);
// A PUBLISH with QoS 0. Fails on any other QoS and on a topic that does not fit the body.
[[nodiscard]] busbar::Result<Message> decode_publish(const Packet& packet);

// What a return code of CONNACK means, in words.
[[nodiscard]] std::string_view connack_words(std::uint8_t return_code);

// Cuts a stream of octets into packets.
class PacketReader {
 public:
    static constexpr std::size_t kBodyMax = 65'536;  // $SYS messages have a few dozen octets

    void feed(std::span<const std::uint8_t> octets);
    // The next whole packet, or none yet. Fails on a malformed length or a body above kBodyMax;
    // the stream is then of no more use.
    [[nodiscard]] busbar::Result<std::optional<Packet>> next();

 private:
    Octets buffer_;
};

}  // namespace mqtt_broker
