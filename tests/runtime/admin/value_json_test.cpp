// SPDX-License-Identifier: Apache-2.0
// Values in JSON and as people type them, by the object's type.
#include "admin/value_json.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace busbar {
namespace {

v1::ObjectType type_of(v1::ValueKind kind) {
    v1::ObjectType type;
    type.set_value_kind(kind);
    return type;
}

v1::ObjectType with_labels(v1::ValueKind kind) {
    auto type = type_of(kind);
    auto& closed = *type.add_labels();
    closed.set_value(0);
    closed.set_label("closed");
    auto& open = *type.add_labels();
    open.set_value(1);
    open.set_label("open");
    return type;
}

struct Row {
    const char* name;
    v1::ObjectType type;
    const char* json;
    Value value;  // empty: refused
};

class ReadValue : public ::testing::TestWithParam<Row> {};

TEST_P(ReadValue, ReadsWhatTheTypeTakes) {
    const auto& row = GetParam();
    const auto value = read_value(Json::parse(row.json), row.type);
    EXPECT_EQ(value.has_value(), !row.value.empty());
    if (value) {
        EXPECT_EQ(*value, row.value) << to_string(*value);
    } else {
        EXPECT_TRUE(value.error().message.starts_with("the object takes "))
            << value.error().message;
    }
}

const auto kBoolean = type_of(v1::VALUE_KIND_BOOLEAN);
const auto kInteger = type_of(v1::VALUE_KIND_INTEGER);
const auto kNumber = type_of(v1::VALUE_KIND_NUMBER);
const auto kText = type_of(v1::VALUE_KIND_TEXT);
const auto kBytes = type_of(v1::VALUE_KIND_BYTES);
const auto kFields = type_of(v1::VALUE_KIND_FIELDS);
const auto kAny = type_of(v1::VALUE_KIND_UNSPECIFIED);

const Row kRows[] = {
    {"BooleanTrue", kBoolean, "true", Value::boolean(true)},
    {"BooleanOne", kBoolean, "1", Value::boolean(true)},
    {"BooleanTwo", kBoolean, "2", {}},
    {"BooleanWord", kBoolean, R"("OFF")", Value::boolean(false)},
    {"BooleanLabel", with_labels(v1::VALUE_KIND_BOOLEAN), R"("Open")", Value::boolean(true)},
    {"BooleanOtherWord", kBoolean, R"("maybe")", {}},
    {"Integer", kInteger, "-7", Value::integer(-7)},
    {"IntegerLargest", kInteger, "9223372036854775807",
     Value::integer(std::numeric_limits<std::int64_t>::max())},
    {"IntegerTooLarge", kInteger, "9223372036854775808", {}},
    {"IntegerWholeNumber", kInteger, "3.0", Value::integer(3)},
    {"IntegerWithRest", kInteger, "3.5", {}},
    {"IntegerHuge", kInteger, "1e300", {}},
    {"IntegerText", kInteger, R"("+42")", Value::integer(42)},
    {"IntegerLabel", with_labels(v1::VALUE_KIND_INTEGER), R"("open")", Value::integer(1)},
    {"IntegerBoolean", kInteger, "true", {}},
    {"Number", kNumber, "21.5", Value::number(21.5)},
    {"NumberInteger", kNumber, "21", Value::number(21)},
    {"NumberText", kNumber, R"("-0.5")", Value::number(-0.5)},
    {"NumberComma", kNumber, R"("21,5")", {}},
    {"NumberInfinite", kNumber, R"("inf")", {}},
    {"NumberNothing", kNumber, R"("")", {}},
    {"NumberNull", kNumber, "null", {}},
    {"Text", kText, R"("on")", Value::text("on")},
    {"TextNumber", kText, "1", {}},
    {"BytesBase64", kBytes, R"({"bytes": "DBo="})", Value::bytes({0x0C, 0x1A})},
    {"BytesHex", kBytes, R"("0x0c1a")", Value::bytes({0x0C, 0x1A})},
    {"BytesHalf", kBytes, R"("0x0c1")", {}},
    {"BytesNoHex", kBytes, R"("0x0g")", {}},
    {"Fields", kFields, R"({"hour": 7, "day": "mon"})",
     Value::fields({{"day", Value::text("mon")}, {"hour", Value::integer(7)}})},
    {"FieldsAsText", kFields, R"("{\"hour\": 7}")", Value::fields({{"hour", Value::integer(7)}})},
    {"FieldsNested", kFields, R"({"a": {"b": 1}})", {}},
    {"FieldsNumber", kFields, "7", {}},
    {"AnyInteger", kAny, R"("7")", Value::integer(7)},
    {"AnyNumber", kAny, R"("7.5")", Value::number(7.5)},
    {"AnyBoolean", kAny, R"("on")", Value::boolean(true)},
    {"AnyText", kAny, R"("hello")", Value::text("hello")},
};

INSTANTIATE_TEST_SUITE_P(Rows, ReadValue, ::testing::ValuesIn(kRows),
                         [](const auto& row) { return std::string(row.param.name); });

TEST(WriteValue, IsReadBackAsItWas) {
    const std::pair<Value, v1::ObjectType> values[] = {
        {Value::boolean(true), kBoolean},
        {Value::integer(std::numeric_limits<std::int64_t>::min()), kInteger},
        {Value::number(21), kNumber},
        {Value::text("21"), kText},
        {Value::bytes({0, 255}), kBytes},
        {Value::fields({{"a", Value::number(0.5)}, {"b", Value::boolean(false)}}), kFields},
    };
    for (const auto& [value, type] : values) {
        const auto text = write_value(value).dump();
        const auto again = read_value(Json::parse(text), type);
        ASSERT_TRUE(again) << text;
        EXPECT_EQ(*again, value) << text;
    }
    EXPECT_TRUE(write_value(Value{}).is_null());
}

}  // namespace
}  // namespace busbar
