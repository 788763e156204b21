// SPDX-License-Identifier: Apache-2.0
// The words of main type 1, which main type 2 shares.
#pragma once

#include "knx/protocol/dpt/field.hpp"

namespace knx {

inline constexpr Label kOffOn[] = {{0, "off"}, {1, "on"}};
inline constexpr Label kFalseTrue[] = {{0, "false"}, {1, "true"}};
inline constexpr Label kDisableEnable[] = {{0, "disable"}, {1, "enable"}};
inline constexpr Label kNoRampRamp[] = {{0, "no_ramp"}, {1, "ramp"}};
inline constexpr Label kNoAlarmAlarm[] = {{0, "no_alarm"}, {1, "alarm"}};
inline constexpr Label kLowHigh[] = {{0, "low"}, {1, "high"}};
inline constexpr Label kDecreaseIncrease[] = {{0, "decrease"}, {1, "increase"}};
inline constexpr Label kUpDown[] = {{0, "up"}, {1, "down"}};
inline constexpr Label kStopStart[] = {{0, "stop"}, {1, "start"}};
inline constexpr Label kInactiveActive[] = {{0, "inactive"}, {1, "active"}};
inline constexpr Label kNotInvertedInverted[] = {{0, "not_inverted"}, {1, "inverted"}};

}  // namespace knx
