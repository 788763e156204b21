// SPDX-License-Identifier: Apache-2.0
// Property messages: what each may carry, and what is refused.
#include "knx/protocol/property_message.hpp"

#include <gtest/gtest.h>

#include "support/knx/hex.hpp"

namespace knx {
namespace {

using testing::from_hex;
using testing::to_hex;

TEST(PropertyMessage, HasObjectPropertyCountAndStart) {
    const auto octets = from_hex("fc 000b 01 34 1001");
    const auto message = decode_property_message(octets);
    ASSERT_TRUE(message) << message.error().message;
    EXPECT_EQ(message->code, MessageCode::PropReadRequest);
    EXPECT_EQ(message->object_type, 11);
    EXPECT_EQ(message->object_instance, 1);
    EXPECT_EQ(message->property, 52);
    EXPECT_EQ(message->count, 1);
    EXPECT_EQ(message->start, 1);
    EXPECT_TRUE(message->data.empty());
}

TEST(PropertyMessage, CarriesDataWhereItMay) {
    for (const char* hex :
         {"fb 000b 01 34 1001 07", "f6 000b 01 34 1001 07", "f7 000b 01 34 1001 07"}) {
        const auto octets = from_hex(hex);
        const auto message = decode_property_message(octets);
        ASSERT_TRUE(message) << hex;
        EXPECT_EQ(to_hex(message->data), "07");
        EXPECT_FALSE(message->error);
    }
}

TEST(PropertyMessage, SaysInAConfirmationWithoutElementsWhatWentWrong) {
    for (const char* hex : {"fb 000b 01 34 0001 07", "f5 000b 01 34 0001 07"}) {
        const auto message = decode_property_message(from_hex(hex));
        ASSERT_TRUE(message) << hex;
        EXPECT_EQ(message->error, 7);
    }
    EXPECT_EQ(property_error_name(7), "no such property");
    EXPECT_EQ(property_error_name(99), "error 99");
}

TEST(PropertyMessage, HasNoElementsWhereAFunctionIsCalled) {
    const auto octets = from_hex("f8 000b 01 34 00ff");
    const auto message = decode_property_message(octets);
    ASSERT_TRUE(message);
    EXPECT_EQ(to_hex(message->data), "00ff");
    EXPECT_EQ(message->count, 0);
    EXPECT_FALSE(message->error);
}

TEST(PropertyMessage, IsRefusedCutOrTooLong) {
    for (const char* hex : {"", "fc 000b 01 34 10", "fc 000b 01 34 1001 00", "fb 000b 01 34 1001",
                            "fb 000b 01 34 0001", "fb 000b 01 34 0001 0707", "f6 000b 01 34 1001",
                            "f5 000b 01 34 1001 00", "f5 000b 01 34 0001", "f8 000b 01"}) {
        const auto message = decode_property_message(from_hex(hex));
        ASSERT_FALSE(message) << hex;
        EXPECT_EQ(message.error().code, busbar::ErrorCode::InvalidArgument) << hex;
    }
}

TEST(PropertyMessage, IsToldFromOtherMessages) {
    EXPECT_TRUE(is_property_message(MessageCode::FuncPropConfirmation));
    EXPECT_FALSE(is_property_message(MessageCode::ResetRequest));
    const auto message = decode_property_message(from_hex("29 00"));
    ASSERT_FALSE(message);
    EXPECT_EQ(message.error().code, busbar::ErrorCode::NotFound);
}

}  // namespace
}  // namespace knx
