// SPDX-License-Identifier: Apache-2.0
// Values of `busbar knx dpt` as JSON.
#include "knx/tool/json_value.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace knx {
namespace {

using busbar::Value;
using nlohmann::json;

TEST(JsonValue, KeepsBooleansIntegersAndNumbersApart) {
    EXPECT_EQ(from_json(true), Value::boolean(true));
    EXPECT_EQ(from_json(1), Value::integer(1));
    EXPECT_EQ(from_json(1.0), Value::number(1));
    EXPECT_EQ(to_json(Value::integer(9223372036854775807)).dump(), "9223372036854775807");
    EXPECT_EQ(to_json(Value::number(21)).dump(), "21.0");
}

TEST(JsonValue, KeepsEverySixtyFourBitInteger) {
    EXPECT_EQ(from_json(json::parse("9223372036854775807")), Value::integer(9223372036854775807));
    EXPECT_EQ(from_json(json::parse("9223372036854775808")), Value::number(9223372036854775808.0));
}

TEST(JsonValue, HasFieldsAsAnObjectWithNullForTheUnknown) {
    const auto value = Value::fields({{"blue", Value()}, {"red", Value::integer(1)}});
    EXPECT_EQ(to_json(value).dump(), R"({"blue":null,"red":1})");
    EXPECT_EQ(from_json(to_json(value)), value);
}

TEST(JsonValue, HasBytesAsHexDigits) { EXPECT_EQ(to_json(Value::bytes({0x12, 0xAB})), "12ab"); }

TEST(JsonValue, RefusesWhatNoDatapointHolds) {
    EXPECT_FALSE(from_json(nullptr));
    EXPECT_FALSE(from_json(json::array({1})));
    EXPECT_FALSE(from_json(json::parse(R"({"a":{"b":1}})")));
    EXPECT_FALSE(from_json(json::parse(R"({"a":[]})")));
}

}  // namespace
}  // namespace knx
