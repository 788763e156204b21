// SPDX-License-Identifier: Apache-2.0
// Payload: small, short and long values.
#include "knx/protocol/telegram.hpp"

#include <gtest/gtest.h>

#include "support/knx/hex.hpp"

namespace knx {
namespace {

TEST(Payload, IsEmptyForARead) {
    EXPECT_TRUE(Payload().empty());
    EXPECT_TRUE(Payload().octets().empty());
}

TEST(Payload, KeepsTheLowSixBitsOfASmallValue) {
    const auto payload = Payload::small(0xff);
    EXPECT_TRUE(payload.is_small());
    EXPECT_EQ(testing::to_hex(payload.octets()), "3f");
}

TEST(Payload, KeepsOctetsOfAnyLengthAFrameCanCarry) {
    for (std::size_t size = 1; size <= Payload::kSizeMax; ++size) {
        const ByteBuffer octets(size, static_cast<std::uint8_t>(size));
        const auto payload = Payload::octets(octets);
        ASSERT_TRUE(payload) << size;
        EXPECT_EQ(testing::to_hex(payload->octets()), testing::to_hex(octets));
        const Payload copy = *payload;
        EXPECT_EQ(copy, *payload);
    }
}

TEST(Payload, RefusesNoOctetsAndTooMany) {
    EXPECT_FALSE(Payload::octets({}));
    const auto payload = Payload::octets(ByteBuffer(Payload::kSizeMax + 1));
    ASSERT_FALSE(payload);
    EXPECT_EQ(payload.error().code, busbar::ErrorCode::OutOfRange);
}

TEST(Payload, TellsASmallValueFromTheSameOctet) {
    const ByteBuffer one{1};
    EXPECT_NE(Payload::small(1), *Payload::octets(one));
    EXPECT_NE(Payload::small(1), Payload::small(2));
    EXPECT_NE(Payload::small(0), Payload());
}

}  // namespace
}  // namespace knx
