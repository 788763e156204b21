// SPDX-License-Identifier: Apache-2.0
// Main type 20, enumerations: lights and shutters.
#include "knx/protocol/dpt/tables.hpp"

namespace knx {
namespace {

constexpr Label kBehaviourLockUnlock[] = {{0, "off"},
                                          {1, "on"},
                                          {2, "no change"},
                                          {3, "value according additional parameter"},
                                          {4, "memory function value"},
                                          {5, "updated value"},
                                          {6, "value before locking"}};
constexpr Label kBehaviourBusPowerUpDown[] = {{0, "off"},
                                              {1, "on"},
                                              {2, "no change"},
                                              {3, "value according additional parameter"},
                                              {4, "last (value before bus power down)"}};
constexpr Label kDALIFadeTime[] = {
    {0, "0 s (no fade)"}, {1, "0,7 s"},   {2, "1,0 s"},   {3, "1,4 s"},
    {4, "2,0 s"},         {5, "2,8 s"},   {6, "4,0 s"},   {7, "5,7 s"},
    {8, "8,0 s"},         {9, "11,3 s"},  {10, "16,0 s"}, {11, "22,6 s"},
    {12, "32,0 s"},       {13, "45,3 s"}, {14, "64,0 s"}, {15, "90,5 s"}};
constexpr Label kBlinkingMode[] = {
    {0, "BlinkingDisabled"}, {1, "WithoutAcknowledge"}, {2, "BlinkingWithAcknowledge"}};
constexpr Label kLightControlMode[] = {{0, "automatic light control"}, {1, "manual light control"}};
constexpr Label kSwitchPBModel[] = {{1, "one PB/binary input mode"},
                                    {2, "two PBs/binary inputs mode"}};
constexpr Label kPBAction[] = {{0, "inactive (no message sent)"},
                               {1, "SwitchOff message sent"},
                               {2, "SwitchOn message sent"},
                               {3, "inverse value of InfoOnOff is sent"}};
constexpr Label kDimmPBModel[] = {
    {1, "one PB/binary input; SwitchOnOff inverts on each transmission"},
    {2, "one PB/binary input, On / DimUp message sent"},
    {3, "one PB/binary input, Off / DimDown message sent"},
    {4, "two PBs/binary inputs mode"}};
constexpr Label kSwitchOnMode[] = {{0, "last actual value"},
                                   {1, "value according additional parameter"},
                                   {2, "last received absolute setvalue"}};
constexpr Label kLoadTypeSet[] = {{0, "automatic"},
                                  {1, "leading edge (inductive load)"},
                                  {2, "trailing edge (capacitive load)"},
                                  {3, "switch mode only (non-dimmable load)"},
                                  {4, "automatic once"},
                                  {5, "CFL, leading"},
                                  {6, "CFL, trailing"},
                                  {7, "LED, leading"},
                                  {8, "LED, trailing"},
                                  {255, "reserved"}};
constexpr Label kLoadTypeDetected[] = {{0, "undefined"},
                                       {1, "leading edge (inductive load)"},
                                       {2, "trailing edge (capacitive load)"},
                                       {3, "detection not possible or error"},
                                       {4, "calibration pending, waiting on trigger"},
                                       {5, "CFL, leading"},
                                       {6, "CFL, trailing"},
                                       {7, "LED, leading"},
                                       {8, "LED, trailing"},
                                       {255, "detection not possible or error"}};
constexpr Label kConverterTestControl[] = {
    {1, "Start Function Test (FT)"},      {2, "Start Duration Test (DT)"},
    {3, "Start Partial Duration Test"},   {4, "Stop Test"},
    {5, "Reset Function Test Done Flag"}, {6, "Reset Duration Test Done"}};
constexpr Label kConverterControl[] = {{0, "Restore Factory Default Settings"},
                                       {1, "Go Rest Mode"},
                                       {2, "Go Inhibit Mode"},
                                       {3, "Re-Light/Reset Inhibit"},
                                       {4, "Reset Lamp time"}};
constexpr Label kSABExceptBehaviour[] = {{0, "up"},
                                         {1, "down"},
                                         {2, "no change"},
                                         {3, "value according additional parameter"},
                                         {4, "stop"}};
constexpr Label kSABBehaviourLockUnlock[] = {{0, "up"},
                                             {1, "down"},
                                             {2, "no change"},
                                             {3, "value according additional parameter"},
                                             {4, "stop"},
                                             {5, "updated value"},
                                             {6, "value before locking"}};
constexpr Label kSSSBMode[] = {
    {1, "one push button/binary input"},
    {2, "one push button/binary input, MoveUp / StepUp message sent"},
    {3, "one push button/binary input, MoveDown / StepDown message sent"},
    {4, "two push buttons/binary inputs mode"}};
constexpr Label kBlindsControlMode[] = {{0, "Automatic Control"}, {1, "Manual Control"}};

constexpr Dpt kRows[] = {
    {{20, 600}, "DPT_Behaviour_Lock_Unlock", enumeration(8, kBehaviourLockUnlock)},
    {{20, 601}, "DPT_Behaviour_Bus_Power_Up_Down", enumeration(8, kBehaviourBusPowerUpDown)},
    {{20, 602}, "DPT_DALI_Fade_Time", enumeration(8, kDALIFadeTime)},
    {{20, 603}, "DPT_BlinkingMode", enumeration(8, kBlinkingMode)},
    {{20, 604}, "DPT_LightControlMode", enumeration(8, kLightControlMode)},
    {{20, 605}, "DPT_SwitchPBModel", enumeration(8, kSwitchPBModel)},
    {{20, 606}, "DPT_PBAction", enumeration(8, kPBAction)},
    {{20, 607}, "DPT_DimmPBModel", enumeration(8, kDimmPBModel)},
    {{20, 608}, "DPT_SwitchOnMode", enumeration(8, kSwitchOnMode)},
    {{20, 609}, "DPT_LoadTypeSet", enumeration(8, kLoadTypeSet)},
    {{20, 610}, "DPT_LoadTypeDetected", enumeration(8, kLoadTypeDetected)},
    {{20, 611}, "DPT_Converter_Test_Control", enumeration(8, kConverterTestControl)},
    {{20, 612}, "DPT_Converter_Control", enumeration(8, kConverterControl)},
    {{20, 801}, "DPT_SABExcept-Behaviour", enumeration(8, kSABExceptBehaviour)},
    {{20, 802}, "DPT_SABBehaviour_Lock_Unlock", enumeration(8, kSABBehaviourLockUnlock)},
    {{20, 803}, "DPT_SSSBMode", enumeration(8, kSSSBMode)},
    {{20, 804}, "DPT_BlindsControlMode", enumeration(8, kBlindsControlMode)},
};

}  // namespace

std::span<const Dpt> dpt_20_light() { return kRows; }

}  // namespace knx
