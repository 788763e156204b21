// SPDX-License-Identifier: Apache-2.0
// Main types 206, 219, 222 and 275: modes, alarms and set-points.
#include "knx/protocol/dpt/float16.hpp"
#include "knx/protocol/dpt/tables.hpp"

namespace knx {
namespace {

constexpr auto kDelay = unsigned_bits(16).named("delay time (min)").in("min");

constexpr Label kHvacMode[] = {
    {0, "undefined"}, {1, "comfort"}, {2, "standby"}, {3, "economy"}, {4, "building protection"}};
constexpr FieldSpec kHvacModeNext[] = {kDelay, enumeration(8, kHvacMode).named("HVAC mode")};

// The master table names these three without their fields: the modes are those of 20.103, 20.003
// and 20.002.
constexpr Label kDhwMode[] = {
    {0, "Auto"}, {1, "LegioProtect"}, {2, "Normal"}, {3, "Reduced"}, {4, "Off/FrostProtect"}};
constexpr Label kOccMode[] = {{0, "occupied"}, {1, "standby"}, {2, "not occupied"}};
constexpr Label kBuildingMode[] = {
    {0, "Building in use"}, {1, "Building not used"}, {2, "Building protection"}};
constexpr FieldSpec kDhwModeNext[] = {kDelay, enumeration(8, kDhwMode).named("DHW mode")};
constexpr FieldSpec kOccModeNext[] = {kDelay, enumeration(8, kOccMode).named("occupancy mode")};
constexpr FieldSpec kBuildingModeNext[] = {kDelay,
                                           enumeration(8, kBuildingMode).named("building mode")};

constexpr Label kAlarmInfoAlarmPriority[] = {
    {0, "high priority"}, {1, "medium priority"}, {2, "low priority"}, {3, "no priority"}};
constexpr Label kAlarmInfoApplicationArea[] = {{0, "no fault"},
                                               {1, "System & functions of common interest"},
                                               {10, "HVAC General FB's"},
                                               {11, "HVAC Hot Water Heating"},
                                               {12, "HVAC Direct Electrical Heating"},
                                               {13, "HVAC Terminal Units"},
                                               {14, "HVAC VAC"},
                                               {20, "Lighting"},
                                               {30, "Security"},
                                               {50, "Shutters & Blinds"}};
constexpr Label kAlarmInfoErrorClass[] = {
    {0, "no fault"},
    {1, "general device fault (e.g. RAM, EEPROM, UI, Watchdog, ...)"},
    {2, "communication fault"},
    {3, "configuration fault"},
    {4, "HW fault"},
    {5, "SW fault"}};
constexpr FieldSpec kAlarmInfo[] = {
    unsigned_bits(8).named("Log Number"),
    enumeration(8, kAlarmInfoAlarmPriority).named("Alarm Priority"),
    enumeration(8, kAlarmInfoApplicationArea).named("Application Area"),
    enumeration(8, kAlarmInfoErrorClass).named("Error Class"),
    reserved(4),
    flag().named("ErrorCode_Sup"),
    flag().named("AlarmText_Sup"),
    flag().named("TimeStamp_Sup"),
    flag().named("Ack_Sup"),
    reserved(5),
    flag().named("Locked"),
    flag().named("AlarmUnAck"),
    flag().named("InAlarm")};

constexpr FieldSpec kTempRoomSetpSetOf3[] = {
    float16().named("TempSetpComf").in("°C").within(-273, kFloat16Max),
    float16().named("TempSetpStdby").in("°C").within(-273, kFloat16Max),
    float16().named("TempSetpEco").in("°C").within(-273, kFloat16Max)};
constexpr FieldSpec kTempRoomSetpSetShiftOf3[] = {
    float16().named("TempSetpShiftComf").in("K").within(kFloat16Lowest, kFloat16Max),
    float16().named("TempSetpShiftStdby").in("K").within(kFloat16Lowest, kFloat16Max),
    float16().named("TempSetpShiftEco").in("K").within(kFloat16Lowest, kFloat16Max)};
constexpr FieldSpec kTempRoomSetpSetOf4[] = {
    float16().named("room temperature setpoint comfort").in("°C").within(-273, kFloat16Max),
    float16().named("room temperature setpoint standby").in("°C").within(-273, kFloat16Max),
    float16().named("room temperature setpoint economy").in("°C").within(-273, kFloat16Max),
    float16()
        .named("room temperature setpoint building protection")
        .in("°C")
        .within(-273, kFloat16Max)};
// The master table gives these the range of temperatures; a shift has that of 222.101.
constexpr FieldSpec kTempRoomSetpSetShiftOf4[] = {
    float16()
        .named("room temperature setpoint shift comfort")
        .in("K")
        .within(kFloat16Lowest, kFloat16Max),
    float16()
        .named("room temperature setpoint shift standby")
        .in("K")
        .within(kFloat16Lowest, kFloat16Max),
    float16()
        .named("room temperature setpoint shift economy")
        .in("K")
        .within(kFloat16Lowest, kFloat16Max),
    float16()
        .named("room temperature setpoint shift building protection")
        .in("K")
        .within(kFloat16Lowest, kFloat16Max)};

constexpr Dpt kRows[] = {
    {{206, 100}, "DPT_HVACModeNext", kHvacModeNext},
    {{206, 102}, "DPT_DHWModeNext", kDhwModeNext},
    {{206, 104}, "DPT_OccModeNext", kOccModeNext},
    {{206, 105}, "DPT_BuildingModeNext", kBuildingModeNext},
    {{219, 1}, "DPT_AlarmInfo", kAlarmInfo},
    {{222, 100}, "DPT_TempRoomSetpSetF16[3]", kTempRoomSetpSetOf3},
    {{222, 101}, "DPT_TempRoomSetpSetShiftF16[3]", kTempRoomSetpSetShiftOf3},
    {{275, 100}, "DPT_TempRoomSetpSetF16[4]", kTempRoomSetpSetOf4},
    {{275, 101}, "DPT_TempRoomSetpSetShiftF16[4]", kTempRoomSetpSetShiftOf4},
};

}  // namespace

std::span<const Dpt> dpt_climate() { return kRows; }

}  // namespace knx
