// SPDX-License-Identifier: Apache-2.0
// Main type 20, enumerations: system, wind, sensors, vehicles.
#include "knx/protocol/dpt/tables.hpp"

namespace knx {
namespace {

constexpr Label kSCLOMode[] = {{0, "autonomous"}, {1, "slave"}, {2, "master"}};
constexpr Label kBuildingMode[] = {
    {0, "Building in use"}, {1, "Building not used"}, {2, "Building protection"}};
constexpr Label kOccMode[] = {{0, "occupied"}, {1, "standby"}, {2, "not occupied"}};
constexpr Label kPriority[] = {{0, "High"}, {1, "Medium"}, {2, "Low"}, {3, "'void'"}};
constexpr Label kLightApplicationMode[] = {
    {0, "normal"}, {1, "presence simulation"}, {2, "night round"}};
constexpr Label kApplicationArea[] = {{0, "no fault"},
                                      {1, "system and functions of common interest"},
                                      {10, "HVAC general FBs"},
                                      {11, "HVAC Hot Water Heating"},
                                      {12, "HVAC Direct Electrical Heating"},
                                      {13, "HVAC Terminal Units"},
                                      {14, "HVAC VAC"},
                                      {20, "Lighting"},
                                      {30, "Security"},
                                      {40, "Load Management"},
                                      {50, "Shutters and blinds"}};
constexpr Label kAlarmClassType[] = {
    {1, "simple alarm"}, {2, "basic alarm"}, {3, "extended alarm"}};
constexpr Label kPSUMode[] = {{0, "disabled (PSU/DPSU fixed off)"},
                              {1, "enabled (PSU/DPSU fixed on)"},
                              {2, "auto (PSU/DPSU automatic on/off)"}};
constexpr Label kErrorClassSystem[] = {
    {0, "no fault"},
    {1, "general device fault (e.g. RAM, EEPROM, UI, watchdog, ...)"},
    {2, "communication fault"},
    {3, "configuration fault"},
    {4, "hardware fault"},
    {5, "software fault"},
    {6, "insufficient non volatile memory"},
    {7, "insufficient volatile memory"},
    {8, "memory allocation command with size 0 received"},
    {9, "CRC-error"},
    {10, "watchdog reset detected"},
    {11, "invalid opcode detected"},
    {12, "general protection fault"},
    {13, "maximal table length exceeded"},
    {14, "undefined load command received"},
    {15, "Group Address Table is not sorted"},
    {16, "invalid connection number (TSAP)"},
    {17, "invalid Group Object number (ASAP)"},
    {18, "Group Object Type exceeds (PID_MAX_APDU_LENGTH - 2)"}};
constexpr Label kErrorClassHVAC[] = {{0, "no fault"},
                                     {1, "sensor fault"},
                                     {2, "process fault / controller fault"},
                                     {3, "actuator fault"},
                                     {4, "other fault"}};
constexpr Label kTimeDelay[] = {
    {0, "not active"}, {1, "1 s"},       {2, "2 s"},      {3, "3 s"},     {4, "5 s"},
    {5, "10 s"},       {6, "15 s"},      {7, "20 s"},     {8, "30 s"},    {9, "45 s"},
    {10, "1 min"},     {11, "1,25 min"}, {12, "1,5 min"}, {13, "2 min"},  {14, "2,5 min"},
    {15, "3 min"},     {16, "5 min"},    {17, "15 min"},  {18, "20 min"}, {19, "30 min"},
    {20, "1 h"},       {21, "2 h"},      {22, "3 h"},     {23, "5 h"},    {24, "12 h"},
    {25, "24 h"}};
constexpr Label kBeaufortWindForceScale[] = {
    {0, "calm (no wind)"},      {1, "light air"},
    {2, "light breeze"},        {3, "gentle brezze"},
    {4, "moderate breeze"},     {5, "fresh breeze"},
    {6, "strong breeze"},       {7, "near gale / moderate gale"},
    {8, "fresh gale"},          {9, "strong gale"},
    {10, "whole gale / storm"}, {11, "violent storm"},
    {12, "hurricane"}};
constexpr Label kSensorSelect[] = {{0, "inactive"},
                                   {1, "digital input not inverted"},
                                   {2, "digital input inverted"},
                                   {3, "analog input -> 0% to 100%"},
                                   {4, "temperature sensor input"}};
constexpr Label kActuatorConnectType[] = {{1, "SensorConnection"}, {2, "ControllerConnection"}};
constexpr Label kCloudCover[] = {{0, "Cloudless"},
                                 {1, "Sunny"},
                                 {2, "Sunshiny"},
                                 {3, "Lightly cloudy"},
                                 {4, "Scattered clouds"},
                                 {5, "Cloudy"},
                                 {6, ""},
                                 {7, ""},
                                 {8, "Overcast"},
                                 {9, "Sky obstructed from view"},
                                 {255, "reserved"}};
constexpr Label kPowerReturnMode[] = {{0, "do not send"},
                                      {1, "send always"},
                                      {2, "send if value changed during powerdown"},
                                      {255, "reserved"}};
constexpr Label kCommMode[] = {{0, "Data Link Layer"},
                               {1, "Data Link Layer Busmonitor"},
                               {2, "Data Link Layer Raw Frames"},
                               {6, "cEMI Transport Layer"},
                               {255, "No Layer"}};
constexpr Label kAddInfoTypes[] = {{1, "PL medium Domain Address"},
                                   {2, "RF Control Octet and Serial Number or DoA"},
                                   {3, "Busmonitor Error Flags"},
                                   {4, "Relative timestamp"},
                                   {5, "Time delay"},
                                   {6, "Extended Relative Timestamp"},
                                   {7, "BiBat information"}};
constexpr Label kRFModeSelect[] = {
    {0, "asynchronous"}, {1, "asynchronous + BiBat Master"}, {2, "asynchronous + BiBat Slave"}};
constexpr Label kRFFilterSelect[] = {{0,
                                      "no filtering, all supported received frames shall be passed "
                                      "to the cEMI client using L_Data.ind"},
                                     {1, "filtering by Domain Address"},
                                     {2, "filtering by KNX Serial Number table"},
                                     {3, "filtering by Domain Address and by Serial Number"}};
constexpr Label kEVSEMode1[] = {{0, "Standby"},         {1, "Vehicle detected"},
                                {2, "Ready charging"},  {3, "Charging with ventilation"},
                                {4, "Finished"},        {5, "Reserved"},
                                {6, "unavailable"},     {7, "ERROR"},
                                {8, "Suspended_EV_SE"}, {9, "Suspended_EV"}};
constexpr Label kEVSEMode2[] = {
    {0, "Charging"},  {1, "EVConnected"}, {2, "SuspendedEV"}, {3, "SuspendedEVSE"}, {4, "Idle"},
    {5, "Available"}, {6, "Occupied"},    {7, "Reserved"},    {8, "Unavailable"},   {9, "Faulted"}};
constexpr Label kEVSEMode3[] = {{0, "Connector Lock Failure"},
                                {1, "EV Communication Error"},
                                {2, "Ground Failure"},
                                {3, "High Temperature"},
                                {4, "internal Error"},
                                {5, "Local List Conflict"},
                                {6, "NoError"}};

constexpr Dpt kRows[] = {
    {{20, 1}, "DPT_SCLOMode", enumeration(8, kSCLOMode)},
    {{20, 2}, "DPT_BuildingMode", enumeration(8, kBuildingMode)},
    {{20, 3}, "DPT_OccMode", enumeration(8, kOccMode)},
    {{20, 4}, "DPT_Priority", enumeration(8, kPriority)},
    {{20, 5}, "DPT_LightApplicationMode", enumeration(8, kLightApplicationMode)},
    {{20, 6}, "DPT_ApplicationArea", enumeration(8, kApplicationArea)},
    {{20, 7}, "DPT_AlarmClassType", enumeration(8, kAlarmClassType)},
    {{20, 8}, "DPT_PSUMode", enumeration(8, kPSUMode)},
    {{20, 11}, "DPT_ErrorClass_System", enumeration(8, kErrorClassSystem)},
    {{20, 12}, "DPT_ErrorClass_HVAC", enumeration(8, kErrorClassHVAC)},
    {{20, 13}, "DPT_Time_Delay", enumeration(8, kTimeDelay)},
    {{20, 14}, "DPT_Beaufort_Wind_Force_Scale", enumeration(8, kBeaufortWindForceScale)},
    {{20, 17}, "DPT_SensorSelect", enumeration(8, kSensorSelect)},
    {{20, 20}, "DPT_ActuatorConnectType", enumeration(8, kActuatorConnectType)},
    {{20, 21}, "DPT_Cloud_Cover", enumeration(8, kCloudCover)},
    {{20, 22}, "DPT_PowerReturnMode", enumeration(8, kPowerReturnMode)},
    {{20, 1000}, "DPT_CommMode", enumeration(8, kCommMode)},
    {{20, 1001}, "DPT_AddInfoTypes", enumeration(8, kAddInfoTypes)},
    {{20, 1002}, "DPT_RF_ModeSelect", enumeration(8, kRFModeSelect)},
    {{20, 1003}, "DPT_RF_FilterSelect", enumeration(8, kRFFilterSelect)},
    {{20, 1219}, "DPT_EVSEMode_1", enumeration(8, kEVSEMode1)},
    {{20, 1220}, "DPT_EVSEMode_2", enumeration(8, kEVSEMode2)},
    {{20, 1221}, "DPT_EVSEMode_3", enumeration(8, kEVSEMode3)},
};

}  // namespace

std::span<const Dpt> dpt_20_general() { return kRows; }

}  // namespace knx
