// SPDX-License-Identifier: Apache-2.0
// Descriptions of datapoint types for the bus.
#include "knx/protocol/dpt/type.hpp"

#include <algorithm>
#include <array>

#include "knx/protocol/dpt/field_codec.hpp"

namespace knx {
namespace {

struct Word {
    DptNumber number;  // kAnySub: all of the main type that have no line of their own above
    std::string_view text;
};

constexpr auto kAny = DptNumber::kAnySub;

constexpr Word kRepresentations[] = {
    {{1, 1}, "switch"},
    {{1, 3}, "enable"},
    {{1, 5}, "alarm"},
    {{1, 7}, "step"},
    {{1, 8}, "up_down"},
    {{1, 9}, "contact"},
    {{1, 15}, "trigger"},
    {{1, 16}, "trigger"},
    {{1, 17}, "trigger"},
    {{1, 18}, "occupancy"},
    {{1, 19}, "contact"},
    {{1, 22}, "scene"},
    {{1, 24}, "day_night"},
    {{1, 100}, "heat_cool"},
    {{2, 1}, "switch_control"},
    {{3, 7}, "dimming"},
    {{3, 8}, "blinds"},
    {{5, 1}, "percent"},
    {{5, 3}, "angle"},
    {{5, 4}, "percent"},
    {{5, 10}, "counter"},
    {{6, 1}, "percent"},
    {{6, 10}, "counter"},
    {{7, 1}, "counter"},
    {{7, 12}, "current"},
    {{7, 13}, "illuminance"},
    {{7, 600}, "color_temperature"},
    {{8, 1}, "counter"},
    {{8, 10}, "percent"},
    {{8, 11}, "angle"},
    {{9, 1}, "temperature"},
    {{9, 2}, "temperature_difference"},
    {{9, 4}, "illuminance"},
    {{9, 5}, "wind_speed"},
    {{9, 6}, "pressure"},
    {{9, 7}, "humidity"},
    {{9, 8}, "air_quality"},
    {{9, 20}, "voltage"},
    {{9, 21}, "current"},
    {{9, 24}, "power"},
    {{9, 26}, "rain"},
    {{9, 27}, "temperature"},
    {{9, 28}, "wind_speed"},
    {{10, kAny}, "time"},
    {{11, kAny}, "date"},
    {{12, 1}, "counter"},
    {{12, 1200}, "volume"},
    {{12, 1201}, "volume"},
    {{13, 1}, "counter"},
    {{13, 10}, "energy"},
    {{13, 13}, "energy"},
    {{13, 16}, "energy"},
    {{14, 19}, "current"},
    {{14, 27}, "voltage"},
    {{14, 28}, "voltage"},
    {{14, 31}, "energy"},
    {{14, 33}, "frequency"},
    {{14, 56}, "power"},
    {{14, 58}, "pressure"},
    {{14, 65}, "speed"},
    {{14, 68}, "temperature"},
    {{14, 76}, "volume"},
    {{17, kAny}, "scene"},
    {{18, kAny}, "scene_control"},
    {{19, kAny}, "date_time"},
    {{20, 102}, "hvac_mode"},
    {{20, 105}, "hvac_controller_mode"},
    {{29, kAny}, "energy"},
    {{232, kAny}, "color_rgb"},
    {{242, kAny}, "color_xyy"},
    {{251, kAny}, "color_rgbw"},
};

// Steps, triggers, scenes and relative controls; the start of a test. Everything else is a state.
constexpr DptNumber kEvents[] = {
    {1, 7},    {1, 15},   {1, 16},     {1, 17},     {3, kAny},   {17, kAny},  {18, kAny},
    {20, 611}, {20, 612}, {250, kAny}, {252, kAny}, {253, kAny}, {254, kAny},
};

bool covers(DptNumber pattern, DptNumber number) {
    return pattern.main == number.main && (pattern.sub == kAny || pattern.sub == number.sub);
}

std::string_view representation(DptNumber number) {
    const auto* found = std::ranges::find_if(
        kRepresentations, [&](const Word& word) { return covers(word.number, number); });
    return found == std::end(kRepresentations) ? std::string_view() : found->text;
}

ValueKind kind_of(const Dpt& dpt) {
    if (dpt.structured()) return ValueKind::Fields;
    if (dpt.value.form == Form::Flag) return ValueKind::Boolean;
    if (dpt.value.is_text()) return ValueKind::Text;
    if (dpt.value.is_octets()) return ValueKind::Bytes;
    return dpt.value.is_real() ? ValueKind::Number : ValueKind::Integer;
}

void describe_number(const FieldSpec& spec, DptType& type) {
    if (spec.form == Form::Float32 || spec.bits == 64) return;
    const auto [min, max] = limits(spec);
    type.min = min;
    type.max = max;
}

double step_of(const FieldSpec& spec) {
    // A float16 has steps of 0.01 near zero only.
    if (spec.form == Form::Float16 || spec.form == Form::Float32) return 0;
    return static_cast<double>(spec.scale.multiplier) / spec.scale.divisor;
}

}  // namespace

DptType describe(const Dpt& dpt) {
    DptType type;
    type.number = dpt.number;
    type.name = dpt.name;
    type.kind = kind_of(dpt);
    type.representation = representation(dpt.number);
    type.event = std::ranges::any_of(
        kEvents, [&](DptNumber pattern) { return covers(pattern, dpt.number); });
    if (dpt.structured()) return type;

    type.unit = dpt.value.unit;
    type.labels = dpt.value.labels;
    const auto numeric = type.kind == ValueKind::Integer || type.kind == ValueKind::Number;
    if (numeric && type.labels.empty()) {
        describe_number(dpt.value, type);
        type.step = step_of(dpt.value);
    }
    return type;
}

}  // namespace knx
