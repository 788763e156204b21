// SPDX-License-Identifier: Apache-2.0
// Main types 23, 25 and 26: small actions and states.
#include "knx/protocol/dpt/tables.hpp"

namespace knx {
namespace {

constexpr Label kOnOffAction[] = {{0, "off"}, {1, "on"}, {2, "off/on"}, {3, "on/off"}};
constexpr Label kAlarmReaction[] = {
    {0, "no alarm is used"}, {1, "alarm position is UP"}, {2, "alarm position is DOWN"}};
constexpr Label kUpDownAction[] = {{0, "Up"}, {1, "Down"}, {2, "UpDown"}, {3, "DownUp"}};
constexpr Label kHVACPBAction[] = {{0, "Comfort/Economy"},
                                   {1, "Comfort/Nothing"},
                                   {2, "Economy/Nothing"},
                                   {3, "Building prot/Auto"}};
constexpr FieldSpec kDoubleNibble[] = {unsigned_bits(4).named("Busy").within(0, 3),
                                       unsigned_bits(4).named("Nak").within(0, 3)};
constexpr Label kSceneInfoField1[] = {{0, "scene is active"}, {1, "scene is inactive"}};
constexpr FieldSpec kSceneInfo[] = {reserved(1), flag(kSceneInfoField1).named("field1"),
                                    unsigned_bits(6).named("SceneNumber")};

constexpr Dpt kRows[] = {
    {{23, 1}, "DPT_OnOffAction", enumeration(2, kOnOffAction)},
    {{23, 2}, "DPT_Alarm_Reaction", enumeration(2, kAlarmReaction)},
    {{23, 3}, "DPT_UpDown_Action", enumeration(2, kUpDownAction)},
    {{23, 102}, "DPT_HVAC_PB_Action", enumeration(2, kHVACPBAction)},
    {{25, 1000}, "DPT_DoubleNibble", kDoubleNibble},
    {{26, 1}, "DPT_SceneInfo", kSceneInfo},
};

}  // namespace

std::span<const Dpt> dpt_23() { return kRows; }

}  // namespace knx
