// SPDX-License-Identifier: Apache-2.0
// Objects and states in JSON.
#include "admin/object_json.hpp"

#include <gtest/gtest.h>

namespace busbar {
namespace {

TEST(ObjectJson, SaysWhatTheObjectIs) {
    v1::Object object;
    object.set_id("dimmer");
    object.set_owner("knx");
    object.set_commandable(true);
    auto& type = *object.mutable_type();
    type.set_value_kind(v1::VALUE_KIND_NUMBER);
    type.set_unit("%");
    type.set_minimum(0);
    type.set_maximum(100);
    EXPECT_EQ(write_object(object), Json::parse(R"({"id": "dimmer", "name": "dimmer", "room": "",
        "owner": "knx", "kind": "OBJECT_KIND_STATE", "readable": false, "commandable": true,
        "type": {"valueKind": "VALUE_KIND_NUMBER", "unit": "%", "minimum": 0.0,
                 "maximum": 100.0}})"));
}

TEST(ObjectJson, AStateSaysWhoCausedIt) {
    v1::StateChanged state;
    state.mutable_value()->set_number(21.5);
    state.set_quality(v1::QUALITY_GOOD);
    state.set_change_time_us(1'700'000'000'000'000);
    state.set_sequence(3);
    EXPECT_FALSE(write_state(state).contains("cause"));
    state.mutable_cause()->set_trace_id(0xA1);
    state.mutable_cause()->set_sender("admin");
    EXPECT_EQ(write_state(state), Json::parse(R"({"value": 21.5, "quality": "QUALITY_GOOD",
        "changeTime": "2023-11-14T22:13:20.000000Z", "epoch": 0, "sequence": 3,
        "cause": {"traceId": "00000000000000a1", "sender": "admin", "hops": 0}})"));
}

TEST(ObjectJson, AnObjectWithoutStateHasNull) {
    v1::ObjectAppeared appeared;
    appeared.mutable_object()->set_id("x");
    EXPECT_TRUE(write_snapshot({appeared.SerializeAsString(), ""}).at("state").is_null());
}

}  // namespace
}  // namespace busbar
