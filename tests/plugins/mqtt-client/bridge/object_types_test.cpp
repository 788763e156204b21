// SPDX-License-Identifier: Apache-2.0
// Tests of types kept once, and of their ranges.
#include "bridge/object_types.hpp"

#include <gtest/gtest.h>

namespace mqtt_client {
namespace {

using busbar::Value;

busbar::v1::ObjectType percent() {
    busbar::v1::ObjectType type;
    type.set_value_kind(busbar::v1::VALUE_KIND_NUMBER);
    type.set_unit("%");
    type.set_minimum(0);
    type.set_maximum(100);
    return type;
}

TEST(ObjectTypesTest, KeepEachTypeOnceAndAsLongAsItIsUsed) {
    ObjectTypes types;
    const auto first = types.put(percent());
    EXPECT_EQ(types.put(percent()), first);
    EXPECT_EQ(types.at(first).unit(), "%");
    types.drop(first);
    EXPECT_EQ(types.size(), 1U);
    types.drop(first);
    EXPECT_EQ(types.size(), 0U);
    auto degrees = percent();
    degrees.set_unit("°");
    EXPECT_EQ(types.put(degrees), first);  // its place is free again
    EXPECT_EQ(types.at(first).unit(), "°");
    EXPECT_NE(types.put(percent()), first);
}

TEST(ObjectTypesTest, NeedNoPlaceForATypeThatSaysNothing) {
    ObjectTypes types;
    EXPECT_EQ(types.put({}), 0U);
    types.drop(0);
    EXPECT_EQ(types.at(0).unit(), "");
}

struct RangeRow {
    const char* name;
    bool minimum;
    bool maximum;
    Value value;
    const char* rule;  // empty: within
};

class Range : public testing::TestWithParam<RangeRow> {};

TEST_P(Range, IsNamedWhenAValueIsBeyondIt) {
    auto type = percent();
    if (!GetParam().minimum) type.clear_minimum();
    if (!GetParam().maximum) type.clear_maximum();
    const auto checked = check_range(type, GetParam().value);
    EXPECT_EQ(checked ? "" : checked.error().message, GetParam().rule);
}

INSTANTIATE_TEST_SUITE_P(
    Values, Range,
    testing::Values(RangeRow{"Within", true, true, Value::number(50), ""},
                    RangeRow{"AtItsEdge", true, true, Value::integer(100), ""},
                    RangeRow{"Above", true, true, Value::number(100.5),
                             "the object takes 0 to 100"},
                    RangeRow{"Below", true, true, Value::integer(-1), "the object takes 0 to 100"},
                    RangeRow{"AboveTheOnlyLimit", false, true, Value::number(101),
                             "the object takes at most 100"},
                    RangeRow{"BelowTheOnlyLimit", true, false, Value::number(-0.5),
                             "the object takes 0 and more"},
                    RangeRow{"NoLimits", false, false, Value::number(1e9), ""},
                    RangeRow{"Text", true, true, Value::text("200"), ""}),
    [](const auto& param) { return param.param.name; });

}  // namespace
}  // namespace mqtt_client
