// SPDX-License-Identifier: Apache-2.0
// Scalars between JSON and fields: what is read, how it comes back, what is refused with which
// code.
#include "config/json_scalar.hpp"

#include "runtime/config/test_schema.hpp"

namespace busbar {
namespace {

struct Row {
    const char* name;
    const char* field;
    const char* json;
    const char* back;  // JSON, or the code of the refusal
};

class JsonScalar : public ::testing::TestWithParam<Row> {};

constexpr Row kRows[] = {
    {"Boolean", "boolean", "true", "true"},
    {"BooleanAsText", "boolean", "\"true\"", "wrong_type"},
    {"BooleanAsNumber", "boolean", "1", "wrong_type"},
    {"Integer", "small", "-5", "-5"},
    {"IntegerAsText", "small", "\"-5\"", "-5"},
    {"IntegerAsWholeReal", "small", "1e3", "1000"},
    {"IntegerWithFraction", "small", "1.5", "wrong_type"},
    {"IntegerTooLarge", "small", "2147483648", "out_of_range"},
    {"IntegerTooSmall", "small", "-2147483649", "out_of_range"},
    {"IntegerOfWords", "small", "\"five\"", "wrong_type"},
    {"IntegerEmpty", "small", "\"\"", "wrong_type"},
    {"LargestInteger64", "large", "9223372036854775807", "\"9223372036854775807\""},
    {"SmallestInteger64", "large", "\"-9223372036854775808\"", "\"-9223372036854775808\""},
    {"Integer64TooLarge", "large", "9223372036854775808", "out_of_range"},
    {"Integer64AsInexactReal", "large", "1e17", "out_of_range"},
    {"LargestUnsigned64", "huge", "18446744073709551615", "\"18446744073709551615\""},
    {"UnsignedNegative", "huge", "-1", "out_of_range"},
    {"FloatComesBackShort", "shortReal", "0.1", "0.1"},
    {"FloatTooLarge", "shortReal", "1e39", "out_of_range"},
    {"Double", "longReal", "21.5", "21.5"},
    {"DoubleAsText", "longReal", "\"21.5\"", "21.5"},
    {"DoubleWithComma", "longReal", "\"21,5\"", "wrong_type"},
    {"DoubleNotFinite", "longReal", "\"inf\"", "out_of_range"},
    {"Octets", "octets", "\"DBo=\"", "\"DBo=\""},
    {"OctetsThatAreNone", "octets", "\"?\"", "wrong_type"},
    {"Word", "word", "\"LOGIN_NAME\"", "\"LOGIN_NAME\""},
    {"WordByNumber", "word", "1", "\"LOGIN_NAME\""},
    {"WordUnknown", "word", "\"LOGIN_CARD\"", "unknown_value"},
    {"WordNumberUnknown", "word", "9", "unknown_value"},
    {"WordOfTruth", "word", "true", "wrong_type"},
    {"TextAsNumber", "thisOne", "5", "wrong_type"},
    {"TextAsObject", "thisOne", "{}", "wrong_type"},
};

TEST_P(JsonScalar, IsReadAndWrittenOrRefused) {
    const auto schema = test_schema();
    const auto& collection = *schema->find("everything");
    const auto& field = *collection.type->find(GetParam().field)->field;
    const auto fault = read_scalar(Json::parse(GetParam().json), field, *collection.item);
    EXPECT_EQ(fault ? fault->code : write_scalar(*collection.item, field).dump(), GetParam().back);
    if (fault) {
        EXPECT_FALSE(fault->message.empty());
    }
}

INSTANTIATE_TEST_SUITE_P(Rows, JsonScalar, ::testing::ValuesIn(kRows),
                         [](const auto& row) { return row.param.name; });

TEST(JsonScalarText, IsWhatPeopleWrite) {
    const auto schema = test_schema();
    const auto& collection = *schema->find("everything");
    const auto text = [&](const char* name) {
        return scalar_text(*collection.item, *collection.type->find(name)->field);
    };
    EXPECT_EQ(text("boolean"), "false");
    EXPECT_EQ(text("word"), "LOGIN_UNSPECIFIED");
    EXPECT_EQ(text("small"), "0");
    EXPECT_EQ(text("thisOne"), "");
}

}  // namespace
}  // namespace busbar
