// SPDX-License-Identifier: Apache-2.0
// Presentation: a value as words and with its unit.
#include <gtest/gtest.h>

#include <limits>

#include "knx/protocol/dpt/dpt.hpp"

namespace knx {
namespace {

using busbar::Bytes;
using busbar::Value;

struct Row {
    const char* name;
    const char* dpt;
    Bytes payload;
    double shortest;
    const char* text;
};

class ShortestNumber : public testing::TestWithParam<Row> {};

TEST_P(ShortestNumber, HasTheFewestDecimalsOfItsPayload) {
    const auto& row = GetParam();
    const auto& dpt = *find_dpt(row.dpt).value();
    const auto value = decode(dpt, row.payload).value();
    EXPECT_EQ(shortest(dpt, value), Value::number(row.shortest));
    EXPECT_EQ(encode(dpt, shortest(dpt, value)), row.payload);
    EXPECT_EQ(to_text(dpt, value), row.text);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, ShortestNumber,
    testing::Values(
        Row{"ThirdOfPercent", "5.001", {0x55}, 33.3, "33.3 %"},
        Row{"HalfPercent", "5.001", {0x80}, 50, "50 %"},
        Row{"AngleIsTheNearestWholeOne", "5.003", {0x23}, 49, "49 °"},
        Row{"Room", "9.001", {0x0C, 0x33}, 21.5, "21.5 °C"},
        Row{"HotOven", "9.001", {0x64, 0x64}, 46039, "46039 °C"},
        Row{"Tenth", "14.056", {0x3D, 0xCC, 0xCC, 0xCD}, 0.1, "0.1 W"},
        Row{"Tiny", "14.056", {0, 0, 0, 1}, 1e-45, "1e-45 W"},
        Row{"Huge", "14.056", {0x7F, 0x7F, 0xFF, 0xFF}, 3.4028235e38, "3.4028235e+38 W"}),
    [](const auto& row) { return row.param.name; });

TEST(Presentation, SaysTheWordOfACodeAndABoolean) {
    EXPECT_EQ(to_text(*find_dpt("20.102").value(), Value::integer(2)), "standby");
    EXPECT_EQ(to_text(*find_dpt("1.008").value(), Value::boolean(true)), "down");
    EXPECT_EQ(to_text(*find_dpt("1").value(), Value::boolean(true)), "on");
}

TEST(Presentation, HasNoWordForWhatIsNoCode) {
    const auto& dpt = *find_dpt("1.001").value();
    EXPECT_EQ(to_text(dpt, Value::integer(-1)), "-1");
    EXPECT_EQ(to_text(dpt, Value::number(1e30)), "1e+30");
    EXPECT_EQ(to_text(dpt, Value::number(std::numeric_limits<double>::quiet_NaN())), "nan");
}

TEST(Presentation, ListsTheFieldsThatAreKnown) {
    const auto& dpt = *find_dpt("249.600").value();
    const auto value = decode(dpt, Bytes{0x00, 0x05, 0x0A, 0x8C, 0x80, 0x06}).value();
    EXPECT_EQ(to_text(dpt, value), "fade_time 0.5 s, color_temperature 2700 K");
}

TEST(Presentation, ShortensTheNumbersOfAStructure) {
    const auto& dpt = *find_dpt("240.800").value();
    const auto value = decode(dpt, Bytes{0x55, 0xFF, 0x03}).value();
    EXPECT_EQ(to_text(dpt, value),
              "Height Position 33.3 %, Slats Position 100 %, Validity Slats Position valid, "
              "Validity Height Position valid");
}

}  // namespace
}  // namespace knx
