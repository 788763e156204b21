// SPDX-License-Identifier: Apache-2.0
// Main type 22: flags in 16 bits.
#include "knx/protocol/dpt/tables.hpp"

namespace knx {
namespace {

constexpr FieldSpec kStatusDHWC[] = {reserved(8),
                                     flag().named("TempOptimShiftActive"),
                                     flag().named("SolarEnergySupport"),
                                     flag().named("SolarEnergyOnly"),
                                     flag().named("OtherEnergySourceActive"),
                                     flag().named("DHWPushActive"),
                                     flag().named("LegioProtActive"),
                                     flag().named("DHWLoadActive"),
                                     flag().named("Fault")};
constexpr Label kStatusRHCCOverheatAlarm[] = {{0, "no alarm"}, {1, "alarm"}};
constexpr Label kStatusRHCCHeatCoolMode[] = {{0, "cooling"}, {1, "heating"}};
constexpr FieldSpec kStatusRHCC[] = {reserved(1),
                                     flag(kStatusRHCCOverheatAlarm).named("OverheatAlarm"),
                                     flag(kStatusRHCCOverheatAlarm).named("FrostAlarm"),
                                     flag(kStatusRHCCOverheatAlarm).named("DewPointStatus"),
                                     flag().named("CoolingDisabled"),
                                     flag().named("StatusPreCool"),
                                     flag().named("StatusEcoC"),
                                     flag(kStatusRHCCHeatCoolMode).named("HeatCoolMode"),
                                     flag().named("HeatingDiabled"),
                                     flag().named("StatusStopOptim"),
                                     flag().named("StatusStartOptim"),
                                     flag().named("StatusMorningBoostH"),
                                     flag().named("TempFlowReturnLimit"),
                                     flag().named("TempFlowLimit"),
                                     flag().named("StatusEcoH"),
                                     flag().named("Fault")};
constexpr FieldSpec kCombinedStatusHVA[] = {reserved(7),
                                            flag().named("Calibration Mode"),
                                            flag().named("Locked Position"),
                                            flag().named("Forced Position"),
                                            flag().named("Manua operation (overridden)"),
                                            flag().named("Service mode"),
                                            flag().named("Valve kick"),
                                            flag().named("Overload"),
                                            flag().named("Short Circuit"),
                                            flag().named("Current Valve position")};
constexpr FieldSpec kCombinedStatusRTC[] = {
    reserved(7),
    flag().named("Cooling Mode Enabled"),
    flag().named("Heating Mode Enabled"),
    flag().named("Additional heating/cooling stage (2. Stage)"),
    flag().named("Controller inactive"),
    flag().named("Overheat-Alarm"),
    flag().named("Frost Alarm"),
    flag().named("Dew Point Status"),
    flag().named("Active Mode"),
    flag().named("General failure information ")};
constexpr FieldSpec kMedia[] = {reserved(10), flag().named("KNX IP"), flag().named("RF"),
                                reserved(1),  flag().named("PL110"),  flag().named("TP1"),
                                reserved(1)};

constexpr Dpt kRows[] = {
    {{22, 100}, "DPT_StatusDHWC", kStatusDHWC},
    {{22, 101}, "DPT_StatusRHCC", kStatusRHCC},
    {{22, 102}, "DPT_CombinedStatus_HVA", kCombinedStatusHVA},
    {{22, 103}, "DPT_CombinedStatus_RTC", kCombinedStatusRTC},
    {{22, 1000}, "DPT_Media", kMedia},
};

}  // namespace

std::span<const Dpt> dpt_22() { return kRows; }

}  // namespace knx
