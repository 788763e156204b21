// SPDX-License-Identifier: Apache-2.0
// `busbar knx frame`: hex in, one JSON line out.
#include "knx/tool/frame_command.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

namespace knx {
namespace {

using nlohmann::json;

json answer(std::string_view line) { return json::parse(answer_frame_line(line)); }

TEST(FrameCommand, TakesDigitsInEitherCaseWithBlanksBetween) {
    const auto plain = answer("2900bce011050a03010081");
    EXPECT_EQ(plain["apci"], "GroupValueWrite");
    EXPECT_EQ(answer("  29 00 BC E0 11 05 0A 03 01 00 81\r"), plain);
    EXPECT_EQ(answer("29:00:bc:e0:11:05:0a:03:01:00:81"), plain);
    EXPECT_EQ(answer("2900-bce0\t1105-0a03-01-0081"), plain);
}

TEST(FrameCommand, ShowsWhatFollowsAFrame) {
    const auto first = answer("06100421000a04010000 06100421000a04010100");
    EXPECT_EQ(first["service"], "TUNNELLING_ACK");
    EXPECT_EQ(first["rest"], "06100421000a04010100");
}

struct Row {
    const char* name;
    const char* line;
    const char* error;
};

class FrameCommandRefusal : public testing::TestWithParam<Row> {};

TEST_P(FrameCommandRefusal, HasAWordAndASentence) {
    const auto refusal = answer(GetParam().line);
    EXPECT_EQ(refusal.value("error", ""), GetParam().error) << refusal;
    EXPECT_FALSE(refusal.value("message", "").empty());
    EXPECT_FALSE(refusal.contains("service"));
    EXPECT_FALSE(refusal.contains("code"));
}

INSTANTIATE_TEST_SUITE_P(
    Rows, FrameCommandRefusal,
    testing::Values(Row{"NoHex", "hello", "hex"}, Row{"OddDigits", "06100", "hex"},
                    Row{"OnlySeparators", ":-", "hex"}, Row{"NotUtf8", "\xff\xfe", "hex"},
                    Row{"NeitherKind", "aabbcc", "frame"}, Row{"UnknownCode", "30001122", "frame"},
                    Row{"HeaderCut", "06", "length"}, Row{"HeaderCutLater", "0610042000", "length"},
                    Row{"WrongHeaderSize", "05100421000a04010000", "header"},
                    Row{"WrongVersion", "06200421000a04010000", "header"},
                    Row{"LengthBelowTheHeader", "061004210005", "header"},
                    Row{"BodyCut", "06100421000a0401", "length"},
                    Row{"UnknownService", "061099990008 0000", "service"},
                    Row{"WrongBody", "06100421000a03010000", "body"},
                    Row{"SecureOfAWrongSize", "0610095200080000", "body"},
                    Row{"MessageCut", "2900bce0", "cemi"},
                    Row{"UnknownApci", "2900b0d0000100000103f8", "apci"}),
    [](const auto& row) { return row.param.name; });

TEST(FrameCommand, AnswersEveryLineAndGoesOnAfterAMistake) {
    std::istringstream input("nonsense\n\n  \r\n0610020a00080700\r\n2900bce011050a03010081");
    std::ostringstream output;
    run_frame_command(input, output);
    std::istringstream lines(output.str());
    std::vector<json> answers;
    for (std::string line; std::getline(lines, line);) answers.push_back(json::parse(line));
    ASSERT_EQ(answers.size(), 3U);
    EXPECT_EQ(answers[0]["error"], "hex");
    EXPECT_EQ(answers[1]["service"], "DISCONNECT_RESPONSE");
    EXPECT_EQ(answers[2]["code"], "L_Data.ind");
}

}  // namespace
}  // namespace knx
