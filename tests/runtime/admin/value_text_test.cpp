// SPDX-License-Identifier: Apache-2.0
// What a type takes, in words. The words themselves are read in value_json_test.cpp.
#include "admin/value_text.hpp"

#include <gtest/gtest.h>

namespace busbar {
namespace {

TEST(ExpectedWords, NameTheLabels) {
    v1::ObjectType type;
    type.set_value_kind(v1::VALUE_KIND_INTEGER);
    EXPECT_EQ(expected_words(type), "a whole number");
    for (const auto* label : {"auto", "comfort"}) type.add_labels()->set_label(label);
    EXPECT_EQ(expected_words(type), "one of auto, comfort");
}

TEST(ValueOfWord, ALabelWinsOverANumber) {
    v1::ObjectType type;
    type.set_value_kind(v1::VALUE_KIND_INTEGER);
    auto& label = *type.add_labels();
    label.set_value(5);
    label.set_label("1");
    EXPECT_EQ(value_of_word("1", type), Value::integer(5));
    EXPECT_EQ(value_of_word("2", type), Value::integer(2));
}

}  // namespace
}  // namespace busbar
