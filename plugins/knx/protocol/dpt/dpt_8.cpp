// SPDX-License-Identifier: Apache-2.0
// Main type 8: 16 bits, signed.
#include "knx/protocol/dpt/tables.hpp"

namespace knx {
namespace {

constexpr Dpt kRows[] = {
    {{8, 1}, "DPT_Value_2_Count", signed_bits(16).in("pulses")},
    {{8, 2}, "DPT_DeltaTimeMsec", signed_bits(16).in("ms")},
    {{8, 3}, "DPT_DeltaTime10Msec", signed_bits(16).times(10).in("ms")},
    {{8, 4}, "DPT_DeltaTime100Msec", signed_bits(16).times(100).in("ms")},
    {{8, 5}, "DPT_DeltaTimeSec", signed_bits(16).in("s")},
    {{8, 6}, "DPT_DeltaTimeMin", signed_bits(16).in("min")},
    {{8, 7}, "DPT_DeltaTimeHrs", signed_bits(16).in("h")},
    {{8, 10}, "DPT_Percent_V16", signed_bits(16).times(1, 100).in("%")},
    {{8, 11}, "DPT_Rotation_Angle", signed_bits(16).in("°")},
    {{8, 12}, "DPT_Length_m", signed_bits(16).in("m")},
};

}  // namespace

std::span<const Dpt> dpt_8() { return kRows; }

}  // namespace knx
