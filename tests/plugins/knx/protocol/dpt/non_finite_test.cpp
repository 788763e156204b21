// SPDX-License-Identifier: Apache-2.0
// Infinity and not-a-number of main type 14.
#include <gtest/gtest.h>

#include "knx/protocol/dpt/dpt.hpp"
#include "knx/protocol/dpt/hex.hpp"

namespace knx {
namespace {

std::string_view word(const char* dpt, const char* raw) {
    return non_finite_word(**find_dpt(dpt), *parse_hex(raw));
}

TEST(NonFinite, IsNamedAndIsNoValue) {
    EXPECT_EQ(word("14.068", "7f800000"), "inf");
    EXPECT_EQ(word("14.068", "ff800000"), "-inf");
    EXPECT_EQ(word("14.068", "7fc00000"), "nan");
    EXPECT_FALSE(decode(**find_dpt("14.068"), *parse_hex("7f800000")));
}

TEST(NonFinite, IsNothingElse) {
    EXPECT_EQ(word("14.068", "41ac0000"), "");
    EXPECT_EQ(word("14.068", "7f8000"), "");
    EXPECT_EQ(word("12.001", "7f800000"), "");
    EXPECT_EQ(word("9.001", "7fff"), "");
}

}  // namespace
}  // namespace knx
