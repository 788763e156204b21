// SPDX-License-Identifier: Apache-2.0
// Main type 12: 32 bits, unsigned.
#include "knx/protocol/dpt/tables.hpp"

namespace knx {
namespace {

constexpr Dpt kRows[] = {
    {{12, 1}, "DPT_Value_4_Ucount", unsigned_bits(32).in("counter pulses")},
    {{12, 100}, "DPT_LongTimePeriod_Sec", unsigned_bits(32).in("s")},
    {{12, 101}, "DPT_LongTimePeriod_Min", unsigned_bits(32).in("min")},
    {{12, 102}, "DPT_LongTimePeriod_Hrs", unsigned_bits(32).in("h")},
    {{12, 1200}, "DPT_VolumeLiquid_Litre", unsigned_bits(32).in("L")},
    {{12, 1201}, "DPT_Volume_m³", unsigned_bits(32).in("m³")},
};

}  // namespace

std::span<const Dpt> dpt_12() { return kRows; }

}  // namespace knx
