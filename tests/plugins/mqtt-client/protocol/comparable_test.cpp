// SPDX-License-Identifier: Apache-2.0
// Tests of what counts as the same value.
#include "protocol/comparable.hpp"

#include <gtest/gtest.h>

#include <string>

namespace mqtt_client {
namespace {

struct Row {
    const char* name;
    Value left;
    Value right;
    double tolerance;
    bool same;
};

class Matching : public testing::TestWithParam<Row> {};

TEST_P(Matching, IsTheSameBothWays) {
    const auto& row = GetParam();
    const auto left = Comparable::of(row.left);
    const auto right = Comparable::of(row.right);
    EXPECT_EQ(left.matches(right, row.tolerance), row.same);
    EXPECT_EQ(right.matches(left, row.tolerance), row.same);
}

INSTANTIATE_TEST_SUITE_P(
    Values, Matching,
    testing::Values(Row{"SameBoolean", Value::boolean(true), Value::boolean(true), 0, true},
                    Row{"OtherBoolean", Value::boolean(true), Value::boolean(false), 0, false},
                    Row{"WithinTolerance", Value::number(33.3), Value::number(33.33), 0.05, true},
                    Row{"AtTheEdge", Value::number(33.3), Value::number(33.35), 0.05, true},
                    Row{"BeyondTolerance", Value::number(33.3), Value::number(33.33), 0.01, false},
                    Row{"NoTolerance", Value::number(0), Value::number(0.001), 0, false},
                    Row{"IntegerAndNumber", Value::integer(20), Value::number(20.4), 0.5, true},
                    Row{"LargeIntegersAreExact", Value::integer(9007199254740993),
                        Value::integer(9007199254740992), 0.25, false},
                    Row{"SameLargeInteger", Value::integer(INT64_MAX), Value::integer(INT64_MAX), 0,
                        true},
                    Row{"SameText", Value::text("scene"), Value::text("scene"), 0, true},
                    Row{"OtherText", Value::text("scene"), Value::text("Scene"), 9, false},
                    Row{"TextIsNoNumber", Value::text("1"), Value::integer(1), 9, false},
                    Row{"SameFields", Value::fields({{"hour", Value::integer(7)}}),
                        Value::fields({{"hour", Value::integer(7)}}), 0, true},
                    Row{"OtherFields", Value::fields({{"hour", Value::integer(7)}}),
                        Value::fields({{"hour", Value::integer(8)}}), 0, false},
                    Row{"NothingIsLikeNothing", Value(), Value(), 9, false}),
    [](const auto& param) { return param.param.name; });

TEST(Comparable, IsSmall) { EXPECT_EQ(sizeof(Comparable), 16U); }

}  // namespace
}  // namespace mqtt_client
