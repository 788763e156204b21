// SPDX-License-Identifier: Apache-2.0
// Names of the cEMI message codes.
#include "knx/protocol/message_code.hpp"

namespace knx {
namespace {

struct Row {
    MessageCode code;
    std::string_view name;
};

constexpr Row kRows[] = {
    {MessageCode::LRawRequest, "L_Raw.req"},
    {MessageCode::LDataRequest, "L_Data.req"},
    {MessageCode::LPollDataRequest, "L_Poll_Data.req"},
    {MessageCode::LPollDataConfirmation, "L_Poll_Data.con"},
    {MessageCode::LDataIndication, "L_Data.ind"},
    {MessageCode::LBusmonIndication, "L_Busmon.ind"},
    {MessageCode::LRawIndication, "L_Raw.ind"},
    {MessageCode::LDataConfirmation, "L_Data.con"},
    {MessageCode::LRawConfirmation, "L_Raw.con"},
    {MessageCode::ResetIndication, "M_Reset.ind"},
    {MessageCode::ResetRequest, "M_Reset.req"},
    {MessageCode::PropWriteConfirmation, "M_PropWrite.con"},
    {MessageCode::PropWriteRequest, "M_PropWrite.req"},
    {MessageCode::PropInfoIndication, "M_PropInfo.ind"},
    {MessageCode::FuncPropCommandRequest, "M_FuncPropCommand.req"},
    {MessageCode::FuncPropStateReadRequest, "M_FuncPropStateRead.req"},
    {MessageCode::FuncPropConfirmation, "M_FuncProp.con"},
    {MessageCode::PropReadConfirmation, "M_PropRead.con"},
    {MessageCode::PropReadRequest, "M_PropRead.req"},
};

}  // namespace

std::string_view message_code_name(MessageCode code) {
    for (const auto& row : kRows) {
        if (row.code == code) return row.name;
    }
    return {};
}

}  // namespace knx
