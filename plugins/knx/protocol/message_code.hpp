// SPDX-License-Identifier: Apache-2.0
// The first octet of a cEMI message: what it is about.
// Source: xknx/cemi/const.py of XKNX/xknx.
#pragma once

#include <cstdint>
#include <string_view>

namespace knx {

enum class MessageCode : std::uint8_t {
    LRawRequest = 0x10,
    LDataRequest = 0x11,
    LPollDataRequest = 0x13,
    LPollDataConfirmation = 0x25,
    LDataIndication = 0x29,
    LBusmonIndication = 0x2b,
    LRawIndication = 0x2d,
    LDataConfirmation = 0x2e,
    LRawConfirmation = 0x2f,
    ResetIndication = 0xf0,
    ResetRequest = 0xf1,
    PropWriteConfirmation = 0xf5,
    PropWriteRequest = 0xf6,
    PropInfoIndication = 0xf7,
    FuncPropCommandRequest = 0xf8,
    FuncPropStateReadRequest = 0xf9,
    FuncPropConfirmation = 0xfa,  // of both
    PropReadConfirmation = 0xfb,
    PropReadRequest = 0xfc,
};

// "L_Data.ind"; empty for a number without an enumerator.
[[nodiscard]] std::string_view message_code_name(MessageCode code);

[[nodiscard]] constexpr bool is_ldata(MessageCode code) {
    return code == MessageCode::LDataRequest || code == MessageCode::LDataIndication ||
           code == MessageCode::LDataConfirmation;
}

}  // namespace knx
