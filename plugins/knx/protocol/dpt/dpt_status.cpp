// SPDX-License-Identifier: Apache-2.0
// Main types 207, 236 to 238, 244 to 246: states of lights and their gear.
#include "knx/protocol/dpt/tables.hpp"

namespace knx {
namespace {

constexpr FieldSpec kStatusLightingActuator[] = {percent_byte().named("ActualValue"),
                                                 flag().named("Failure"),
                                                 flag().named("LocalOverride"),
                                                 flag().named("Dimming"),
                                                 flag().named("StaircaseLighting Function"),
                                                 flag().named("NightModeActive"),
                                                 flag().named("Forced"),
                                                 flag().named("Locked"),
                                                 flag().named("ValidActualValue")};
constexpr Label kPrioritisedModeControlField0[] = {{0, "activation of priority"},
                                                   {1, "deactivation of priority"}};
constexpr Label kPrioritisedModeControlPriorityLevel[] = {
    {0, "Level 0"}, {1, "Level 1"}, {2, "Level 2"}, {3, "Level 3"},
    {4, "Level 4"}, {5, "Level 5"}, {6, "Level 6"}, {7, "Level 7"}};
constexpr Label kPrioritisedModeControlModeLevel[] = {
    {0, "Level 0"},   {1, "Level 1"},   {2, "Level 2"},   {3, "Level 3"},
    {4, "Level 4"},   {5, "Level 5"},   {6, "Level 6"},   {7, "Level 7"},
    {8, "Level 8"},   {9, "Level 9"},   {10, "Level 10"}, {11, "Level 11"},
    {12, "Level 12"}, {13, "Level 13"}, {14, "Level 14"}, {15, "Level 15"}};
constexpr FieldSpec kPrioritisedModeControl[] = {
    flag(kPrioritisedModeControlField0).named("field0"),
    enumeration(3, kPrioritisedModeControlPriorityLevel).named("priority level"),
    enumeration(4, kPrioritisedModeControlModeLevel).named("mode level")};
constexpr Label kDALIControlGearDiagnosticConvertorError[] = {{0, "no error"}, {1, "error"}};
constexpr Label kDALIControlGearDiagnosticReadOrResponse[] = {
    {0, "Response or spontaneous sending"}, {1, "Read"}};
constexpr Label kDALIControlGearDiagnosticAddressIndicator[] = {{0, "Device Address"},
                                                                {1, "Group Address"}};
constexpr FieldSpec kDALIControlGearDiagnostic[] = {
    reserved(5),
    flag(kDALIControlGearDiagnosticConvertorError).named("Convertor error"),
    flag(kDALIControlGearDiagnosticConvertorError).named("Ballast Failure"),
    flag(kDALIControlGearDiagnosticConvertorError).named("Lamp Failure"),
    flag(kDALIControlGearDiagnosticReadOrResponse).named("Read or Response"),
    flag(kDALIControlGearDiagnosticAddressIndicator).named("Address Indicator"),
    unsigned_bits(6).named("DALI Device Address or DALI Group Address")};
constexpr FieldSpec kDALIDiagnostics[] = {
    flag(kDALIControlGearDiagnosticConvertorError).named("Ballast Failure"),
    flag(kDALIControlGearDiagnosticConvertorError).named("Lamp Failure"),
    unsigned_bits(6).named("Device Address")};
constexpr Label kConverterStatusConverterModeAccordingTo[] = {{0, "Unknown"},
                                                              {1, "Normal mode active, all OK"},
                                                              {2, "Inhibit mode active"},
                                                              {3, "Hardwired inhibit mode active"},
                                                              {4, "Rest mode active"},
                                                              {5, "Emergency mode active"},
                                                              {6, "Extended emergency mode active"},
                                                              {7, "FT in progress"},
                                                              {8, "DT in progress"},
                                                              {9, "PDT in progress"}};
constexpr Label kConverterStatusHS[] = {{0, "Hardwired switch is inactive"},
                                        {1, "Hardwired switch is active"}};
constexpr Label kConverterStatusHS4[] = {{0, "Hardwired Inhibit is inactive"},
                                         {1, "Hardwired Inhibit is active"}};
constexpr Label kConverterStatusFunctionTestPending[] = {
    {0, "Unknown"}, {1, "No test pending"}, {2, "Test pending"}};
constexpr Label kConverterStatusConverterFailure[] = {
    {0, "Unknown"}, {1, "No failure detected"}, {2, "Failure detected"}};
constexpr FieldSpec kConverterStatus[] = {
    enumeration(4, kConverterStatusConverterModeAccordingTo)
        .named("Converter Mode according to the DALI converter state machine"),
    reserved(2),
    flag(kConverterStatusHS).named("HS"),
    flag(kConverterStatusHS4).named("HS_4"),
    enumeration(2, kConverterStatusFunctionTestPending).named("Function Test Pending"),
    enumeration(2, kConverterStatusFunctionTestPending).named("Duration Test Pending"),
    enumeration(2, kConverterStatusFunctionTestPending).named("Partial Duration Test Pending"),
    enumeration(2, kConverterStatusConverterFailure).named("Converter Failure")};
constexpr Label kConverterTestResultLTRF[] = {{0, "Unknown"},
                                              {1, "Passed in time"},
                                              {2, "Passed max delay exceeded"},
                                              {3, "Failed, test executed in time"},
                                              {4, "Failed, max delay exceeded"},
                                              {5, "Test manually stopped"}};
constexpr Label kConverterTestResultSF[] = {
    {0, "Unknown"}, {1, "Started automatically"}, {2, "Started by Gateway"}};
constexpr FieldSpec kConverterTestResult[] = {
    enumeration(4, kConverterTestResultLTRF).named("LTRF"),
    enumeration(4, kConverterTestResultLTRF).named("LTRD"),
    enumeration(4, kConverterTestResultLTRF).named("LTRP"),
    reserved(4),
    enumeration(2, kConverterTestResultSF).named("SF"),
    enumeration(2, kConverterTestResultSF).named("SD"),
    enumeration(2, kConverterTestResultSF).named("SP"),
    reserved(2),
    unsigned_bits(16).named("LDTR").within(0, 510),
    unsigned_bits(8).named("LPDTR")};
constexpr FieldSpec kBatteryInfo[] = {
    reserved(5), flag().named("Battery Fully Charged"), flag().named("Battery Duration Failure"),
    flag().named("Battery Failure"), unsigned_bits(8).named("Battery Charge Level").in("%")};

constexpr Dpt kRows[] = {
    {{207, 600}, "DPT_StatusLightingActuator", kStatusLightingActuator},
    {{236, 1}, "DPT_Prioritised_Mode_Control", kPrioritisedModeControl},
    {{237, 600}, "DPT_DALI_Control_Gear_Diagnostic", kDALIControlGearDiagnostic},
    {{238, 600}, "DPT_DALI_Diagnostics", kDALIDiagnostics},
    {{244, 600}, "DPT_Converter_Status", kConverterStatus},
    {{245, 600}, "DPT_Converter_Test_Result", kConverterTestResult},
    {{246, 600}, "DPT_Battery_Info", kBatteryInfo},
};

}  // namespace

std::span<const Dpt> dpt_status() { return kRows; }

}  // namespace knx
