// SPDX-License-Identifier: Apache-2.0
// Main type 9: 16-bit floats.
//
// The master table ends at 670760, which the format can only say as 7fff, "invalid": so the types
// end at 7ffe. Types that it begins at -670760 and that both xknx and Calimero take down to
// -671088.64 have no limit here; 9.008 is one, since a sensor drifts below its zero.
#include "knx/protocol/dpt/float16.hpp"
#include "knx/protocol/dpt/tables.hpp"

namespace knx {
namespace {

constexpr Dpt kRows[] = {
    {{9, 1}, "DPT_Value_Temp", float16().in("°C").within(-273, kFloat16Max)},
    {{9, 2}, "DPT_Value_Tempd", float16().in("K").within(kFloat16Lowest, kFloat16Max)},
    {{9, 3}, "DPT_Value_Tempa", float16().in("K/h").within(kFloat16Lowest, kFloat16Max)},
    {{9, 4}, "DPT_Value_Lux", float16().in("lx").within(0, kFloat16Max)},
    {{9, 5}, "DPT_Value_Wsp", float16().in("m/s").within(0, kFloat16Max)},
    {{9, 6}, "DPT_Value_Pres", float16().in("Pa").within(0, kFloat16Max)},
    {{9, 7}, "DPT_Value_Humidity", float16().in("%").within(0, kFloat16Max)},
    {{9, 8}, "DPT_Value_AirQuality", float16().in("ppm")},
    {{9, 9}, "DPT_Value_AirFlow", float16().in("m³/h")},
    {{9, 10}, "DPT_Value_Time1", float16().in("s").within(kFloat16Lowest, kFloat16Max)},
    {{9, 11}, "DPT_Value_Time2", float16().in("ms").within(kFloat16Lowest, kFloat16Max)},
    {{9, 20}, "DPT_Value_Volt", float16().in("mV")},
    {{9, 21}, "DPT_Value_Curr", float16().in("mA")},
    {{9, 22}, "DPT_PowerDensity", float16().in("W/m²")},
    {{9, 23}, "DPT_KelvinPerPercent", float16().in("K/%")},
    {{9, 24}, "DPT_Power", float16().in("kW")},
    {{9, 25}, "DPT_Value_Volume_Flow", float16().in("L/h")},
    {{9, 26}, "DPT_Rain_Amount", float16().in("L/m²")},
    {{9, 27}, "DPT_Value_Temp_F", float16().in("°F")},
    {{9, 28}, "DPT_Value_Wsp_kmh", float16().in("km/h").within(0, kFloat16Max)},
    {{9, 29}, "DPT_Value_Absolute_Humidity", float16().in("g/m³").within(0, kFloat16Max)},
    {{9, 30}, "DPT_Concentration_µgm3", float16().in("μg/m³").within(0, kFloat16Max)},
    {{9, 31}, "DPT_Coefficient", float16().within(0, kFloat16Max)},
};

}  // namespace

std::span<const Dpt> dpt_9() { return kRows; }

}  // namespace knx
