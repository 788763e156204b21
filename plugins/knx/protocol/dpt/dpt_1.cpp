// SPDX-License-Identifier: Apache-2.0
// Main type 1: one bit.
#include "knx/protocol/dpt/tables.hpp"
#include "knx/protocol/dpt/two_way_labels.hpp"

namespace knx {
namespace {

constexpr Label kOpenClose[] = {{0, "open"}, {1, "close"}};
constexpr Label kDimSendStyle[] = {{0, "start_stop"}, {1, "cyclically"}};
constexpr Label kInputSource[] = {{0, "fixed"}, {1, "calculated"}};
constexpr Label kReset[] = {{0, "no_action"}, {1, "reset"}};
constexpr Label kAck[] = {{0, "no_action"}, {1, "acknowledge"}};
constexpr Label kTrigger[] = {{0, "trigger_0"}, {1, "trigger_1"}};
constexpr Label kOccupancy[] = {{0, "not_occupied"}, {1, "occupied"}};
constexpr Label kWindowDoor[] = {{0, "closed"}, {1, "open"}};
constexpr Label kLogicalFunction[] = {{0, "or"}, {1, "and"}};
constexpr Label kSceneAB[] = {{0, "scene_a"}, {1, "scene_b"}};
constexpr Label kShutterBlindsMode[] = {{0, "up_down_mode"}, {1, "step_stop_mode"}};
constexpr Label kDayNight[] = {{0, "day"}, {1, "night"}};
constexpr Label kHeatCool[] = {{0, "cool"}, {1, "heat"}};
constexpr Label kConsumerProducer[] = {{0, "consumer"}, {1, "producer"}};
constexpr Label kEnergyDirection[] = {{0, "positive"}, {1, "negative"}};

constexpr Dpt kRows[] = {
    {{1, 1}, "DPT_Switch", flag(kOffOn)},
    {{1, 2}, "DPT_Bool", flag(kFalseTrue)},
    {{1, 3}, "DPT_Enable", flag(kDisableEnable)},
    {{1, 4}, "DPT_Ramp", flag(kNoRampRamp)},
    {{1, 5}, "DPT_Alarm", flag(kNoAlarmAlarm)},
    {{1, 6}, "DPT_BinaryValue", flag(kLowHigh)},
    {{1, 7}, "DPT_Step", flag(kDecreaseIncrease)},
    {{1, 8}, "DPT_UpDown", flag(kUpDown)},
    {{1, 9}, "DPT_OpenClose", flag(kOpenClose)},
    {{1, 10}, "DPT_Start", flag(kStopStart)},
    {{1, 11}, "DPT_State", flag(kInactiveActive)},
    {{1, 12}, "DPT_Invert", flag(kNotInvertedInverted)},
    {{1, 13}, "DPT_DimSendStyle", flag(kDimSendStyle)},
    {{1, 14}, "DPT_InputSource", flag(kInputSource)},
    {{1, 15}, "DPT_Reset", flag(kReset)},
    {{1, 16}, "DPT_Ack", flag(kAck)},
    {{1, 17}, "DPT_Trigger", flag(kTrigger)},
    {{1, 18}, "DPT_Occupancy", flag(kOccupancy)},
    {{1, 19}, "DPT_Window_Door", flag(kWindowDoor)},
    {{1, 21}, "DPT_LogicalFunction", flag(kLogicalFunction)},
    {{1, 22}, "DPT_Scene_AB", flag(kSceneAB)},
    {{1, 23}, "DPT_ShutterBlinds_Mode", flag(kShutterBlindsMode)},
    {{1, 24}, "DPT_DayNight", flag(kDayNight)},
    {{1, 100}, "DPT_Heat_Cool", flag(kHeatCool)},
    {{1, 1200}, "DPT_Consumer_Producer", flag(kConsumerProducer)},
    {{1, 1201}, "DPT_Energy_Direction", flag(kEnergyDirection)},
};

}  // namespace

std::span<const Dpt> dpt_1() { return kRows; }

}  // namespace knx
