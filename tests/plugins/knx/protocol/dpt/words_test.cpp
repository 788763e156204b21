// SPDX-License-Identifier: Apache-2.0
// Words: labels and numbers as people write them.
#include "knx/protocol/dpt/words.hpp"

#include <gtest/gtest.h>

namespace knx {
namespace {

TEST(Words, AreTheSameWhateverSeparatesThemAndInEitherCase) {
    EXPECT_TRUE(same_word("no_alarm", "No alarm"));
    EXPECT_TRUE(same_word("economic_heat_cool_mode", "Economic Heat/Cool Mode"));
    EXPECT_TRUE(same_word(" on ", "ON"));
    EXPECT_FALSE(same_word("on", "one"));
    EXPECT_FALSE(same_word("HS", "HS_4"));
    EXPECT_FALSE(same_word("noalarm", "no_alarm"));
    EXPECT_FALSE(same_word("in ‘alarm’", "in alarm"));  // beyond ASCII it is letters
}

TEST(Words, FindTheirCodeAndBack) {
    constexpr Label kLabels[] = {{0, "auto"}, {3, "cool down"}, {6, ""}};
    EXPECT_EQ(find_code(kLabels, "Cool_Down"), 3);
    EXPECT_EQ(find_code(kLabels, "heat"), std::nullopt);
    EXPECT_EQ(find_code(kLabels, ""), std::nullopt);
    EXPECT_EQ(find_code(kLabels, "--"), std::nullopt);
    EXPECT_EQ(find_label(kLabels, 3)->text, "cool down");
    EXPECT_EQ(find_label(kLabels, 1), nullptr);
}

TEST(Words, AreNumbersOnlyAsAWhole) {
    EXPECT_EQ(parse_integer("9223372036854775807"), 9223372036854775807);
    EXPECT_EQ(parse_integer("-5"), -5);
    EXPECT_EQ(parse_integer("5 "), std::nullopt);
    EXPECT_EQ(parse_integer("9223372036854775808"), std::nullopt);
    EXPECT_EQ(parse_number("+21.5"), 21.5);
    EXPECT_EQ(parse_number("21,5"), std::nullopt);
    EXPECT_EQ(parse_number(""), std::nullopt);
}

TEST(Words, OfANumberAreTheShortest) {
    EXPECT_EQ(number_text(21), "21");
    EXPECT_EQ(number_text(0.1), "0.1");
    EXPECT_EQ(number_text(1e-10), "1e-10");
}

}  // namespace
}  // namespace knx
