// SPDX-License-Identifier: Apache-2.0
// Fuzzes MQTT packets: however a stream is cut into pieces, the same packets come out of it, and
// what we write reads back.
#include <algorithm>
#include <vector>

#include "fuzz/input.hpp"
#include "mqtt-broker/protocol/packet.hpp"

namespace {

using fuzz::expect;
using mqtt_broker::Packet;
using mqtt_broker::PacketReader;

struct Stream {
    std::vector<Packet> packets;
    bool broken = false;
};

Stream read(std::span<const std::uint8_t> octets, std::size_t piece_max) {
    Stream stream;
    PacketReader reader;
    for (std::size_t at = 0; at < octets.size() && !stream.broken; at += piece_max) {
        reader.feed(octets.subspan(at, std::min(piece_max, octets.size() - at)));
        for (;;) {
            auto packet = reader.next();
            stream.broken = !packet;
            if (!packet || !*packet) break;
            expect((*packet)->body.size() <= PacketReader::kBodyMax, "a packet has its limit");
            stream.packets.push_back(**std::move(packet));
        }
    }
    return stream;
}

bool same(const Packet& left, const Packet& right) {
    return left.type == right.type && left.flags == right.flags && left.body == right.body;
}

void decode(const Packet& packet) {
    if (const auto message = mqtt_broker::decode_publish(packet)) {
        expect(message->topic.size() + message->payload.size() + 2 == packet.body.size(),
               "a message is all of its packet");
    }
    if (const auto code = mqtt_broker::decode_connack(packet)) {
        expect(!mqtt_broker::connack_words(*code).empty(), "every answer has words");
    }
}

void write(const std::string& text) {
    const auto half = text.size() / 2;
    const auto octets = mqtt_broker::encode_connect(text.substr(0, 8),
                                                    {text.substr(0, half), text.substr(half)}, 30);
    const auto stream = read(octets, octets.size());
    expect(stream.packets.size() == 1 && stream.packets[0].type == 1, "CONNECT is one packet");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input input(data, size);
    const auto piece_max = std::size_t{input.octet()} + 1;
    const auto octets = input.rest();
    const auto whole = read(octets, octets.size() + 1);
    const auto pieces = read(octets, piece_max);
    expect(whole.broken == pieces.broken && std::ranges::equal(whole.packets, pieces.packets, same),
           "pieces make the same packets");
    for (const auto& packet : whole.packets) decode(packet);
    write({octets.begin(), octets.end()});
    return 0;
}
