// SPDX-License-Identifier: Apache-2.0
// cEMI message codes and their names.
#include "knx/protocol/message_code.hpp"

#include <gtest/gtest.h>

namespace knx {
namespace {

TEST(MessageCode, HasTheNameOfTheStandard) {
    EXPECT_EQ(message_code_name(MessageCode::LDataIndication), "L_Data.ind");
    EXPECT_EQ(message_code_name(MessageCode::LBusmonIndication), "L_Busmon.ind");
    EXPECT_EQ(message_code_name(MessageCode::PropReadRequest), "M_PropRead.req");
    EXPECT_EQ(message_code_name(MessageCode::ResetIndication), "M_Reset.ind");
}

TEST(MessageCode, HasNoNameForAnyOtherNumber) {
    int named = 0;
    for (int number = 0; number < 256; ++number) {
        if (!message_code_name(static_cast<MessageCode>(number)).empty()) ++named;
    }
    EXPECT_EQ(named, 19);
    EXPECT_EQ(message_code_name(static_cast<MessageCode>(0x06)), "");
    EXPECT_EQ(message_code_name(static_cast<MessageCode>(0x30)), "");
}

TEST(MessageCode, TellsTheThreeOfTheLinkLayersTelegrams) {
    EXPECT_TRUE(is_ldata(MessageCode::LDataRequest));
    EXPECT_TRUE(is_ldata(MessageCode::LDataIndication));
    EXPECT_TRUE(is_ldata(MessageCode::LDataConfirmation));
    EXPECT_FALSE(is_ldata(MessageCode::LRawIndication));
}

}  // namespace
}  // namespace knx
