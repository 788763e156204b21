// SPDX-License-Identifier: Apache-2.0
// Fuzzes what the plugin and the gate read of each other: what is taken is what would be written.
#include "fuzz/input.hpp"
#include "mqtt-broker/protocol/gate_message.hpp"
#include "mqtt-broker/protocol/gate_table.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace mqtt_broker;
    fuzz::Input input(data, size);
    const auto octets = input.rest_as_text();
    if (const auto message = decode_gate_message(octets)) {
        fuzz::expect(encode_gate_message(*message) == octets, "a message is what was read");
    }
    if (const auto table = decode_gate_table(octets)) {
        fuzz::expect(decode_gate_table(encode_gate_table(*table)) == table, "a table reads back");
    }
    return 0;
}
