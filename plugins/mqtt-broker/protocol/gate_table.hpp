// SPDX-License-Identifier: Apache-2.0
// GateTable: who may log in, as the gate reads it from a file.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "busbar/result.hpp"
#include "mqtt-broker/protocol/user.hpp"

namespace mqtt_broker {

inline constexpr std::string_view kGateTableFile = "users";

struct GateTable {
    bool authentication = true;          // off: everybody may do everything
    std::uint32_t message_rate_max = 0;  // messages of one client a second; 0: as many as he likes
    Users users;
    Connections connections;  // a user's that is not among them has no topics

    friend bool operator==(const GateTable&, const GateTable&) = default;
};

[[nodiscard]] std::string encode_gate_table(const GateTable& table);
// Fails with InvalidArgument on anything but what encode_gate_table() makes.
[[nodiscard]] busbar::Result<GateTable> decode_gate_table(std::string_view octets);

}  // namespace mqtt_broker
