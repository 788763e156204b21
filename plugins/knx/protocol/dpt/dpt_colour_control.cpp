// SPDX-License-Identifier: Apache-2.0
// Main types 250, 252, 253 and 254: relative control of colours, each part as main type 3.
#include "knx/protocol/dpt/tables.hpp"
#include "knx/protocol/dpt/two_way_labels.hpp"

namespace knx {
namespace {

constexpr FieldSpec control(std::string_view name) {
    return enumeration(1, kDecreaseIncrease).named(name);
}

constexpr FieldSpec step_code(std::string_view name) { return unsigned_bits(3).named(name); }

constexpr FieldSpec kWhite[] = {
    reserved(4),
    control("color_temperature_control").valid_if_set(1),
    step_code("color_temperature_step_code").valid_if_set(1),
    reserved(4),
    control("brightness_control").valid_if_set(0),
    step_code("brightness_step_code").valid_if_set(0),
    reserved(8),
};

constexpr FieldSpec kRgbw[] = {
    reserved(4),
    control("red_control").valid_if_set(3),
    step_code("red_step_code").valid_if_set(3),
    reserved(4),
    control("green_control").valid_if_set(2),
    step_code("green_step_code").valid_if_set(2),
    reserved(4),
    control("blue_control").valid_if_set(1),
    step_code("blue_step_code").valid_if_set(1),
    reserved(4),
    control("white_control").valid_if_set(0),
    step_code("white_step_code").valid_if_set(0),
    reserved(8),
};

constexpr FieldSpec kXyY[] = {
    reserved(4),
    control("saturation_control").valid_if_set(2),
    step_code("saturation_step_code").valid_if_set(2),
    reserved(4),
    control("colour_control").valid_if_set(1),
    step_code("colour_step_code").valid_if_set(1),
    reserved(4),
    control("brightness_control").valid_if_set(0),
    step_code("brightness_step_code").valid_if_set(0),
    reserved(8),
};

constexpr FieldSpec kRgb[] = {
    reserved(4), control("red_control"),   step_code("red_step_code"),
    reserved(4), control("green_control"), step_code("green_step_code"),
    reserved(4), control("blue_control"),  step_code("blue_step_code"),
};

constexpr Dpt kRows[] = {
    {{250, 600}, "DPT_Brightness_Colour_Temperature_Control", kWhite},
    {{252, 600}, "DPT_Relative_Control_RGBW", kRgbw},
    {{253, 600}, "DPT_Relative_Control_xyY", kXyY},
    {{254, 600}, "DPT_Relative_Control_RGB", kRgb},
};

}  // namespace

std::span<const Dpt> dpt_colour_control() { return kRows; }

}  // namespace knx
