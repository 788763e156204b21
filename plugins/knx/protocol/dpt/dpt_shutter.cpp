// SPDX-License-Identifier: Apache-2.0
// Main types 240 and 241: positions of shutters and blinds.
#include "knx/protocol/dpt/tables.hpp"

namespace knx {
namespace {

constexpr Label kCombinedPositionValiditySlatsPosition[] = {{0, "void"}, {1, "valid"}};
constexpr FieldSpec kCombinedPosition[] = {
    percent_byte().named("Height Position"), percent_byte().named("Slats Position"), reserved(6),
    flag(kCombinedPositionValiditySlatsPosition).named("Validity Slats Position"),
    flag(kCombinedPositionValiditySlatsPosition).named("Validity Height Position")};
constexpr Label kStatusSABValiditySlatsPos[] = {{0, "is void"}, {1, "is valid"}};
constexpr Label kStatusSABTargetPosDrive[] = {{0, "drive is moving"},
                                              {1, "target pos. is reached"}};
constexpr FieldSpec kStatusSAB[] = {
    percent_byte().named("Height Position"),
    percent_byte().named("Slats Position"),
    flag(kStatusSABValiditySlatsPos).named("Validity slats pos."),
    flag(kStatusSABValiditySlatsPos).named("Validity height pos."),
    reserved(3),
    flag().named("General failure of the actuator or the drive"),
    flag().named("Actuator setvalue is locally overridden, e.g. via a local user interface"),
    flag().named("Movement is locked, e.g. by DeviceLocked input"),
    flag().named("Up/down position is forced by MoveUpDownForced input"),
    flag().named("At least one of the inputs Wind-/Rain-/Frost-Alarm is ‘in alarm’"),
    flag().named("Restriction of slats height pos., pos. can not be reached"),
    flag().named("Restriction of target height pos., pos. can not be reached"),
    flag(kStatusSABTargetPosDrive).named("Target pos./ drive"),
    flag().named("Lower predef. pos. reached, typ. height 100 %, slats-angle < 100 %"),
    flag().named("Lower end pos. reached"),
    flag().named("Upper end pos. reached")};

constexpr Dpt kRows[] = {
    {{240, 800}, "DPT_CombinedPosition", kCombinedPosition},
    {{241, 800}, "DPT_StatusSAB", kStatusSAB},
};

}  // namespace

std::span<const Dpt> dpt_shutter() { return kRows; }

}  // namespace knx
