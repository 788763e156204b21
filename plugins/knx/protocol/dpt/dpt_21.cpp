// SPDX-License-Identifier: Apache-2.0
// Main type 21: octets of flags.
#include "knx/protocol/dpt/tables.hpp"

namespace knx {
namespace {

constexpr FieldSpec kStatusGen[] = {
    reserved(3),
    flag().named("alarm status of corresponding Datapoint is not acknowledged"),
    flag().named("corresponding Datapoint is in alarm"),
    flag().named("corresponding Datapoint Main value is overridden"),
    flag().named("corresponding Datapoint Main value is corrupted due to failure"),
    flag().named("corresponding Datapoint value is out of service")};
constexpr FieldSpec kDeviceControl[] = {
    reserved(5), flag().named("Verify Mode is on"),
    flag().named("A datagram with the own Individual Address as Source Address has been received"),
    flag().named("The user application is stopped")};
constexpr FieldSpec kForceSign[] = {flag().named("RoomHMax"),   flag().named("RoomHConf"),
                                    flag().named("DHWLegio"),   flag().named("DHWNorm"),
                                    flag().named("Overrun"),    flag().named("Oversupply"),
                                    flag().named("Protection"), flag().named("ForceRequest")};
constexpr FieldSpec kForceSignCool[] = {reserved(7), flag().named("ForceRequest")};
constexpr FieldSpec kStatusRHC[] = {
    flag().named("SummerMode"),       flag().named("StatusStopOptim"),
    flag().named("StatusStartOptim"), flag().named("StatusMorningBoost"),
    flag().named("TempReturnLimit"),  flag().named("TempFlowLimit"),
    flag().named("SatusECO"),         flag().named("Fault")};
constexpr Label kStatusSDHWCFault[] = {{0, "ok"}, {1, "fault"}};
constexpr FieldSpec kStatusSDHWC[] = {reserved(5), flag().named("SolarLoadSufficient"),
                                      flag().named("SDHWLoadActive"),
                                      flag(kStatusSDHWCFault).named("Fault")};
constexpr FieldSpec kFuelTypeSet[] = {reserved(5), flag().named("SolidState"), flag().named("Gas"),
                                      flag().named("Oil")};
constexpr FieldSpec kStatusRCC[] = {reserved(7), flag().named("Fault")};
constexpr FieldSpec kStatusAHU[] = {reserved(4), flag().named("Cool"), flag().named("Heat"),
                                    flag().named("FanActive"), flag().named("Fault")};
constexpr FieldSpec kCombinedStatusRTSM[] = {
    reserved(3),
    flag().named("Status of HVAC Mode User"),
    flag().named("Status of comfort prolongation User"),
    flag().named("Effective value of the comfort push button"),
    flag().named("Effective value of the presence status"),
    flag().named("Effective value of the window status")};
constexpr FieldSpec kLightActuatorErrorInfo[] = {reserved(1),
                                                 flag().named("Overheat"),
                                                 flag().named("LampFailure"),
                                                 flag().named("DefectiveLoad"),
                                                 flag().named("Underload"),
                                                 flag().named("Overcurrent"),
                                                 flag().named("Undervoltage"),
                                                 flag().named("LoadDetectionError")};
constexpr FieldSpec kRFModeInfo[] = {reserved(5), flag().named("BiBat Slave"),
                                     flag().named("BiBat Master"), flag().named("Asynchronous")};
constexpr FieldSpec kRFFilterInfo[] = {reserved(5), flag().named("DoA"), flag().named("KNX SN"),
                                       flag().named("DoA and KNX SN")};

constexpr Dpt kRows[] = {
    {{21, 1}, "DPT_StatusGen", kStatusGen},
    {{21, 2}, "DPT_Device_Control", kDeviceControl},
    {{21, 100}, "DPT_ForceSign", kForceSign},
    {{21, 101}, "DPT_ForceSignCool", kForceSignCool},
    {{21, 102}, "DPT_StatusRHC", kStatusRHC},
    {{21, 103}, "DPT_StatusSDHWC", kStatusSDHWC},
    {{21, 104}, "DPT_FuelTypeSet", kFuelTypeSet},
    {{21, 105}, "DPT_StatusRCC", kStatusRCC},
    {{21, 106}, "DPT_StatusAHU", kStatusAHU},
    {{21, 107}, "DPT_CombinedStatus_RTSM", kCombinedStatusRTSM},
    {{21, 601}, "DPT_LightActuatorErrorInfo", kLightActuatorErrorInfo},
    {{21, 1000}, "DPT_RF_ModeInfo", kRFModeInfo},
    {{21, 1001}, "DPT_RF_FilterInfo", kRFFilterInfo},
};

}  // namespace

std::span<const Dpt> dpt_21() { return kRows; }

}  // namespace knx
