// SPDX-License-Identifier: Apache-2.0
// cEMI messages as JSON: what is told, what is left out, what is refused.
#include "knx/tool/cemi_json.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "knx/protocol/dpt/hex.hpp"

namespace knx {
namespace {

using busbar::ErrorCode;
using nlohmann::json;

json explained(const char* hex) {
    const auto answer = explain_cemi(*parse_hex(hex));
    return answer ? *answer : json(answer.error().message);
}

ErrorCode error_of(const char* hex) {
    const auto answer = explain_cemi(*parse_hex(hex));
    EXPECT_FALSE(answer) << hex;
    return answer ? ErrorCode::Internal : answer.error().code;
}

TEST(CemiJson, TellsATelegramWhole) {
    EXPECT_EQ(explained("2900bce011050a03010081"), json({{"code", "L_Data.ind"},
                                                         {"source", "1.1.5"},
                                                         {"destination", "1/2/3"},
                                                         {"frame", "standard"},
                                                         {"priority", "low"},
                                                         {"hop_count", 6},
                                                         {"tpci", "T_Data_Group"},
                                                         {"apci", "GroupValueWrite"},
                                                         {"small", 1},
                                                         {"data", "01"}}));
}

TEST(CemiJson, HasNoDataWhereThereIsNone) {
    const auto read = explained("1100bce000000a03010000");
    EXPECT_EQ(read["apci"], "GroupValueRead");
    EXPECT_FALSE(read.contains("data"));
    EXPECT_FALSE(read.contains("small"));
    const auto connect = explained("1100b060000011010080");
    EXPECT_EQ(connect["tpci"], "T_Connect");
    EXPECT_EQ(connect["destination"], "1.1.1");
    EXPECT_FALSE(connect.contains("apci"));
}

TEST(CemiJson, SaysHowAConfirmationEnded) {
    EXPECT_EQ(explained("2e00bce011050a03010081")["confirm"], "positive");
    EXPECT_EQ(explained("2e00bde011050a03010081")["confirm"], "negative");
    EXPECT_FALSE(explained("2900bde011050a03010081").contains("confirm"));
}

TEST(CemiJson, ShowsAdditionalInformationEvenWhenItIsNoList) {
    EXPECT_EQ(explained("29030301ffbce011050a03010081")["additional_info"],
              json::array({{{"type", 3}, {"data", "ff"}}}));
    EXPECT_EQ(explained("29020301bce011050a03010081")["additional_info"], "0301");
}

TEST(CemiJson, HearsWhatABusMonitorHears) {
    const auto frame = explained("2b0703010004020000bc11050a03e100813e");
    EXPECT_EQ(frame["raw"], "bc11050a03e100813e");
    EXPECT_EQ(frame["source"], "1.1.5");
    EXPECT_EQ(frame["apci"], "GroupValueWrite");
    EXPECT_EQ(explained("2b00cc")["acknowledgement"], "ack");
    const auto damaged = explained("2b00bc11050a03e1008100");
    EXPECT_EQ(damaged["raw"], "bc11050a03e1008100");
    EXPECT_TRUE(damaged.contains("raw_error"));
    EXPECT_FALSE(damaged.contains("apci"));
}

TEST(CemiJson, NamesPropertiesAndResets) {
    EXPECT_EQ(explained("fb000b0134000107"), json({{"code", "M_PropRead.con"},
                                                   {"object_type", 11},
                                                   {"object_instance", 1},
                                                   {"property", 52},
                                                   {"count", 0},
                                                   {"start", 1},
                                                   {"property_error", "no such property"}}));
    EXPECT_EQ(explained("f1"), json({{"code", "M_Reset.req"}}));
    EXPECT_EQ(explained("2d00bc1105")["data"], "bc1105");
}

TEST(CemiJson, RefusesWhatHasNoNameOtherwiseThanWhatIsMalformed) {
    EXPECT_EQ(error_of("3000bce011050a03010081"), ErrorCode::NotFound);  // the code
    EXPECT_EQ(error_of("2900b0d0000100000103f8"), ErrorCode::NotFound);  // the APCI
    for (const char* hex :
         {"", "29", "2900bce0110a0a0300", "2900bce011050a030100", "2b00", "f100",
          "2900b06000001101018000", "2900bce011050a03018081", "2900bce011050a030000"}) {
        EXPECT_EQ(error_of(hex), ErrorCode::InvalidArgument) << hex;
    }
}

TEST(CemiJson, KnowsWhichOctetsBeginAMessage) {
    EXPECT_TRUE(may_be_cemi(0x29));
    EXPECT_TRUE(may_be_cemi(0xfc));
    EXPECT_FALSE(may_be_cemi(0x06));
}

}  // namespace
}  // namespace knx
