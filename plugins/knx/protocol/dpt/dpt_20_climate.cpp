// SPDX-License-Identifier: Apache-2.0
// Main type 20, enumerations: heating, ventilation, air conditioning, meters.
#include "knx/protocol/dpt/tables.hpp"

namespace knx {
namespace {

constexpr Label kFuelType[] = {{0, "auto"}, {1, "oil"}, {2, "gas"}, {3, "solid state fuel"}};
constexpr Label kBurnerType[] = {
    {0, "reserved"}, {1, "1 stage"}, {2, "2 stage"}, {3, "modulating"}};
constexpr Label kHVACMode[] = {
    {0, "auto"}, {1, "comfort"}, {2, "standby"}, {3, "economy"}, {4, "building_protection"}};
constexpr Label kDHWMode[] = {
    {0, "Auto"}, {1, "LegioProtect"}, {2, "Normal"}, {3, "Reduced"}, {4, "Off/FrostProtect"}};
constexpr Label kLoadPriority[] = {
    {0, "None"}, {1, "Shift load priority"}, {2, "Absolut load priority"}};
constexpr Label kHVACContrMode[] = {{0, "auto"},
                                    {1, "heat"},
                                    {2, "morning_warmup"},
                                    {3, "cool"},
                                    {4, "night_purge"},
                                    {5, "precool"},
                                    {6, "off"},
                                    {7, "test"},
                                    {8, "emergency_heat"},
                                    {9, "fan_only"},
                                    {10, "free_cool"},
                                    {11, "ice"},
                                    {12, "maximum_heating_mode"},
                                    {13, "economic_heat_cool_mode"},
                                    {14, "dehumidification"},
                                    {15, "calibration_mode"},
                                    {16, "emergency_cool_mode"},
                                    {17, "emergency_steam_mode"},
                                    {20, "nodem"}};
constexpr Label kHVACEmergMode[] = {{0, "Normal"},          {1, "EmergPressure"},
                                    {2, "EmergDepressure"}, {3, "EmeergPurge"},
                                    {4, "EmergShutdown"},   {5, "EmergFire"}};
constexpr Label kChangeoverMode[] = {{0, "Auto"}, {1, "CoolingOnly"}, {2, "HeatingOnly"}};
constexpr Label kValveMode[] = {{1, "Heat stage A for normal heating"},
                                {2, "Heat stage B for heating with two stages (A + B)"},
                                {3, "Cool stage A for normal cooling"},
                                {4, "Cool stage B for cooling with two stages (A + B)"},
                                {5, "Heat/Cool for changeover applications"}};
constexpr Label kDamperMode[] = {{1, "Fresh air, e.g. for fancoils"},
                                 {2, "Supply air, e.g. for VAV"},
                                 {3, "Extract air, e.g. for VAV"},
                                 {4, "Extract air, e.g. for VAV"}};
constexpr Label kHeaterMode[] = {
    {1, "Heat Stage A On/Off"}, {2, "Heat Stage A Proportional"}, {3, "Heat Stage B Proportional"}};
constexpr Label kFanMode[] = {
    {0, "not running"}, {1, "permanently running"}, {2, "running in intervals"}};
constexpr Label kMasterSlaveMode[] = {{0, "autonomous"}, {1, "master"}, {2, "slave"}};
constexpr Label kStatusRoomSetp[] = {
    {0, "normal setpoint"}, {1, "alternative setpoint"}, {2, "building protection setpoint"}};
constexpr Label kMeteringDeviceType[] = {{0, "other device"},
                                         {1, "oil meter"},
                                         {2, "electricity meter"},
                                         {3, "gas device"},
                                         {4, "heat meter"},
                                         {5, "steam meter"},
                                         {6, "warm water meter"},
                                         {7, "water meter"},
                                         {8, "heat cost allocator"},
                                         {9, "reserved"},
                                         {10, "cooling load meter (outlet)"},
                                         {11, "cooling load meter (inlet)"},
                                         {12, "heat (inlet)"},
                                         {13, "heat and cool"},
                                         {32, "breaker (electricity)"},
                                         {33, "valve (gas or water)"},
                                         {40, "waste water meter"},
                                         {41, "garbage"},
                                         {255, "void decice type"}};
constexpr Label kHumDehumMode[] = {{0, "inactive"},
                                   {1, "humidification"},
                                   {2, "dehumidification"},
                                   {3, "reserved"},
                                   {255, "reserved"}};
constexpr Label kEnableHCStage[] = {
    {0, "disabled"}, {1, "enable stage A"}, {2, "enable stage B"}, {3, "enable both stages"}};
constexpr Label kADAType[] = {{1, "Air Damper"}, {2, "VAV"}};
constexpr Label kBackupMode[] = {{0, "Backup Value"}, {1, "Keep Last State"}};
constexpr Label kStartSynchronization[] = {
    {0, "Position unchanged"}, {1, "Single close"}, {2, "Single open"}};

constexpr Dpt kRows[] = {
    {{20, 100}, "DPT_FuelType", enumeration(8, kFuelType)},
    {{20, 101}, "DPT_BurnerType", enumeration(8, kBurnerType)},
    {{20, 102}, "DPT_HVACMode", enumeration(8, kHVACMode)},
    {{20, 103}, "DPT_DHWMode", enumeration(8, kDHWMode)},
    {{20, 104}, "DPT_LoadPriority", enumeration(8, kLoadPriority)},
    {{20, 105}, "DPT_HVACContrMode", enumeration(8, kHVACContrMode)},
    {{20, 106}, "DPT_HVACEmergMode", enumeration(8, kHVACEmergMode)},
    {{20, 107}, "DPT_ChangeoverMode", enumeration(8, kChangeoverMode)},
    {{20, 108}, "DPT_ValveMode", enumeration(8, kValveMode)},
    {{20, 109}, "DPT_DamperMode", enumeration(8, kDamperMode)},
    {{20, 110}, "DPT_HeaterMode", enumeration(8, kHeaterMode)},
    {{20, 111}, "DPT_FanMode", enumeration(8, kFanMode)},
    {{20, 112}, "DPT_MasterSlaveMode", enumeration(8, kMasterSlaveMode)},
    {{20, 113}, "DPT_StatusRoomSetp", enumeration(8, kStatusRoomSetp)},
    {{20, 114}, "DPT_Metering_DeviceType", enumeration(8, kMeteringDeviceType)},
    {{20, 115}, "DPT_HumDehumMode", enumeration(8, kHumDehumMode)},
    {{20, 116}, "DPT_EnableHCStage", enumeration(8, kEnableHCStage)},
    {{20, 120}, "DPT_ADAType", enumeration(8, kADAType)},
    {{20, 121}, "DPT_BackupMode", enumeration(8, kBackupMode)},
    {{20, 122}, "DPT_StartSynchronization", enumeration(8, kStartSynchronization)},
};

}  // namespace

std::span<const Dpt> dpt_20_climate() { return kRows; }

}  // namespace knx
