// SPDX-License-Identifier: Apache-2.0
// Every kind of value there and back.
#include "busbar/convert.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace busbar {
namespace {

struct Row {
    const char* name;
    Value value;
};

const Row kRows[] = {
    {"Nothing", Value()},
    {"Off", Value::boolean(false)},
    {"On", Value::boolean(true)},
    {"Zero", Value::integer(0)},
    {"LargestInteger", Value::integer(std::numeric_limits<std::int64_t>::max())},
    {"SmallestInteger", Value::integer(std::numeric_limits<std::int64_t>::min())},
    {"NumberZero", Value::number(0)},
    {"Number", Value::number(-0.1)},
    {"EmptyText", Value::text("")},
    {"Text", Value::text("21 °C")},
    {"NoBytes", Value::bytes({})},
    {"Bytes", Value::bytes({0x00, 0xFF, 0x80})},
    {"NoFields", Value::fields({})},
    {"Fields", Value::fields({{"day", Value::text("Mo")}, {"dst", Value::boolean(true)}})},
};

class ConvertRow : public ::testing::TestWithParam<Row> {};

TEST_P(ConvertRow, ComesBackAsItWas) {
    v1::Value message;
    to_message(GetParam().value, message);
    EXPECT_EQ(to_value(message), GetParam().value);

    v1::Value received;
    ASSERT_TRUE(received.ParseFromString(message.SerializeAsString()));
    EXPECT_EQ(to_value(received), GetParam().value);
}

// A message is reused for state after state; nothing of the one before may shine through.
TEST_P(ConvertRow, LeavesNothingOfWhatTheMessageHeldBefore) {
    for (const auto& before : kRows) {
        v1::Value message;
        to_message(before.value, message);
        to_message(GetParam().value, message);
        EXPECT_EQ(to_value(message), GetParam().value) << "after " << before.name;
    }
}

INSTANTIATE_TEST_SUITE_P(Kinds, ConvertRow, ::testing::ValuesIn(kRows),
                         [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace busbar
