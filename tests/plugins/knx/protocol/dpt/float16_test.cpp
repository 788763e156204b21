// SPDX-License-Identifier: Apache-2.0
// Float16: the two octets of main type 9.
#include "knx/protocol/dpt/float16.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace knx {
namespace {

struct Row {
    const char* name;
    std::uint16_t raw;
    double number;
};

class Float16 : public testing::TestWithParam<Row> {};

TEST_P(Float16, IsReadAndWritten) {
    EXPECT_DOUBLE_EQ(decode_float16(GetParam().raw), GetParam().number);
    EXPECT_EQ(encode_float16(GetParam().number), GetParam().raw);
}

INSTANTIATE_TEST_SUITE_P(Rows, Float16,
                         testing::Values(Row{"Zero", 0x0000, 0}, Row{"Smallest", 0x0001, 0.01},
                                         Row{"SmallestNegative", 0x87FF, -0.01},
                                         Row{"Room", 0x0C1A, 21}, Row{"Frost", 0x8A24, -30},
                                         Row{"LastWithoutExponent", 0x07FF, 20.47},
                                         Row{"LowestWithoutExponent", 0x8000, -20.48},
                                         Row{"Highest", 0x7FFE, 670433.28},
                                         Row{"Lowest", 0xF800, -671088.64}),
                         [](const auto& row) { return row.param.name; });

TEST(Float16Encoder, TakesTheSmallestExponent) {
    EXPECT_EQ(decode_float16(0x0800), 0);  // a larger exponent is read all the same
    EXPECT_EQ(encode_float16(0), 0x0000);
    EXPECT_EQ(encode_float16(20.475), 0x0C00);  // rounds up into the next exponent
}

TEST(Float16Encoder, RoundsWhatIsTooSmallToZeroWithoutSign) {
    EXPECT_EQ(encode_float16(0.004), 0x0000);
    EXPECT_EQ(encode_float16(-0.004), 0x0000);
}

TEST(Float16Encoder, NeverSays7fff) {
    EXPECT_EQ(encode_float16(670760.96), std::nullopt);
    EXPECT_EQ(encode_float16(670760), std::nullopt);
}

TEST(Float16Encoder, RefusesWhatIsOutside) {
    EXPECT_EQ(encode_float16(1e9), std::nullopt);
    EXPECT_EQ(encode_float16(-671500), std::nullopt);
    EXPECT_EQ(encode_float16(std::numeric_limits<double>::infinity()), std::nullopt);
    EXPECT_EQ(encode_float16(std::numeric_limits<double>::quiet_NaN()), std::nullopt);
}

}  // namespace
}  // namespace knx
