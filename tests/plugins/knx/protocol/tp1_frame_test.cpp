// SPDX-License-Identifier: Apache-2.0
// TP1 frames: as an interface would wrap them, and what a bus monitor hears besides.
#include "knx/protocol/tp1_frame.hpp"

#include <gtest/gtest.h>

#include "support/knx/hex.hpp"

namespace knx {
namespace {

using testing::from_hex;
using testing::to_hex;

// The same telegram, GroupValueWrite 1 from 1.1.5 to 1/2/3.
constexpr const char* kStandard = "bc 1105 0a03 e1 0081 3e";
constexpr const char* kExtended = "3c e0 1105 0a03 01 0081 be";

TEST(Tp1Frame, IsTheMessageAnInterfaceWouldMakeOfIt) {
    for (const char* hex : {kStandard, kExtended}) {
        const auto octets = from_hex(hex);
        const auto message = decode_tp1_frame(octets);
        ASSERT_TRUE(message) << message.error().message;
        EXPECT_EQ(to_string(message->source), "1.1.5");
        EXPECT_EQ(message->destination, 0x0a03);
        EXPECT_TRUE(message->group());
        EXPECT_EQ(message->hop_count(), 6);
        EXPECT_EQ(to_hex(message->tpdu), "0081");
        const auto telegram = telegram_of(*message);
        ASSERT_TRUE(telegram);
        EXPECT_EQ(telegram->payload, Payload::small(1));
    }
}

TEST(Tp1Frame, IsRefusedCutTooLongOrWithAWrongCheck) {
    for (const auto& hex : {std::string(kStandard), std::string(kExtended)}) {
        const auto whole = from_hex(hex);
        for (std::size_t size = 0; size < whole.size(); ++size) {
            EXPECT_FALSE(decode_tp1_frame(ByteSpan(whole).first(size))) << size;
        }
        EXPECT_FALSE(decode_tp1_frame(from_hex(hex + " 00")));
        auto damaged = whole;
        damaged[3] ^= 1;
        EXPECT_FALSE(decode_tp1_frame(damaged));
    }
}

TEST(Tp1Frame, IsAcknowledgedByOneOctet) {
    EXPECT_EQ(tp1_acknowledgement(from_hex("cc")), "ack");
    EXPECT_EQ(tp1_acknowledgement(from_hex("0c")), "nak");
    EXPECT_EQ(tp1_acknowledgement(from_hex("c0")), "busy");
    EXPECT_EQ(tp1_acknowledgement(from_hex("00")), "nak and busy");
    EXPECT_EQ(tp1_acknowledgement(from_hex("ab")), "");
    EXPECT_EQ(tp1_acknowledgement(from_hex("cccc")), "");
}

}  // namespace
}  // namespace knx
