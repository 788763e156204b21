// SPDX-License-Identifier: Apache-2.0
// L_Data: what a receiver takes, what it refuses, and what is sent.
#include "knx/protocol/cemi.hpp"

#include <gtest/gtest.h>

#include "support/knx/hex.hpp"

namespace knx {
namespace {

using testing::from_hex;
using testing::to_hex;

Telegram write(Payload payload) {
    return {IndividualAddress{}, GroupAddress{0x0a03}, GroupService::Write, Priority::Low,
            std::move(payload)};
}

std::string encoded(const Telegram& telegram) {
    ByteBuffer out;
    encode_telegram(MessageCode::LDataRequest, telegram, out);
    return to_hex(out);
}

struct Row {
    const char* name;
    const char* hex;
};

std::string row_name(const ::testing::TestParamInfo<Row>& info) { return info.param.name; }

class Malformed : public ::testing::TestWithParam<Row> {};

TEST_P(Malformed, IsRefused) {
    const auto bytes = from_hex(GetParam().hex);
    const auto message = decode_ldata(bytes);
    ASSERT_FALSE(message);
    EXPECT_EQ(message.error().code, busbar::ErrorCode::InvalidArgument);
    EXPECT_FALSE(message.error().message.empty());
}

INSTANTIATE_TEST_SUITE_P(Cemi, Malformed,
                         ::testing::Values(Row{"Empty", ""}, Row{"CodeOnly", "29"},
                                           Row{"NoBody", "2900"},
                                           Row{"InfoBeyondTheEnd", "29ff bce0 1101 0a03 01 0081"},
                                           Row{"NoTpdu", "2900 bce0 1101 0a03 00"},
                                           Row{"TpduCut", "2900 bce0 1101 0a03 02 0080"},
                                           Row{"TpduTooLong", "2900 bce0 1101 0a03 01 008100"},
                                           Row{"EscapeLength", "2900 3ce0 1101 0a03 ff 0080"}),
                         row_name);

class NotAGroupTelegram : public ::testing::TestWithParam<Row> {};

TEST_P(NotAGroupTelegram, IsDecodedAndLeftAlone) {
    const auto bytes = from_hex(GetParam().hex);
    const auto message = decode_ldata(bytes);
    ASSERT_TRUE(message) << message.error().message;
    EXPECT_FALSE(telegram_of(*message));
}

INSTANTIATE_TEST_SUITE_P(Cemi, NotAGroupTelegram,
                         ::testing::Values(Row{"Connect", "2900 b060 1101 1102 00 80"},
                                           Row{"PointToPoint", "2900 b060 1101 1102 01 0081"},
                                           Row{"Broadcast", "2900 b0e0 1101 0000 01 0081"},
                                           Row{"NumberedData", "2900 b0e0 1101 0a03 01 4081"},
                                           Row{"TagGroup", "2900 b0e0 1101 0a03 01 0481"},
                                           Row{"IndividualAddressWrite",
                                               "2900 b0e0 1101 0a03 03 00c01105"},
                                           Row{"LteFrame", "2900 3ce4 1101 0a03 01 0081"}),
                         row_name);

class Tolerated : public ::testing::TestWithParam<Row> {};

TEST_P(Tolerated, IsAWriteOfOneToGroup123) {
    const auto bytes = from_hex(GetParam().hex);
    const auto message = decode_ldata(bytes);
    ASSERT_TRUE(message) << message.error().message;
    const auto telegram = telegram_of(*message);
    ASSERT_TRUE(telegram);
    EXPECT_EQ(telegram->destination.raw, 0x0a03);
    EXPECT_EQ(telegram->service, GroupService::Write);
    EXPECT_EQ(telegram->payload, Payload::small(1));
}

INSTANTIATE_TEST_SUITE_P(
    Cemi, Tolerated,
    ::testing::Values(Row{"Usual", "2900 bce0 1101 0a03 01 0081"},
                      Row{"ExtendedThoughShort", "2900 3ce0 1101 0a03 01 0081"},
                      Row{"Repeated", "2900 9ce0 1101 0a03 01 0081"},
                      Row{"SystemBroadcastBit", "2900 ace0 1101 0a03 01 0081"},
                      Row{"AckRequested", "2900 bee0 1101 0a03 01 0081"},
                      Row{"NoHopsLeft", "2900 bc80 1101 0a03 01 0081"},
                      Row{"EndlessHops", "2900 bcf0 1101 0a03 01 0081"},
                      Row{"UnknownAdditionalInfo", "2906 0304aabbccdd bce0 1101 0a03 01 0081"},
                      Row{"MeaninglessAdditionalInfo", "2901 ff bce0 1101 0a03 01 0081"},
                      Row{"SourceUnset", "2900 bce0 0000 0a03 01 0081"}),
    row_name);

TEST(Cemi, AcceptsALongStandardFrame) {
    const auto bytes = from_hex("2900 bce0 1101 0a03 10 0080 000102030405060708090a0b0c0d0e");
    const auto message = decode_ldata(bytes);
    ASSERT_TRUE(message);
    EXPECT_EQ(telegram_of(*message)->payload.octets().size(), 15U);
}

TEST(Cemi, SaysThatABusMonitorMessageIsNotLData) {
    const auto bytes = from_hex("2b00 bce0 1101");
    const auto message = decode_ldata(bytes);
    ASSERT_FALSE(message);
    EXPECT_EQ(message.error().code, busbar::ErrorCode::NotFound);
}

TEST(Cemi, ReadsANegativeConfirmation) {
    const auto bytes = from_hex("2e00 bde0 1101 0a03 01 0081");
    EXPECT_TRUE(decode_ldata(bytes)->negative());
}

TEST(Cemi, CarriesASealedTelegramUnopened) {
    // xknx test vectors, frm-0088: Data Secure on 0/4/0.
    const auto bytes = from_hex("29003ce0400904001103f110002446cfef4ac085e7092ab062b44d");
    const auto telegram = telegram_of(*decode_ldata(bytes));
    ASSERT_TRUE(telegram);
    EXPECT_EQ(telegram->service, GroupService::Secured);
    EXPECT_EQ(to_hex(telegram->payload.octets()), "10002446cfef4ac085e7092ab062b44d");
}

TEST(Cemi, WritesSmallValuesIntoTheServiceOctet) {
    EXPECT_EQ(encoded(write(Payload::small(1))), "1100bce000000a03010081");
}

TEST(Cemi, AppendsASingleOctetHoweverSmallItsValue) {
    const ByteBuffer five{5};
    EXPECT_EQ(encoded(write(*Payload::octets(five))), "1100bce000000a0302008005");
}

TEST(Cemi, WritesAReadWithoutValue) {
    EXPECT_EQ(encoded({{}, GroupAddress{0x0a03}, GroupService::Read, Priority::Low, {}}),
              "1100bce000000a03010000");
}

TEST(Cemi, WritesThePriority) {
    auto telegram = write(Payload::small(0));
    telegram.priority = Priority::System;
    EXPECT_EQ(encoded(telegram), "1100b0e000000a03010080");
}

TEST(Cemi, LetsTheFrameTypeFollowTheLength) {
    const auto standard = from_hex(encoded(write(*Payload::octets(ByteBuffer(14)))));
    const auto extended = from_hex(encoded(write(*Payload::octets(ByteBuffer(15)))));
    EXPECT_EQ(standard[2], 0xbc);
    EXPECT_EQ(extended[2], 0x3c);
}

TEST(Cemi, ReadsBackWhatItWrites) {
    for (std::size_t size = 1; size <= Payload::kSizeMax; ++size) {
        const auto telegram = write(*Payload::octets(ByteBuffer(size, 0xa5)));
        ByteBuffer out;
        encode_telegram(MessageCode::LDataIndication, telegram, out);
        const auto message = decode_ldata(out);
        ASSERT_TRUE(message) << size;
        EXPECT_EQ(telegram_of(*message), telegram) << size;
    }
}

}  // namespace
}  // namespace knx
