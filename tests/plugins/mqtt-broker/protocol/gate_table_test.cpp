// SPDX-License-Identifier: Apache-2.0
// The gate's table, there and back.
#include "mqtt-broker/protocol/gate_table.hpp"

#include <gtest/gtest.h>

namespace mqtt_broker {
namespace {

GateTable table() {
    GateTable table;
    table.authentication = false;
    table.message_rate_max = 7;
    auto& anna = table.users["anna"];
    anna.password.iterations = 2'000;
    anna.password.salt.fill(1);
    anna.password.key.fill(0xFE);
    anna.client_id = "tablet-*";
    anna.rights = {{Access::Read, "a/#"}, {Access::Write, "b"}, {Access::ReadWrite, ""}};
    table.users["otto\n"] = {};
    table.users["house"].connection = "house";
    table.users["house"].side = Side::Both;
    table.connections["house"] = {TopicSet({"a/set", "+/set"}), TopicSet({"a"})};
    table.connections["cellar"] = {};
    return table;
}

TEST(GateTable, ComesBackAsItWas) {
    EXPECT_EQ(decode_gate_table(encode_gate_table(table())), table());
    EXPECT_EQ(decode_gate_table(encode_gate_table({})), GateTable{});
}

TEST(GateTable, IsRefusedWhereverItIsCutOffOrLonger) {
    const auto octets = encode_gate_table(table());
    for (std::size_t size = 0; size < octets.size(); ++size) {
        EXPECT_FALSE(decode_gate_table(std::string_view(octets).substr(0, size))) << size;
    }
    EXPECT_FALSE(decode_gate_table(octets + "x"));
}

TEST(GateTable, IsRefusedWhenItIsSomethingElse) {
    EXPECT_FALSE(decode_gate_table("anna:$7$1000$buV860bC1lhXZrg4$qjr+Bk8pN268w+ctgxZ+jMXk0bUI"));
    auto octets = encode_gate_table(table());
    octets[8] = 'x';  // of the head
    EXPECT_FALSE(decode_gate_table(octets));
}

}  // namespace
}  // namespace mqtt_broker
