// SPDX-License-Identifier: Apache-2.0
// What an object holds: its kinds, as numbers, as words.
#include "busbar/value.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace busbar {
namespace {

struct Row {
    const char* name;
    Value value;
    const char* words;
    bool is_number;
    double number;
};

const Row kRows[] = {
    {"Nothing", Value(), "(none)", false, 0},
    {"Off", Value::boolean(false), "off", true, 0},
    {"On", Value::boolean(true), "on", true, 1},
    {"Zero", Value::integer(0), "0", true, 0},
    {"SmallestInteger", Value::integer(std::numeric_limits<std::int64_t>::min()),
     "-9223372036854775808", true, -9223372036854775808.0},
    {"Number", Value::number(21.5), "21.5", true, 21.5},
    {"ShortestDigits", Value::number(0.1), "0.1", true, 0.1},
    {"WholeNumber", Value::number(3), "3", true, 3},
    {"Text", Value::text("warm"), "\"warm\"", false, 0},
    {"EmptyText", Value::text(""), "\"\"", false, 0},
    {"Bytes", Value::bytes({0x0C, 0x1A}), "0x0c1a", false, 0},
    {"NoBytes", Value::bytes({}), "0x", false, 0},
    {"Fields", Value::fields({{"hour", Value::integer(7)}, {"minute", Value::integer(30)}}),
     "{hour: 7, minute: 30}", false, 0},
};

class ValueRow : public ::testing::TestWithParam<Row> {};

TEST_P(ValueRow, ReadsInWords) { EXPECT_EQ(to_string(GetParam().value), GetParam().words); }

TEST_P(ValueRow, IsANumberOrSaysThatItIsNone) {
    double number = 0;
    EXPECT_EQ(as_number(GetParam().value, number), GetParam().is_number);
    EXPECT_EQ(number, GetParam().number);
}

INSTANTIATE_TEST_SUITE_P(Kinds, ValueRow, ::testing::ValuesIn(kRows),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(Value, KeepsAllDigitsOfA64BitInteger) {
    const auto largest = Value::integer(std::numeric_limits<std::int64_t>::max());
    EXPECT_EQ(to_string(largest), "9223372036854775807");
    EXPECT_NE(largest, Value::integer(std::numeric_limits<std::int64_t>::max() - 1));
}

TEST(Value, OfAnotherKindIsAnotherValue) {
    EXPECT_NE(Value::integer(1), Value::boolean(true));
    EXPECT_NE(Value::integer(1), Value::number(1));
    EXPECT_NE(Value::text(""), Value());
    EXPECT_EQ(Value(), Value());
}

TEST(Value, GivesItsContentOnlyAsWhatItIs) {
    const auto value = Value::integer(5);
    ASSERT_NE(value.get<std::int64_t>(), nullptr);
    EXPECT_EQ(*value.get<std::int64_t>(), 5);
    EXPECT_EQ(value.get<double>(), nullptr);
    EXPECT_EQ(value.get<bool>(), nullptr);
}

TEST(Value, OfFieldsDiffersWhenNameOrderOrContentDoes) {
    const auto hour = Field{"hour", Value::integer(7)};
    const auto minute = Field{"minute", Value::integer(30)};
    EXPECT_EQ(Value::fields({hour, minute}), Value::fields({hour, minute}));
    EXPECT_NE(Value::fields({hour, minute}), Value::fields({minute, hour}));
    EXPECT_NE(Value::fields({hour}), Value::fields({Field{"hours", Value::integer(7)}}));
}

}  // namespace
}  // namespace busbar
