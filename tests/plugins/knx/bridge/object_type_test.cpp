// SPDX-License-Identifier: Apache-2.0
// Datapoint types in the bus's words.
#include "knx/bridge/object_type.hpp"

#include <gtest/gtest.h>

namespace knx {
namespace {

namespace v1 = busbar::v1;
using busbar::Value;

TEST(ObjectType, DescribesEveryKindOfValue) {
    struct Row {
        const char* name;
        const char* dpt;
        v1::ValueKind kind;
        const char* representation;
        const char* unit;
    };
    const Row rows[] = {
        {"switch", "1.001", v1::VALUE_KIND_BOOLEAN, "switch", ""},
        {"percent", "5.001", v1::VALUE_KIND_NUMBER, "percent", "%"},
        {"counter", "5.010", v1::VALUE_KIND_INTEGER, "counter", "counter pulses"},
        {"temperature", "9.001", v1::VALUE_KIND_NUMBER, "temperature", "°C"},
        {"text", "16.000", v1::VALUE_KIND_TEXT, "", ""},
        {"time", "10.001", v1::VALUE_KIND_FIELDS, "time", ""},
        {"mode", "20.102", v1::VALUE_KIND_INTEGER, "hvac_mode", ""},
    };
    for (const auto& row : rows) {
        const auto type = object_type(**find_dpt(row.dpt));
        EXPECT_EQ(type.value_kind(), row.kind) << row.name;
        EXPECT_EQ(type.representation(), row.representation) << row.name;
        EXPECT_EQ(type.unit(), row.unit) << row.name;
    }
}

TEST(ObjectType, TellsRangeAndResolution) {
    const auto type = object_type(**find_dpt("5.001"));
    EXPECT_EQ(type.minimum(), 0);
    EXPECT_EQ(type.maximum(), 100);
    EXPECT_NEAR(type.step(), 100.0 / 255, 1e-9);
    EXPECT_FALSE(object_type(**find_dpt("1.001")).has_minimum());
}

TEST(ObjectType, TellsTheWordsOfAnEnumeration) {
    const auto type = object_type(**find_dpt("20.102"));
    EXPECT_GE(type.labels_size(), 5);
    EXPECT_EQ(type.labels(0).value(), 0);
    EXPECT_FALSE(type.labels(0).label().empty());
}

TEST(ObjectType, KnowsWhereEveryOccurrenceCounts) {
    EXPECT_EQ(object_kind(**find_dpt("17.001")), v1::OBJECT_KIND_EVENT);
    EXPECT_EQ(object_kind(**find_dpt("1.001")), v1::OBJECT_KIND_STATE);
}

TEST(Payloads, ShareAnOctetWithTheServiceBelowEightBits) {
    const auto& lamp = **find_dpt("1.001");
    EXPECT_EQ(*payload_of(lamp, Value::boolean(true)), Payload::small(1));
    EXPECT_EQ(*value_of(lamp, Payload::small(1)), Value::boolean(true));
    const std::uint8_t octet[] = {1};
    EXPECT_FALSE(value_of(lamp, *Payload::octets(octet)));
}

TEST(Payloads, HaveOctetsOfTheirOwnFromEightBitsOn) {
    const auto& counter = **find_dpt("5.010");
    const std::uint8_t octet[] = {5};
    EXPECT_EQ(*payload_of(counter, Value::integer(5)), *Payload::octets(octet));
    EXPECT_EQ(*value_of(counter, *Payload::octets(octet)), Value::integer(5));
    EXPECT_FALSE(value_of(counter, Payload::small(5)));
    EXPECT_FALSE(value_of(counter, Payload{}));
}

TEST(InitialPayload, IsZeroWhereThatIsAValue) {
    struct Row {
        const char* type;
        Payload payload;
    };
    const Row rows[] = {
        {"1.001", Payload::small(0)},
        {"9.001", *Payload::octets(std::vector<std::uint8_t>{0, 0})},
        {"11.001", {}},  // no day 0
    };
    for (const auto& row : rows) {
        EXPECT_EQ(initial_payload(**find_dpt(row.type)), row.payload) << row.type;
    }
}

}  // namespace
}  // namespace knx
