// SPDX-License-Identifier: Apache-2.0
// Tests of UTF-8 well-formedness.
#include "protocol/utf8.hpp"

#include <gtest/gtest.h>

#include <string>

namespace mqtt_client {
namespace {

struct Row {
    const char* name;
    std::string text;
    bool valid;
};

class Utf8 : public testing::TestWithParam<Row> {};

TEST_P(Utf8, IsJudgedAsTheRfcSays) { EXPECT_EQ(valid_utf8(GetParam().text), GetParam().valid); }

INSTANTIATE_TEST_SUITE_P(
    Texts, Utf8,
    testing::Values(Row{"Empty", "", true}, Row{"Ascii", "on", true}, Row{"Umlaut", "Küche", true},
                    Row{"Euro", "\xE2\x82\xAC", true}, Row{"Emoji", "\xF0\x9F\x92\xA1", true},
                    Row{"Nul", std::string(1, '\0'), false},
                    Row{"Latin1",
                        "K\xFC"
                        "che",
                        false},
                    Row{"CutShort", "\xE2\x82", false}, Row{"OverlongSlash", "\xC0\xAF", false},
                    Row{"OverlongEuro", "\xF0\x82\x82\xAC", false},
                    Row{"Surrogate", "\xED\xA0\x80", false},
                    Row{"BeyondUnicode", "\xF4\x90\x80\x80", false},
                    Row{"LoneContinuation", "\x80", false}),
    [](const auto& param) { return param.param.name; });

}  // namespace
}  // namespace mqtt_client
