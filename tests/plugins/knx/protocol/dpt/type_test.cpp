// SPDX-License-Identifier: Apache-2.0
// Type: what a datapoint type tells the bus of its objects.
#include "knx/protocol/dpt/type.hpp"

#include <gtest/gtest.h>

namespace knx {
namespace {

DptType described(std::string_view number) { return describe(*find_dpt(number).value()); }

TEST(DptType, DescribesAPercentage) {
    const auto type = described("5.001");
    EXPECT_EQ(type.kind, ValueKind::Number);
    EXPECT_EQ(type.unit, "%");
    EXPECT_EQ(type.min, 0);
    EXPECT_EQ(type.max, 100);
    EXPECT_DOUBLE_EQ(type.step, 100.0 / 255);
    EXPECT_EQ(type.representation, "percent");
    EXPECT_FALSE(type.event);
}

TEST(DptType, DescribesATemperature) {
    const auto type = described("9.001");
    EXPECT_EQ(type.unit, "°C");
    EXPECT_EQ(type.min, -273);
    EXPECT_EQ(type.representation, "temperature");
    EXPECT_EQ(type.step, 0);  // not constant
}

TEST(DptType, DescribesASwitchByItsWords) {
    const auto type = described("1.001");
    EXPECT_EQ(type.kind, ValueKind::Boolean);
    EXPECT_EQ(type.representation, "switch");
    ASSERT_EQ(type.labels.size(), 2U);
    EXPECT_EQ(type.labels[1].text, "on");
    EXPECT_EQ(type.min, std::nullopt);
}

TEST(DptType, DescribesAnEnumerationByItsLabelsOnly) {
    const auto type = described("20.102");
    EXPECT_EQ(type.kind, ValueKind::Integer);
    EXPECT_EQ(type.labels.size(), 5U);
    EXPECT_EQ(type.min, std::nullopt);
}

TEST(DptType, NamesNoLimitWhereOnlyTheFormatEnds) {
    EXPECT_EQ(described("29.010").max, std::nullopt);
    EXPECT_EQ(described("14.056").min, std::nullopt);
    EXPECT_EQ(described("13.010").min, -2147483648.0);
}

TEST(DptType, DescribesTheOtherKinds) {
    EXPECT_EQ(described("16.001").kind, ValueKind::Text);
    EXPECT_EQ(described("232.600").kind, ValueKind::Fields);
    EXPECT_EQ(described("22").kind, ValueKind::Bytes);
}

TEST(DptType, TellsEventsFromStates) {
    for (const auto* number : {"1.007", "1.015", "1.016", "1.017", "3.007", "3.008", "3", "17.001",
                               "18.001", "250.600", "252.600", "253.600", "254.600"}) {
        EXPECT_TRUE(described(number).event) << number;
    }
    for (const auto* number : {"1.001", "1.008", "1.009", "5.001", "9.001", "20.102", "26.001"}) {
        EXPECT_FALSE(described(number).event) << number;
    }
}

}  // namespace
}  // namespace knx
