// SPDX-License-Identifier: Apache-2.0
// Characters: ASCII, Latin-1 and UTF-8 text of a telegram.
#include "knx/protocol/dpt/characters.hpp"

#include <gtest/gtest.h>

namespace knx {
namespace {

using busbar::Bytes;
using busbar::ErrorCode;

Bytes octets_of(std::string_view text) { return {text.begin(), text.end()}; }

TEST(Characters, EndAtTheFirstNul) {
    EXPECT_EQ(decode_text(text(Form::Latin1, 4), Bytes{'A', 'B', 0, 'C'}), "AB");
    EXPECT_EQ(decode_text(text(Form::Latin1, 2), Bytes{'A', 'B'}), "AB");
    EXPECT_EQ(decode_text(text(Form::Latin1, 1), Bytes{0}), "");
}

TEST(Characters, OfLatin1AreUtf8Inside) {
    EXPECT_EQ(decode_text(text(Form::Latin1, 2), Bytes{0xE4, 0xB0}), "ä°");
    EXPECT_EQ(encode_text(text(Form::Latin1, 3), "ä°"), (Bytes{0xE4, 0xB0, 0}));
}

TEST(Characters, BeyondAsciiAreReplacedBothWays) {
    EXPECT_EQ(decode_text(text(Form::Ascii, 2), Bytes{0xA4, 'x'}), "\uFFFDx");
    EXPECT_EQ(encode_text(text(Form::Ascii, 8), "21.5 °C"), octets_of({"21.5 ?C\0", 8}));
    EXPECT_EQ(encode_text(text(Form::Latin1, 1), "Ω"), octets_of("?"));
}

TEST(Characters, ThatDoNotFitAreRefused) {
    EXPECT_EQ(encode_text(text(Form::Ascii, 1), "AB").error().code, ErrorCode::OutOfRange);
    EXPECT_EQ(encode_text(text(Form::Latin1, 14), "123456789012345").error().message,
              "the text needs 15 octets, at most 14 fit");
}

TEST(Characters, OfAVariableTextEndWithANul) {
    constexpr auto kText = variable_text(Form::Utf8, 6);
    EXPECT_EQ(encode_text(kText, "ä€"), octets_of({"ä€\0", 6}));
    EXPECT_EQ(encode_text(kText, ""), Bytes{0});
    EXPECT_FALSE(encode_text(kText, "ä€x"));
}

struct Row {
    const char* name;
    std::string_view text;
};

class MalformedUtf8 : public testing::TestWithParam<Row> {};

TEST_P(MalformedUtf8, IsRefusedBothWays) {
    EXPECT_FALSE(encode_text(text(Form::Latin1, 14), GetParam().text));
    EXPECT_FALSE(decode_text(variable_text(Form::Utf8, 14), octets_of(GetParam().text)));
}

INSTANTIATE_TEST_SUITE_P(
    Rows, MalformedUtf8,
    testing::Values(Row{"LoneContinuation", "\x80"}, Row{"OverlongTwo", "\xC0\xAF"},
                    Row{"OverlongThree", "\xE0\x80\xAF"}, Row{"OverlongFour", "\xF0\x80\x80\xAF"},
                    Row{"Surrogate", "\xED\xA0\x80"}, Row{"Beyond", "\xF4\x90\x80\x80"},
                    Row{"FifthOctet", "\xF8\x88\x80\x80\x80"}, Row{"CutShort", "a\xE2\x82"},
                    Row{"NoContinuation", "\xC3("}),
    [](const auto& row) { return row.param.name; });

TEST(Characters, WithANulInsideAreRefused) {
    EXPECT_FALSE(encode_text(text(Form::Latin1, 14), {"a\0b", 3}));
}

}  // namespace
}  // namespace knx
