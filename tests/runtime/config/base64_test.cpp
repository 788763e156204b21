// SPDX-License-Identifier: Apache-2.0
// Base64: RFC 4648 section 10's vectors, and what is refused.
#include "config/base64.hpp"

#include <gtest/gtest.h>

namespace busbar {
namespace {

TEST(Base64, WritesAndReadsTheVectorsOfTheStandard) {
    const std::pair<const char*, const char*> rows[] = {
        {"", ""},
        {"f", "Zg=="},
        {"fo", "Zm8="},
        {"foo", "Zm9v"},
        {"foob", "Zm9vYg=="},
        {"fooba", "Zm9vYmE="},
        {"foobar", "Zm9vYmFy"},
    };
    for (const auto& [bytes, text] : rows) {
        EXPECT_EQ(encode_base64(bytes), text);
        EXPECT_EQ(decode_base64(text), bytes);
    }
}

TEST(Base64, ReadsTheUrlSafeAlphabetAndLeavesPaddingOptional) {
    EXPECT_EQ(decode_base64("+/8="), "\xfb\xff");
    EXPECT_EQ(decode_base64("-_8"), "\xfb\xff");
}

TEST(Base64, RefusesWhatIsNeither) {
    EXPECT_FALSE(decode_base64("a"));
    EXPECT_FALSE(decode_base64("Zm9v!"));
    EXPECT_FALSE(decode_base64("Zm 9v"));
}

}  // namespace
}  // namespace busbar
