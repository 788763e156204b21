// SPDX-License-Identifier: Apache-2.0
// Codec: payload to value and back, and what is refused.
#include <gtest/gtest.h>

#include <limits>

#include "knx/protocol/dpt/dpt.hpp"

namespace knx {
namespace {

using busbar::Bytes;
using busbar::ErrorCode;
using busbar::Fields;
using busbar::Result;
using busbar::Value;

const Dpt& type(std::string_view number) { return *find_dpt(number).value(); }

Result<Value> decode(std::string_view number, const Bytes& payload) {
    return knx::decode(type(number), payload);
}
Result<Bytes> encode(std::string_view number, const Value& value) {
    return knx::encode(type(number), value);
}

// --- both ways ----------------------------------------------------------------------------------

struct Row {
    const char* name;
    const char* dpt;
    Bytes payload;
    Value value;
};

class DptCodec : public testing::TestWithParam<Row> {};

TEST_P(DptCodec, ReadsAndWrites) {
    const auto& row = GetParam();
    EXPECT_EQ(decode(row.dpt, row.payload), row.value);
    EXPECT_EQ(encode(row.dpt, row.value), row.payload);
}

Value time_of_day(const char* day, int hour, int minutes, int seconds) {
    return Value::fields({{"day", Value::text(day)},
                          {"hour", Value::integer(hour)},
                          {"minutes", Value::integer(minutes)},
                          {"seconds", Value::integer(seconds)}});
}

INSTANTIATE_TEST_SUITE_P(
    Rows, DptCodec,
    testing::Values(
        Row{"Switch", "1.001", {1}, Value::boolean(true)},
        Row{"ForcedOff",
            "2.001",
            {2},
            Value::fields({{"control", Value::boolean(true)}, {"value", Value::text("off")}})},
        Row{"DimUp",
            "3.007",
            {0x0D},
            Value::fields({{"control", Value::text("increase")},
                           {"step_code", Value::integer(5)}})},
        Row{"Character", "4.002", {0xE4}, Value::text("ä")},
        Row{"FullPercent", "5.001", {0xFF}, Value::number(100)},
        Row{"Angle", "5.003", {0xEE}, Value::number(336)},
        Row{"Pulses", "5.010", {0xFE}, Value::integer(254)},
        Row{"SignedPercent", "6.001", {0x80}, Value::integer(-128)},
        Row{"TensOfMilliseconds", "7.003", {0xFF, 0xFF}, Value::integer(655350)},
        Row{"HundredthsOfPercent", "8.010", {0x83, 0xF9}, Value::number(-317.51)},
        Row{"Room", "9.001", {0x0C, 0x1A}, Value::number(21)},
        Row{"Monday", "10.001", {0x2D, 0x1E, 0x00}, time_of_day("monday", 13, 30, 0)},
        Row{"LastDayOf1999",
            "11.001",
            {0x1F, 0x0C, 0x63},
            Value::fields({{"day", Value::integer(31)},
                           {"month", Value::integer(12)},
                           {"year", Value::integer(1999)}})},
        Row{"LargestCounter", "12.001", Bytes(4, 0xFF), Value::integer(4294967295)},
        Row{"Energy", "13.010", {0x80, 0, 0, 0}, Value::integer(-2147483648LL)},
        Row{"Power", "14.056", {0x41, 0xAC, 0, 0}, Value::number(21.5)},
        Row{"FirstScene", "17.001", {0}, Value::integer(1)},
        Row{"LearnLastScene",
            "18.001",
            {0xBF},
            Value::fields({{"learn", Value::boolean(true)}, {"scene_number", Value::integer(64)}})},
        Row{"Comfort", "20.102", {1}, Value::integer(1)},
        Row{"LargestEnergy",
            "29.010",
            {0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF},
            Value::integer(std::numeric_limits<std::int64_t>::max())},
        Row{"AlmostLargestEnergy",
            "29.010",
            {0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE},
            Value::integer(std::numeric_limits<std::int64_t>::max() - 1)},
        Row{"RedAndBlueOnly",
            "251.600",
            {1, 0, 2, 0, 0, 0x0A},
            Value::fields({{"red", Value::integer(1)},
                           {"green", Value()},
                           {"blue", Value::integer(2)},
                           {"white", Value()}})},
        Row{"TariffWithoutEnergy",
            "235.001",
            {0, 0, 0, 0, 0x32, 0x02},
            Value::fields({{"energy", Value()}, {"tariff", Value::integer(50)}})},
        Row{"AnyBlindsStatusOctets", "22", {0x12, 0x34}, Value::bytes({0x12, 0x34})}),
    [](const auto& row) { return row.param.name; });

// --- what is refused ----------------------------------------------------------------------------

TEST(DptDecoder, WantsTheExactLength) {
    EXPECT_EQ(check_payload(type("9.001"), Bytes{1}), PayloadFit::WrongLength);
    EXPECT_EQ(decode("9.001", {}).error().message, "9.001 has 2 octets, the payload 0");
    EXPECT_EQ(decode("1.001", {0, 1}).error().code, ErrorCode::InvalidArgument);
}

TEST(DptDecoder, WantsTheSpareBitsOfASmallTypeZero) {
    EXPECT_EQ(check_payload(type("1.001"), Bytes{2}), PayloadFit::SpareBitsSet);
    EXPECT_EQ(decode("3.007", {0x10}).error().message, "3.007 has 4 bits, the payload has more");
    EXPECT_TRUE(decode("3.007", {0x0F}));
}

TEST(DptDecoder, IgnoresReservedBitsInsideAType) {
    EXPECT_EQ(decode("10.001", {0xA9, 0xC8, 0xF9}), time_of_day("friday", 9, 8, 57));
}

TEST(DptDecoder, RefusesWhatTheTypeExcludesAndNamesIt) {
    EXPECT_EQ(decode("9.001", {0xA7, 0x09}).value(), Value::number(-39.52));
    EXPECT_EQ(decode("9.001", {0xC5, 0x6C}).error().code, ErrorCode::OutOfRange);
    EXPECT_EQ(decode("5.006", {0xFF}).error().message, "5.006: 255 is outside 0 to 254");
    EXPECT_EQ(decode("20.102", {5}).error().message, "20.102: 5 has no meaning here");
    EXPECT_EQ(decode("10.001", {0x18, 0, 0}).error().message, "10.001 hour: 24 is outside 0 to 23");
    EXPECT_EQ(decode("11.001", {1, 1, 100}).error().code, ErrorCode::OutOfRange);
}

TEST(DptDecoder, RefusesASceneNumberWithTheLearnBit) {
    EXPECT_EQ(decode("17.001", {0x80}).error().code, ErrorCode::OutOfRange);
    EXPECT_EQ(decode("17.001", {0x40}).error().code, ErrorCode::OutOfRange);
}

TEST(DptDecoder, RefusesWhatIsNoNumber) {
    EXPECT_EQ(decode("9.001", {0x7F, 0xFF}).error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(decode("14.056", {0x7F, 0x80, 0, 0}).error().message, "14.056: inf is not a number");
    EXPECT_EQ(decode("14.056", {0x7F, 0xC0, 0, 0}).error().message, "14.056: nan is not a number");
}

TEST(DptEncoder, RefusesWhatIsOutsideTheRange) {
    EXPECT_EQ(encode("5.001", Value::number(1000)).error().message,
              "5.001: 1000 % is outside 0 to 100 %");
    EXPECT_EQ(encode("8.001", Value::integer(32768)).error().code, ErrorCode::OutOfRange);
    EXPECT_EQ(encode("12.001", Value::integer(-1)).error().code, ErrorCode::OutOfRange);
    EXPECT_EQ(encode("14.000", Value::number(1e39)).error().code, ErrorCode::OutOfRange);
    EXPECT_EQ(encode("9.001", Value::number(-273.15)).error().code, ErrorCode::OutOfRange);
    EXPECT_EQ(encode("17.001", Value::integer(0)).error().code, ErrorCode::OutOfRange);
    EXPECT_EQ(encode("20.102", Value::integer(99)).error().code, ErrorCode::OutOfRange);
    EXPECT_EQ(encode("11.001", Value::fields({{"year", Value::integer(1989)},
                                              {"month", Value::integer(1)},
                                              {"day", Value::integer(1)}}))
                  .error()
                  .message,
              "11.001 year: 1989 is outside 1990 to 2089");
}

TEST(DptEncoder, RefusesNumbersThatAreNotFinite) {
    EXPECT_FALSE(encode("14.056", Value::number(std::numeric_limits<double>::infinity())));
    EXPECT_FALSE(encode("14.056", Value::number(std::numeric_limits<double>::quiet_NaN())));
    EXPECT_FALSE(encode("5.010", Value::number(std::numeric_limits<double>::quiet_NaN())));
    EXPECT_FALSE(encode("14.056", Value::text("nan")));
}

TEST(DptEncoder, RefusesWholeNumbersThatADoubleCannotHold) {
    EXPECT_TRUE(encode("29.010", Value::number(9007199254740992.0)));
    EXPECT_EQ(encode("29.010", Value::number(-9223372036854775808.0)).error().code,
              ErrorCode::OutOfRange);
}

// --- what is taken ------------------------------------------------------------------------------

TEST(DptEncoder, TakesABooleanInAllItsSpellings) {
    for (const auto& value :
         {Value::boolean(true), Value::integer(1), Value::number(1), Value::text("true"),
          Value::text("on"), Value::text("1"), Value::text("Down"), Value::text("DOWN")}) {
        EXPECT_EQ(encode("1.008", value), Bytes{1}) << to_string(value);
    }
    EXPECT_EQ(encode("1.005", Value::text("No alarm")), Bytes{0});
    EXPECT_FALSE(encode("1.001", Value::integer(99)));
    EXPECT_FALSE(encode("1.001", Value::text("no_such_value")));
    EXPECT_FALSE(encode("1.001", Value::text("")));
    EXPECT_FALSE(encode("1.001", Value()));
}

TEST(DptEncoder, TakesAnEnumerationAsCodeOrWord) {
    for (const auto& value :
         {Value::integer(4), Value::number(4), Value::text("4"), Value::text("building_protection"),
          Value::text("Building Protection")}) {
        EXPECT_EQ(encode("20.102", value), Bytes{4}) << to_string(value);
    }
    EXPECT_FALSE(encode("20.102", Value::number(1.5)));
    EXPECT_FALSE(encode("20.102", Value::boolean(true)));
}

TEST(DptEncoder, TakesNumbersAsText) {
    EXPECT_EQ(encode("9.001", Value::text("21.0")), (Bytes{0x0C, 0x1A}));
    EXPECT_EQ(encode("29.010", Value::text("9223372036854775807")).value()[7], 0xFF);
    EXPECT_FALSE(encode("9.001", Value::text("abc")));
    EXPECT_FALSE(encode("9.001", Value::text("21 °C")));
}

TEST(DptEncoder, TakesOctetsAsHexDigits) {
    EXPECT_EQ(encode("22", Value::text("12ab")), (Bytes{0x12, 0xAB}));
    EXPECT_FALSE(encode("22", Value::text("12")));
    EXPECT_FALSE(encode("22", Value::text("12ax")));
    EXPECT_FALSE(encode("22", Value::integer(4779)));
}

TEST(DptEncoder, TakesNoBooleanForANumber) {
    EXPECT_FALSE(encode("5.001", Value::boolean(true)));  // 1 % or 100 %?
    EXPECT_FALSE(encode("5.010", Value::boolean(true)));
}

TEST(DptEncoder, CutsFractionsOfWholeNumbersAndRoundsScaledOnes) {
    EXPECT_EQ(encode("5.006", Value::number(66.7)), Bytes{66});
    EXPECT_EQ(encode("5.001", Value::number(66.7)), Bytes{0xAA});
    EXPECT_EQ(encode("7.003", Value::integer(1006)), (Bytes{0, 101}));
}

// --- structures ---------------------------------------------------------------------------------

TEST(DptStructure, TakesFieldsInAnyOrderAndCase) {
    EXPECT_EQ(encode("232.600", Value::fields({{"Blue", Value::integer(3)},
                                               {"RED", Value::integer(1)},
                                               {"green", Value::integer(2)}})),
              (Bytes{1, 2, 3}));
}

TEST(DptStructure, NamesTheFieldThatIsMissingOrUnknown) {
    EXPECT_EQ(encode("232.600", Value::fields({{"red", Value::integer(1)}})).error().message,
              "232.600 needs green");
    EXPECT_EQ(encode("232.600", Value::fields({{"pink", Value::integer(1)}})).error().message,
              "232.600 has no field pink");
    EXPECT_FALSE(encode("232.600", Value::integer(1)));
}

TEST(DptStructure, NeedsFieldsTogetherThatShareAGuard) {
    EXPECT_EQ(encode("242.600", Value::fields({{"x_axis", Value::number(0.3)}})).error().message,
              "242.600 needs y_axis with x_axis");
    EXPECT_EQ(encode("242.600", Value::fields({{"x_axis", Value::number(0.3)},
                                               {"y_axis", Value::number(0.3)}})),
              (Bytes{0x4C, 0xCC, 0x4C, 0xCC, 0, 2}));
}

TEST(DptStructure, DoesNotJudgeAFieldThatIsNotValid) {
    // No date: month 0 is no month, but nobody says it is.
    const auto value = decode("19.001", {0x7E, 0, 0, 9, 15, 30, 8, 0}).value();
    const auto& fields = *value.get<Fields>();
    EXPECT_EQ(fields[0], (busbar::Field{"year", Value::integer(2026)}));
    EXPECT_EQ(fields[1], (busbar::Field{"month", Value()}));
    EXPECT_FALSE(decode("19.001", {0x7E, 0, 0, 9, 15, 30, 0, 0}));
}

TEST(DptStructure, HasDefaultsForWhatIsSeldomSaid) {
    EXPECT_EQ(encode("18.001", Value::fields({{"scene_number", Value::integer(1)}})), Bytes{0});
    EXPECT_EQ(encode("10.001", Value::fields({{"hour", Value::integer(7)},
                                              {"minutes", Value::integer(30)},
                                              {"seconds", Value::integer(0)}})),
              (Bytes{7, 30, 0}));
}

TEST(DptText, OfVariableLengthIsTakenUpToItsMost) {
    EXPECT_EQ(decode("28.001", {'a', 0}), Value::text("a"));
    EXPECT_EQ(decode("28.001", {'a'}), Value::text("a"));
    EXPECT_EQ(encode("28.001", Value::text("a")), (Bytes{'a', 0}));
    EXPECT_EQ(decode("28.001", Bytes(39, 'a')).error().message, "28.001: the text does not end");
    EXPECT_EQ(check_payload(type("28.001"), Bytes{}), PayloadFit::WrongLength);
    EXPECT_EQ(check_payload(type("28.001"), Bytes(40, 'a')), PayloadFit::WrongLength);
    EXPECT_FALSE(encode("28.001", Value::integer(1)));
}

}  // namespace
}  // namespace knx
