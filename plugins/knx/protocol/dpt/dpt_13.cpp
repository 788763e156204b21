// SPDX-License-Identifier: Apache-2.0
// Main type 13: 32 bits, signed.
#include "knx/protocol/dpt/tables.hpp"

namespace knx {
namespace {

constexpr Dpt kRows[] = {
    {{13, 1}, "DPT_Value_4_Count", signed_bits(32).in("counter pulses")},
    {{13, 2}, "DPT_FlowRate_m3/h", signed_bits(32).in("m³/h")},
    {{13, 10}, "DPT_ActiveEnergy", signed_bits(32).in("Wh")},
    {{13, 11}, "DPT_ApparentEnergy", signed_bits(32).in("VAh")},
    {{13, 12}, "DPT_ReactiveEnergy", signed_bits(32).in("VARh")},
    {{13, 13}, "DPT_ActiveEnergy_kWh", signed_bits(32).in("kWh")},
    {{13, 14}, "DPT_ApparentEnergy_kVAh", signed_bits(32).in("kVAh")},
    {{13, 15}, "DPT_ReactiveEnergy_kVARh", signed_bits(32).in("kVARh")},
    {{13, 16}, "DPT_ActiveEnergy_MWh", signed_bits(32).in("MWh")},
    {{13, 100}, "DPT_LongDeltaTimeSec", signed_bits(32).in("s")},
    {{13, 1200}, "DPT_DeltaVolumeLiquid_Litre", signed_bits(32).in("L")},
    {{13, 1201}, "DPT_DeltaVolume_m³", signed_bits(32).in("m³")},
};

}  // namespace

std::span<const Dpt> dpt_13() { return kRows; }

}  // namespace knx
