// SPDX-License-Identifier: Apache-2.0
// MQTT packets, octet by octet (OASIS Standard "MQTT Version 3.1.1").
#include "mqtt-broker/protocol/packet.hpp"

#include <gtest/gtest.h>

#include <array>

namespace mqtt_broker {
namespace {

TEST(Packet, ConnectCarriesUserPasswordAndACleanSession) {
    const Octets expected{0x10, 0x14, 0, 4,   'M', 'Q', 'T', 'T', 4, 0xC2, 0x02,
                          0x58, 0,    1, 'c', 0,   1,   'u', 0,   2, 'p',  'w'};
    EXPECT_EQ(encode_connect("c", {"u", "pw"}, 600), expected);
}

TEST(Packet, ALongConnectHasItsLengthInTwoOctets) {
    const auto packet = encode_connect("c", {"u", std::string(200, 'p')}, 600);
    EXPECT_EQ(packet[1], 0xDA);  // 218 = 0x5A + 1 * 128
    EXPECT_EQ(packet[2], 0x01);
    EXPECT_EQ(packet.size(), 3U + 218U);
}

TEST(Packet, SubscribeAsksForEveryFilterWithQosZero) {
    const std::array<std::string_view, 2> filters{"a", "$S"};
    const Octets expected{0x82, 11, 0, 7, 0, 1, 'a', 0, 0, 2, '$', 'S', 0};
    EXPECT_EQ(encode_subscribe(7, filters), expected);
}

struct ConnackRow {
    const char* name;
    Octets body;
    int code;  // -1: refused as malformed
};

class Connack : public ::testing::TestWithParam<ConnackRow> {};

TEST_P(Connack, IsDecoded) {
    const auto code = decode_connack({2, 0, GetParam().body});
    if (GetParam().code < 0) {
        EXPECT_FALSE(code);
    } else {
        ASSERT_TRUE(code);
        EXPECT_EQ(*code, GetParam().code);
    }
}

INSTANTIATE_TEST_SUITE_P(Table, Connack,
                         ::testing::Values(ConnackRow{"Accepted", {0, 0}, 0},
                                           ConnackRow{"NotAuthorised", {0, 5}, 5},
                                           ConnackRow{"Short", {0}, -1},
                                           ConnackRow{"Empty", {}, -1},
                                           ConnackRow{"Long", {0, 0, 0}, -1}),
                         [](const auto& row) { return std::string(row.param.name); });

struct PublishRow {
    const char* name;
    std::uint8_t flags;
    Octets body;
    bool right;
};

class Publish : public ::testing::TestWithParam<PublishRow> {};

TEST_P(Publish, IsDecodedOrRefused) {
    const auto message = decode_publish({3, GetParam().flags, GetParam().body});
    ASSERT_EQ(message.has_value(), GetParam().right);
    if (message) {
        EXPECT_EQ(message->topic, "a/b");
    }
}

INSTANTIATE_TEST_SUITE_P(
    Table, Publish,
    ::testing::Values(PublishRow{"Plain", 0, {0, 3, 'a', '/', 'b', 'x'}, true},
                      PublishRow{"Retained", 1, {0, 3, 'a', '/', 'b', 'x'}, true},
                      PublishRow{"NoPayload", 0, {0, 3, 'a', '/', 'b'}, true},
                      PublishRow{"QosOne", 2, {0, 3, 'a', '/', 'b', 0, 1, 'x'}, false},
                      PublishRow{"CutTopic", 0, {0, 3, 'a', '/'}, false},
                      PublishRow{"HalfLength", 0, {0}, false}, PublishRow{"Empty", 0, {}, false}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(PacketReader, GivesPacketsHoweverTheStreamIsCut) {
    const Octets stream{0x20, 2, 0, 0, 0x30, 4, 0, 1, 'a', 'x', 0xD0, 0};
    for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
        PacketReader reader;
        std::vector<int> types;
        const std::span octets(stream);
        for (const auto part : {octets.first(cut), octets.subspan(cut)}) {
            reader.feed(part);
            for (;;) {
                const auto packet = reader.next();
                ASSERT_TRUE(packet);
                if (!*packet) break;
                types.push_back((*packet)->type);
            }
        }
        EXPECT_EQ(types, (std::vector<int>{2, 3, 13})) << "cut at " << cut;
    }
}

TEST(PacketReader, RefusesALengthOfFiveOctets) {
    PacketReader reader;
    reader.feed(Octets{0x30, 0xFF, 0xFF, 0xFF, 0xFF, 0x01});
    EXPECT_FALSE(reader.next());
}

TEST(PacketReader, RefusesWhatItCouldNotHold) {
    PacketReader reader;
    reader.feed(Octets{0x30, 0xFF, 0xFF, 0x7F});
    EXPECT_FALSE(reader.next());
}

}  // namespace
}  // namespace mqtt_broker
