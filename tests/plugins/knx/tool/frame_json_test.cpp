// SPDX-License-Identifier: Apache-2.0
// Frames as JSON; tests/data/knx/frame-answers.json has one of each service.
#include "knx/tool/frame_json.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "knx/protocol/dpt/hex.hpp"

namespace knx {
namespace {

using nlohmann::json;

json explained(const char* hex) {
    const auto octets = *parse_hex(hex);
    return explain_frame(*decode_frame(octets));
}

TEST(FrameJson, PutsTheMessageAmongTheMembersOfItsFrame) {
    const auto answer = explained("061004200015040107002900bce011050a03010081");
    EXPECT_EQ(answer["service"], "TUNNELLING_REQUEST");
    EXPECT_EQ(answer["length"], 21);
    EXPECT_EQ(answer["channel"], 1);
    EXPECT_EQ(answer["sequence"], 7);
    EXPECT_EQ(answer["code"], "L_Data.ind");
    EXPECT_EQ(answer["destination"], "1/2/3");
}

TEST(FrameJson, KeepsAMessageThatCannotBeExplainedAsItIs) {
    const auto answer = explained("06100530000a2900bce0");
    EXPECT_EQ(answer["service"], "ROUTING_INDICATION");
    EXPECT_EQ(answer["cemi"], "2900bce0");
    EXPECT_FALSE(answer["cemi_error"].get<std::string>().empty());
    EXPECT_FALSE(answer.contains("code"));
}

TEST(FrameJson, SaysAStatusInWords) {
    const auto answer = explained("0610020600080024");
    EXPECT_EQ(answer["status"], 0x24);
    EXPECT_NE(answer["status_text"].get<std::string>().find("no free tunnel"), std::string::npos);
    EXPECT_FALSE(answer.contains("data_endpoint"));
}

}  // namespace
}  // namespace knx
