// SPDX-License-Identifier: Apache-2.0
// M_PropRead, M_PropWrite, M_PropInfo, M_FuncProp…: the local device management of cEMI.
//
//   code | object type (2) | object instance | property id | count (4 bits) start (12 bits) | data
//
// A count of 0 in a confirmation says that it went wrong: one octet, the error code, follows.
// Source: xknx/cemi/cemi_frame.py and cemi/const.py of XKNX/xknx.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "busbar/result.hpp"
#include "knx/protocol/knxip/octets.hpp"
#include "knx/protocol/message_code.hpp"

namespace knx {

struct PropertyMessage {
    MessageCode code = MessageCode::PropReadRequest;
    std::uint16_t object_type = 0;
    std::uint8_t object_instance = 0;
    std::uint8_t property = 0;
    // Elements, and the first of them; none in a function's message (M_FuncProp…).
    std::uint8_t count = 0;
    std::uint16_t start = 0;
    std::optional<std::uint8_t> error;  // of a confirmation that says so
    ByteSpan data;                      // a view into the octets it was read from
};

[[nodiscard]] bool is_property_message(MessageCode code);

// Reads a whole cEMI message. Fails with NotFound when it is no such message, with InvalidArgument
// when it is cut or has octets too many.
[[nodiscard]] busbar::Result<PropertyMessage> decode_property_message(ByteSpan bytes);

// What went wrong, for people: "read only"; "error 11" for a number nobody has named.
[[nodiscard]] std::string property_error_name(std::uint8_t error);

}  // namespace knx
