// SPDX-License-Identifier: Apache-2.0
// Tests of values as text.
#include "protocol/payload.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <limits>
#include <random>

namespace mqtt_client {
namespace {

struct Report {
    const char* name;
    Value value;
    std::string payload;
};

class Encoding : public testing::TestWithParam<Report> {};

TEST_P(Encoding, GivesThePayload) {
    std::string payload = "left over";
    EXPECT_TRUE(encode(GetParam().value, payload));
    EXPECT_EQ(payload, GetParam().payload);
}

Value time_of_day() {
    return Value::fields({{"hour", Value::integer(7)},
                          {"label", Value::text("a \"b\"\n")},
                          {"on", Value::boolean(true)},
                          {"raw", Value::bytes({0x0C, 0x1A})},
                          {"gone", Value()}});
}

INSTANTIATE_TEST_SUITE_P(
    Reports, Encoding,
    testing::Values(
        Report{"On", Value::boolean(true), "1"}, Report{"Off", Value::boolean(false), "0"},
        Report{"Integer", Value::integer(-12), "-12"},
        Report{"LargestInteger", Value::integer(INT64_MAX), "9223372036854775807"},
        Report{"SmallestInteger", Value::integer(INT64_MIN), "-9223372036854775808"},
        Report{"Number", Value::number(21.5), "21.5"},
        Report{"WholeNumber", Value::number(21), "21"},
        Report{"TenthsAreNotPadded", Value::number(0.1), "0.1"},
        Report{"NegativeZero", Value::number(-0.0), "0"},
        Report{"SmallWithoutExponent", Value::number(0.00001), "0.00001"},
        Report{"LargeWithoutExponent", Value::number(1e21), "1000000000000000000000"},
        Report{"Text", Value::text("Küche: on, 21,5"), "Küche: on, 21,5"},
        Report{"EmptyText", Value::text(""), ""},
        Report{"Bytes", Value::bytes({0x0C, 0x1A}), "0c1a"},
        Report{"Fields", time_of_day(),
               R"({"hour":7,"label":"a \"b\"\u000a","on":true,"raw":"0c1a","gone":null})"}),
    [](const auto& param) { return param.param.name; });

TEST(Payload, OfAnEmptyValueIsNoPayload) {
    std::string payload = "left over";
    EXPECT_FALSE(encode(Value(), payload));
    EXPECT_TRUE(payload.empty());
}

TEST(Payload, OfWhatIsNoNumberIsNoPayload) {
    std::string payload;
    EXPECT_FALSE(encode(Value::number(std::numeric_limits<double>::quiet_NaN()), payload));
    EXPECT_FALSE(encode(Value::number(-std::numeric_limits<double>::infinity()), payload));
    EXPECT_TRUE(payload.empty());
    const auto inside = Value::fields({{"flow", Value::number(std::nan(""))}});
    EXPECT_TRUE(encode(inside, payload));
    EXPECT_EQ(payload, R"({"flow":null})");
}

TEST(Payload, OfAnyNumberReadsBackExactly) {
    constexpr unsigned kSeed = 20260101;
    SCOPED_TRACE(testing::Message() << "seed " << kSeed);
    std::mt19937_64 random(kSeed);
    std::string payload;
    for (int i = 0; i < 20000; ++i) {
        const auto bits = random();
        double number = 0;
        std::memcpy(&number, &bits, sizeof number);
        if (!std::isfinite(number)) continue;
        ASSERT_TRUE(encode(Value::number(number), payload));
        EXPECT_EQ(payload.find_first_of("eE"), std::string::npos) << payload;
        const auto back = decode(payload, Kind::Number);
        ASSERT_TRUE(back) << payload;
        EXPECT_EQ(*back->get<double>(), number) << payload;
    }
    for (const auto number :
         {std::numeric_limits<double>::denorm_min(), -std::numeric_limits<double>::max()}) {
        ASSERT_TRUE(encode(Value::number(number), payload));
        EXPECT_EQ(*decode(payload, Kind::Number)->get<double>(), number);
    }
}

struct Command {
    const char* name;
    std::string payload;
    Kind kind;
    Value value;
};

class Decoding : public testing::TestWithParam<Command> {};

TEST_P(Decoding, GivesTheValue) {
    const auto value = decode(GetParam().payload, GetParam().kind);
    ASSERT_TRUE(value) << value.error().message;
    EXPECT_EQ(*value, GetParam().value);
}

INSTANTIATE_TEST_SUITE_P(
    Commands, Decoding,
    testing::Values(Command{"On", "1", Kind::Boolean, Value::boolean(true)},
                    Command{"OffWithFraction", "0.0", Kind::Boolean, Value::boolean(false)},
                    Command{"BlanksAround", " 1 ", Kind::Boolean, Value::boolean(true)},
                    Command{"LineEnd", "21.5\r\n", Kind::Number, Value::number(21.5)},
                    Command{"Exponent", "1e2", Kind::Number, Value::number(100)},
                    Command{"ExponentOfAnInteger", "1e2", Kind::Integer, Value::integer(100)},
                    Command{"FractionOfAnInteger", "100.0", Kind::Integer, Value::integer(100)},
                    Command{"PlusSign", "+7", Kind::Integer, Value::integer(7)},
                    Command{"PlusSignOfANumber", "+7.5", Kind::Number, Value::number(7.5)},
                    Command{"LargestInteger", "9223372036854775807", Kind::Integer,
                            Value::integer(INT64_MAX)},
                    Command{"OddIntegerBeyondDouble", "9007199254740993", Kind::Integer,
                            Value::integer(9007199254740993)},
                    Command{"LeadingZeros", "007", Kind::Number, Value::number(7)},
                    Command{"NegativeZero", "-0", Kind::Number, Value::number(0)},
                    Command{"UnknownKindTakesNumbers", "21.5", Kind::Any, Value::number(21.5)},
                    Command{"TextAsItIs", " on ", Kind::Text, Value::text(" on ")},
                    Command{"EmptyText", "", Kind::Text, Value::text("")}),
    [](const auto& param) { return param.param.name; });

struct Refusal {
    const char* name;
    std::string payload;
    Kind kind;
    std::string message;
};

class Refusing : public testing::TestWithParam<Refusal> {};

TEST_P(Refusing, SaysWhatWouldBeRight) {
    const auto value = decode(GetParam().payload, GetParam().kind);
    ASSERT_FALSE(value);
    EXPECT_EQ(value.error().message, GetParam().message);
}

constexpr auto kNumbersOnly = "numbers only, with a dot: 21.5";

INSTANTIATE_TEST_SUITE_P(
    Commands, Refusing,
    testing::Values(
        Refusal{"Word", "on", Kind::Number, std::string("received 'on'; ") + kNumbersOnly},
        Refusal{"Comma", "1,5", Kind::Number, std::string("received '1,5'; ") + kNumbersOnly},
        Refusal{"Json", R"({"v":1})", Kind::Number,
                std::string(R"(received '{"v":1}'; )") + kNumbersOnly},
        Refusal{"Nothing", "", Kind::Number, std::string("received ''; ") + kNumbersOnly},
        Refusal{"BlanksOnly", "  ", Kind::Boolean, std::string("received '  '; ") + kNumbersOnly},
        Refusal{"NotANumber", "nan", Kind::Number, std::string("received 'nan'; ") + kNumbersOnly},
        Refusal{"Infinity", "inf", Kind::Number, std::string("received 'inf'; ") + kNumbersOnly},
        Refusal{"Hexadecimal", "0x10", Kind::Number,
                std::string("received '0x10'; ") + kNumbersOnly},
        Refusal{"TwoSigns", "+-1", Kind::Number, std::string("received '+-1'; ") + kNumbersOnly},
        Refusal{"NoLeadingDigit", ".5", Kind::Number,
                std::string("received '.5'; ") + kNumbersOnly},
        Refusal{"NoTrailingDigit", "5.", Kind::Number,
                std::string("received '5.'; ") + kNumbersOnly},
        Refusal{"BareExponent", "1e", Kind::Number, std::string("received '1e'; ") + kNumbersOnly},
        Refusal{"BlankInside", "1 0", Kind::Number, std::string("received '1 0'; ") + kNumbersOnly},
        Refusal{"BeyondADouble", "1" + std::string(400, '0'), Kind::Number,
                "received '1" + std::string(31, '0') + "…'; beyond what a number can hold"},
        Refusal{"TwoForABoolean", "2", Kind::Boolean, "received '2'; only 0 and 1 are understood"},
        Refusal{"FractionForAnInteger", "21.5", Kind::Integer,
                "received '21.5'; whole numbers only: 21"},
        Refusal{"IntegerBeyond64Bits", "9223372036854775808", Kind::Integer,
                "received '9223372036854775808'; whole numbers only: 21"},
        Refusal{"HugeExponentForAnInteger", "1e30", Kind::Integer,
                "received '1e30'; whole numbers only: 21"},
        Refusal{"Binary", "\xFF\xFE", Kind::Number,
                std::string("received 2 octets that are no text; ") + kNumbersOnly},
        Refusal{"BinaryForAText", "\xFF", Kind::Text,
                "received 1 octets that are no text; text is UTF-8"},
        Refusal{"FieldsAreReportedOnly", "{}", Kind::Fields,
                "received '{}'; structured objects are reported only"},
        Refusal{"LinesAreShownAsOne", "1\n2", Kind::Number,
                std::string("received '1·2'; ") + kNumbersOnly},
        Refusal{"TooLong", std::string(4097, '1'), Kind::Number,
                "received 4097 octets; at most 4096"},
        Refusal{"AMegabyte", std::string(1'048'576, '1'), Kind::Text,
                "received 1048576 octets; at most 4096"}),
    [](const auto& param) { return param.param.name; });

TEST(Payload, HalfItsLastDigitIsTheDefaultTolerance) {
    EXPECT_DOUBLE_EQ(half_last_digit("33.3"), 0.05);
    EXPECT_DOUBLE_EQ(half_last_digit("-0.125"), 0.0005);
    EXPECT_DOUBLE_EQ(half_last_digit("20"), 0.5);
    EXPECT_DOUBLE_EQ(half_last_digit("on"), 0);
}

}  // namespace
}  // namespace mqtt_client
