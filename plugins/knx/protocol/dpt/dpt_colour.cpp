// SPDX-License-Identifier: Apache-2.0
// Main types 232, 242, 243, 249 and 251: colours, set at once or in a time.
#include "knx/protocol/dpt/tables.hpp"

namespace knx {
namespace {

// 0..65535 on the wire are 0..1; five decimals tell all of them apart.
constexpr auto kChromaticity = unsigned_bits(16).times(1, 65535).rounded(5);
constexpr auto kFadeTime = unsigned_bits(16).times(1, 10).named("fade_time").in("s");
constexpr auto kBrightness = unsigned_bits(8).named("brightness");

constexpr FieldSpec kRgb[] = {
    unsigned_bits(8).named("red"),
    unsigned_bits(8).named("green"),
    unsigned_bits(8).named("blue"),
};

constexpr FieldSpec kXyY[] = {
    kChromaticity.named("x_axis").valid_if_set(1),
    kChromaticity.named("y_axis").valid_if_set(1),
    kBrightness.valid_if_set(0),
    reserved(8),
};

constexpr FieldSpec kXyYTransition[] = {
    kFadeTime.or_else(0),
    kChromaticity.named("x_axis").valid_if_set(1),
    kChromaticity.named("y_axis").valid_if_set(1),
    kBrightness.valid_if_set(0),
    reserved(8),
};

constexpr FieldSpec kWhiteTransition[] = {
    kFadeTime.valid_if_set(2),
    unsigned_bits(16).named("color_temperature").in("K").valid_if_set(1),
    kBrightness.valid_if_set(0),
    reserved(8),
};

constexpr FieldSpec kRgbw[] = {
    unsigned_bits(8).named("red").valid_if_set(3),
    unsigned_bits(8).named("green").valid_if_set(2),
    unsigned_bits(8).named("blue").valid_if_set(1),
    unsigned_bits(8).named("white").valid_if_set(0),
    reserved(16),
};

constexpr Dpt kRows[] = {
    {{232, 600}, "DPT_Colour_RGB", kRgb},
    {{242, 600}, "DPT_Colour_xyY", kXyY},
    {{243, 600}, "DPT_Colour_Transition_xyY", kXyYTransition},
    {{249, 600}, "DPT_Brightness_Colour_Temperature_Transition", kWhiteTransition},
    {{251, 600}, "DPT_Colour_RGBW", kRgbw},
};

}  // namespace

std::span<const Dpt> dpt_colour() { return kRows; }

}  // namespace knx
