// SPDX-License-Identifier: Apache-2.0
// Tests of values as words, scaled, and inside JSON.
#include "protocol/format.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace mqtt_client {
namespace {

const std::vector<ValueWord> kOnOff{{"1", "ON"}, {"0", "OFF"}};

FormatSettings pointer(const std::string& pointer, std::vector<ValueWord> words = {},
                       double scale = 1) {
    return {pointer, "", std::move(words), scale, 0};
}
FormatSettings scale(double scale, double offset = 0) { return {"", "", {}, scale, offset}; }
FormatSettings words(std::vector<ValueWord> words = kOnOff, double scale = 1) {
    return {"", "", std::move(words), scale, 0};
}
FormatSettings json(const std::string& report, std::vector<ValueWord> words = {}) {
    return {"", report, std::move(words), 1, 0};
}

// ── reports ─────────────────────────────────────────────────────────────────────────────────────

struct Report {
    const char* name;
    FormatSettings settings;
    Value value;
    std::string payload;
};

class FormattedReport : public testing::TestWithParam<Report> {};

TEST_P(FormattedReport, GivesThePayload) {
    const auto format = Format::make(GetParam().settings);
    ASSERT_TRUE(format) << format.error().message;
    std::string payload = "left over";
    ASSERT_TRUE(format->encode(GetParam().value, payload));
    EXPECT_EQ(payload, GetParam().payload);
}

INSTANTIATE_TEST_SUITE_P(
    Reports, FormattedReport,
    testing::Values(
        Report{"Plain", {}, Value::number(21.5), "21.5"},
        Report{"Word", words(), Value::boolean(true), "ON"},
        Report{"WordOfAnInteger", words({{"2", "comfort"}}), Value::integer(2), "comfort"},
        Report{"NoWordForIt", words({{"2", "comfort"}}), Value::integer(3), "3"},
        Report{"WordOfAText", words({{"auf", "open"}}), Value::text("auf"), "open"},
        Report{"Inverted", words({{"1", "0"}, {"0", "1"}}), Value::boolean(true), "0"},
        Report{"Scaled", scale(10), Value::number(21.5), "215"},
        Report{"ScaledToAllItsDigits", scale(100), Value::number(0.07), "7"},
        Report{"Fahrenheit", scale(1.8, 32), Value::number(21.5), "70.7"},
        Report{"ScaledInteger", scale(0.1), Value::integer(7), "0.7"},
        Report{"InvertedByScale", scale(-1, 1), Value::boolean(true), "0"},
        Report{"TextIsNotScaled", scale(10), Value::text("7"), "7"},
        Report{"AWordIsNotScaled", words({{"0", "off"}}, 2.54), Value::number(0), "off"},
        Report{"Number", json(R"({"brightness": {value}})"), Value::number(21.5),
               R"({"brightness": 21.5})"},
        Report{"WordInJson", json(R"({"state":{value}})", kOnOff), Value::boolean(false),
               R"({"state":"OFF"})"},
        Report{"JsonsOwnWord", json(R"({"state":{value}})", {{"1", "true"}, {"0", "false"}}),
               Value::boolean(true), R"({"state":true})"},
        Report{"InsideAString", json(R"({"state":"is {value}"})"), Value::number(7),
               R"({"state":"is 7"})"},
        Report{"TextIsQuotedAndEscaped", json(R"({"text":{value}})"), Value::text("a \"b\"\n21"),
               R"({"text":"a \"b\"\n21"})"},
        Report{"TextInsideAStringIsEscaped", json(R"(["\"{value}\""])"), Value::text("\""),
               R"(["\"\"\""])"},
        Report{"ATextOfDigitsStaysAText", json("[{value}]"), Value::text("21"), R"(["21"])"},
        Report{"Twice", json(R"([{value},"{value}"])"), Value::integer(3), R"([3,"3"])"},
        Report{"Alone", json("{value}"), Value::text("on"), R"("on")"},
        Report{"Fields", json(R"({"time":{value}})"), Value::fields({{"hour", Value::integer(7)}}),
               R"({"time":{"hour":7}})"},
        Report{"Bytes", json("[{value}]"), Value::bytes({0x12}), R"(["12"])"}),
    [](const auto& param) { return param.param.name; });

TEST(Format, ReportsNothingOfWhatIsNoNumber) {
    std::string payload;
    const auto format = Format::make(scale(1e300));
    EXPECT_FALSE(format->encode(Value(), payload));
    EXPECT_FALSE(format->encode(Value::number(1e300), payload));
    EXPECT_FALSE(format->encode(Value::number(std::nan("")), payload));
}

// ── commands ────────────────────────────────────────────────────────────────────────────────────

struct Command {
    const char* name;
    FormatSettings settings;
    std::string payload;
    Kind kind;
    Value value;
};

class FormattedCommand : public testing::TestWithParam<Command> {};

TEST_P(FormattedCommand, GivesTheValue) {
    const auto format = Format::make(GetParam().settings);
    ASSERT_TRUE(format) << format.error().message;
    const auto value = format->decode(GetParam().payload, GetParam().kind);
    ASSERT_TRUE(value) << value.error().message;
    EXPECT_EQ(*value, GetParam().value);
}

INSTANTIATE_TEST_SUITE_P(
    Commands, FormattedCommand,
    testing::Values(
        Command{"Plain", {}, " 21.5 ", Kind::Number, Value::number(21.5)},
        Command{"Word", words(), "ON", Kind::Boolean, Value::boolean(true)},
        Command{"WordWithALineEnd", words(), "OFF\n", Kind::Boolean, Value::boolean(false)},
        Command{"ANumberBesideWords", words(), "1", Kind::Boolean, Value::boolean(true)},
        Command{"AWordGoesFirst", words({{"1", "0"}, {"0", "1"}}), "1", Kind::Boolean,
                Value::boolean(false)},
        Command{"WordOfAText", words({{"auf", "open"}}), "open", Kind::Text, Value::text("auf")},
        Command{"Scaled", scale(10), "215", Kind::Number, Value::number(21.5)},
        Command{"ScaledWithAllItsDigits", scale(100), "7", Kind::Number, Value::number(0.07)},
        Command{"Fahrenheit", scale(1.8, 32), "70.7", Kind::Number, Value::number(21.5)},
        Command{"ScaledToAnInteger", scale(0.1), "0.7", Kind::Integer, Value::integer(7)},
        Command{"InvertedByScale", scale(-1, 1), "0", Kind::Boolean, Value::boolean(true)},
        Command{"NumberInJson", pointer("/brightness"), R"({"brightness":21.5})", Kind::Number,
                Value::number(21.5)},
        Command{"NumberInAString", pointer("/t"), R"({"t":" 21.5"})", Kind::Number,
                Value::number(21.5)},
        Command{"LargestInteger", pointer("/n"), R"({"n":9223372036854775807})", Kind::Integer,
                Value::integer(INT64_MAX)},
        Command{"ElementOfAList", pointer("/0/on"), R"([{"on":true}])", Kind::Boolean,
                Value::boolean(true)},
        Command{"EscapedMembers", pointer("/a~1b/m~0n"), R"({"a/b":{"m~n":0}})", Kind::Boolean,
                Value::boolean(false)},
        Command{"MemberWithoutAName", pointer("/"), R"({"":1})", Kind::Boolean,
                Value::boolean(true)},
        Command{"TextInJson", pointer("/text"), R"({"text":"K\u00fcche"})", Kind::Text,
                Value::text("Küche")},
        Command{"WordInJson", pointer("/state", kOnOff), R"({"state":"ON","linkquality":90})",
                Kind::Boolean, Value::boolean(true)},
        Command{"EverythingTogether", pointer("/b", {{"0", "off"}}, 2.54), R"({"b":127})",
                Kind::Number, Value::number(50)},
        Command{"OfUnknownKind", scale(10), "5", Kind::Any, Value::number(0.5)}),
    [](const auto& param) { return param.param.name; });

struct Refusal {
    const char* name;
    FormatSettings settings;
    std::string payload;
    Kind kind;
    std::string message;
};

class FormattedRefusal : public testing::TestWithParam<Refusal> {};

TEST_P(FormattedRefusal, SaysWhatWouldBeRight) {
    const auto format = Format::make(GetParam().settings);
    ASSERT_TRUE(format) << format.error().message;
    const auto value = format->decode(GetParam().payload, GetParam().kind);
    ASSERT_FALSE(value);
    EXPECT_EQ(value.error().message, GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(
    Commands, FormattedRefusal,
    testing::Values(
        Refusal{"AWordNobodyKnows", words(), "on", Kind::Boolean,
                "received 'on'; numbers only, with a dot: 21.5"},
        Refusal{"NoJson", pointer("/state"), "ON", Kind::Boolean,
                "received 'ON'; JSON is expected"},
        Refusal{"NotThere", pointer("/state"), R"({"on":1})", Kind::Boolean,
                R"(received '{"on":1}'; there is nothing at /state)"},
        Refusal{"BehindTheListsEnd", pointer("/99999999999999999999999"), "[1]", Kind::Boolean,
                "received '[1]'; there is nothing at /99999999999999999999999"},
        Refusal{"AListAtThePointer", pointer("/s"), R"({"s":[1]})", Kind::Boolean,
                R"(received '{"s":[1]}'; at /s is no single value)"},
        Refusal{"NullAtThePointer", pointer("/s"), R"({"s":null})", Kind::Boolean,
                R"(received '{"s":null}'; at /s is no single value)"},
        Refusal{"TrueForANumber", pointer("/s"), R"({"s":true})", Kind::Number,
                "received 'true'; numbers only, with a dot: 21.5"},
        Refusal{"MuchJson", pointer("/s"), std::string(65537, ' '), Kind::Number,
                "received 65537 octets; at most 65536"},
        Refusal{"DeepJson", pointer("/s"), std::string(65536, '['), Kind::Number,
                "received '" + std::string(32, '[') + "…'; JSON is expected"},
        Refusal{"NoWholeNumberAfterScale", scale(10), "5", Kind::Integer,
                "received '5'; with scale and offset taken back this is no value of the object"},
        Refusal{"BeyondADoubleAfterScale", scale(1e-300), "1e300", Kind::Number,
                "received '1e300'; with scale and offset taken back this is no value of the "
                "object"},
        Refusal{"WordsScaled", scale(10), "warm", Kind::Number,
                "received 'warm'; numbers only, with a dot: 21.5"},
        Refusal{"FieldsAreReportedOnly", pointer("/s"), R"({"s":1})", Kind::Fields,
                R"(received '{"s":1}'; structured objects are reported only)"}),
    [](const auto& param) { return param.param.name; });

TEST(Format, GivesTheValueBackThatItReported) {
    for (const double factor : {0.1, 0.01, 2.54, -1.0, 1.8, 1000.0}) {
        const auto format = Format::make(scale(factor, 32));
        for (int tenths = -1000; tenths <= 1000; ++tenths) {
            const auto value = Value::number(tenths / 10.0);
            std::string payload;
            ASSERT_TRUE(format->encode(value, payload));
            const auto back = format->decode(payload, Kind::Number);
            ASSERT_TRUE(back) << payload;
            EXPECT_NEAR(*back->get<double>(), tenths / 10.0, 1e-11) << payload;
        }
    }
}

// ── settings ────────────────────────────────────────────────────────────────────────────────────

struct Wrong {
    const char* name;
    FormatSettings settings;
    std::string field;
};

class WrongFormat : public testing::TestWithParam<Wrong> {};

TEST_P(WrongFormat, IsRefusedWithItsField) {
    const auto format = Format::make(GetParam().settings);
    ASSERT_FALSE(format);
    EXPECT_EQ(format.error().field, GetParam().field);
    EXPECT_FALSE(format.error().message.empty());
}

INSTANTIATE_TEST_SUITE_P(
    Settings, WrongFormat,
    testing::Values(
        Wrong{"PointerWithoutASlash", pointer("state"), "command_pointer"},
        Wrong{"PointerWithALooseTilde", pointer("/a~2"), "command_pointer"},
        Wrong{"PointerThatEndsInATilde", pointer("/a~"), "command_pointer"},
        Wrong{"TemplateWithoutValue", json(R"({"state":1})"), "report_template"},
        Wrong{"TemplateThatIsNoJson", json("{state: {value}}"), "report_template"},
        Wrong{"ValueBehindADigit", json("[2{value}]"), "report_template"},
        Wrong{"ValueAsAName", json("{{value}: 1}"), "report_template"},
        Wrong{"TemplateThatDoesNotEnd", json(R"(["{value}\)"), "report_template"},
        Wrong{"WordWithoutAValue", words({{"", "ON"}}), "words"},
        Wrong{"ValueWithoutAWord", words({{"1", ""}}), "words"},
        Wrong{"WordForTwoValues", words({{"1", "ON"}, {"2", "ON"}}), "words"},
        Wrong{"TwoWordsForAValue", words({{"1", "ON"}, {"1", "on"}}), "words"},
        Wrong{"ScaleOfNothing", scale(0), "scale"},
        Wrong{"ScaleThatCannotBeUndone", scale(std::numeric_limits<double>::denorm_min()), "scale"},
        Wrong{"ScaleThatIsNoNumber", scale(std::nan("")), "scale"},
        Wrong{"OffsetThatIsNoNumber", scale(1, std::numeric_limits<double>::infinity()), "offset"}),
    [](const auto& param) { return param.param.name; });

TEST(Format, IsPlainUnlessSomethingIsSet) {
    EXPECT_TRUE(FormatSettings().plain());
    EXPECT_FALSE(scale(10).plain());
    EXPECT_FALSE(words().plain());
}

}  // namespace
}  // namespace mqtt_client
