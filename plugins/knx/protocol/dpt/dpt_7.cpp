// SPDX-License-Identifier: Apache-2.0
// Main type 7: 16 bits, unsigned.
#include "knx/protocol/dpt/tables.hpp"

namespace knx {
namespace {

constexpr Dpt kRows[] = {
    {{7, 1}, "DPT_Value_2_Ucount", unsigned_bits(16).in("pulses")},
    {{7, 2}, "DPT_TimePeriodMsec", unsigned_bits(16).in("ms")},
    {{7, 3}, "DPT_TimePeriod10Msec", unsigned_bits(16).times(10).in("ms")},
    {{7, 4}, "DPT_TimePeriod100Msec", unsigned_bits(16).times(100).in("ms")},
    {{7, 5}, "DPT_TimePeriodSec", unsigned_bits(16).in("s")},
    {{7, 6}, "DPT_TimePeriodMin", unsigned_bits(16).in("min")},
    {{7, 7}, "DPT_TimePeriodHrs", unsigned_bits(16).in("h")},
    {{7, 10}, "DPT_PropDataType", unsigned_bits(16)},
    {{7, 11}, "DPT_Length_mm", unsigned_bits(16).in("mm")},
    {{7, 12}, "DPT_UElCurrentmA", unsigned_bits(16).in("mA")},
    {{7, 13}, "DPT_Brightness", unsigned_bits(16).in("lx")},
    {{7, 600}, "DPT_Absolute_Colour_Temperature", unsigned_bits(16).in("K")},
};

}  // namespace

std::span<const Dpt> dpt_7() { return kRows; }

}  // namespace knx
