// SPDX-License-Identifier: Apache-2.0
// Main type 2: one bit with a priority bit above it. control false means: no priority.
#include "knx/protocol/dpt/tables.hpp"
#include "knx/protocol/dpt/two_way_labels.hpp"

namespace knx {
namespace {

constexpr auto kControl = flag().named("control");

constexpr FieldSpec two_way(std::span<const Label> labels) {
    return enumeration(1, labels).named("value");
}

constexpr FieldSpec kSwitch[] = {kControl, two_way(kOffOn)};
constexpr FieldSpec kBool[] = {kControl, two_way(kFalseTrue)};
constexpr FieldSpec kEnable[] = {kControl, two_way(kDisableEnable)};
constexpr FieldSpec kRamp[] = {kControl, two_way(kNoRampRamp)};
constexpr FieldSpec kAlarm[] = {kControl, two_way(kNoAlarmAlarm)};
constexpr FieldSpec kBinaryValue[] = {kControl, two_way(kLowHigh)};
constexpr FieldSpec kStep[] = {kControl, two_way(kDecreaseIncrease)};
constexpr FieldSpec kDirection[] = {kControl, two_way(kUpDown)};
constexpr FieldSpec kStart[] = {kControl, two_way(kStopStart)};
constexpr FieldSpec kState[] = {kControl, two_way(kInactiveActive)};
constexpr FieldSpec kInvert[] = {kControl, two_way(kNotInvertedInverted)};

constexpr Dpt kRows[] = {
    {{2, 1}, "DPT_Switch_Control", kSwitch},
    {{2, 2}, "DPT_Bool_Control", kBool},
    {{2, 3}, "DPT_Enable_Control", kEnable},
    {{2, 4}, "DPT_Ramp_Control", kRamp},
    {{2, 5}, "DPT_Alarm_Control", kAlarm},
    {{2, 6}, "DPT_BinaryValue_Control", kBinaryValue},
    {{2, 7}, "DPT_Step_Control", kStep},
    {{2, 8}, "DPT_Direction1_Control", kDirection},
    {{2, 9}, "DPT_Direction2_Control", kDirection},
    {{2, 10}, "DPT_Start_Control", kStart},
    {{2, 11}, "DPT_State_Control", kState},
    {{2, 12}, "DPT_Invert_Control", kInvert},
};

}  // namespace

std::span<const Dpt> dpt_2() { return kRows; }

}  // namespace knx
