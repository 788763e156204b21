// SPDX-License-Identifier: Apache-2.0
// Decoded values for people: shortest digits, words, units.
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>

#include "knx/protocol/dpt/dpt.hpp"
#include "knx/protocol/dpt/field_codec.hpp"
#include "knx/protocol/dpt/words.hpp"

namespace knx {

using busbar::Fields;
using busbar::Value;

namespace {

constexpr int kDecimalsMax = 6;

// The digits of the float itself, without those that only its double has.
double shortest_float(double number) {
    std::array<char, 32> text{};
    const auto end =
        std::to_chars(text.data(), text.data() + text.size(), static_cast<float>(number)).ptr;
    return parse_number({text.data(), end}).value_or(number);
}

// Tries fewer decimals first; the value nearest to the exact one wins, so 49.41° is 49°, never 50°.
double fewest_decimals(const FieldSpec& spec, double number) {
    const auto raw = encode_bits(spec, Value::number(number));
    double power = 1;
    for (int decimals = 0; decimals <= kDecimalsMax; ++decimals, power *= 10) {
        const auto candidate = std::nearbyint(number * power) / power;
        if (encode_bits(spec, Value::number(candidate)) == raw) return candidate;
    }
    return number;
}

Value shortest_field(const FieldSpec& spec, const Value& value) {
    const auto* number = value.get<double>();
    if (number == nullptr || !spec.is_real()) return value;
    return Value::number(spec.form == Form::Float32 ? shortest_float(*number)
                                                    : fewest_decimals(spec, *number));
}

const FieldSpec* find_member(const Dpt& dpt, std::string_view name) {
    for (const auto& spec : dpt.members) {
        if (spec.form != Form::Reserved && same_word(spec.name, name)) return &spec;
    }
    return nullptr;
}

std::string field_text(const FieldSpec& spec, const Value& value) {
    const auto short_value = shortest_field(spec, value);
    if (const auto* words = short_value.get<std::string>()) return *words;
    double code = 0;
    // A value need not be one of the type's: no label for less than 0 or what is no number.
    constexpr double kCodeMax = std::numeric_limits<std::uint16_t>::max();
    if (!spec.labels.empty() && as_number(short_value, code) && code >= 0 && code <= kCodeMax) {
        const auto* label = find_label(spec.labels, static_cast<std::uint64_t>(code));
        if (label != nullptr) return std::string(label->text);
    }
    auto text = to_string(short_value);
    if (!spec.unit.empty() && !short_value.empty()) text += ' ' + std::string(spec.unit);
    return text;
}

}  // namespace

Value shortest(const Dpt& dpt, const Value& value) {
    if (!dpt.structured()) return shortest_field(dpt.value, value);
    const auto* fields = value.get<Fields>();
    if (fields == nullptr) return value;
    auto result = *fields;
    for (auto& field : result) {
        if (const auto* spec = find_member(dpt, field.name)) {
            field.value = shortest_field(*spec, field.value);
        }
    }
    return Value::fields(std::move(result));
}

std::string to_text(const Dpt& dpt, const Value& value) {
    if (!dpt.structured()) return field_text(dpt.value, value);
    const auto* fields = value.get<Fields>();
    if (fields == nullptr) return to_string(value);
    std::string text;
    for (const auto& field : *fields) {
        const auto* spec = find_member(dpt, field.name);
        if (spec == nullptr || field.value.empty()) continue;
        if (!text.empty()) text += ", ";
        text += field.name + ' ' + field_text(*spec, field.value);
    }
    return text;
}

}  // namespace knx
