// SPDX-License-Identifier: Apache-2.0
// One field of a payload.
#include "knx/protocol/dpt/field_codec.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <string>

#include "knx/protocol/dpt/bits.hpp"
#include "knx/protocol/dpt/float16.hpp"
#include "knx/protocol/dpt/words.hpp"

namespace knx {

using busbar::ErrorCode;
using busbar::fail;
using busbar::Result;
using busbar::Value;

namespace {

// Beyond it a double no longer tells neighbouring integers apart.
constexpr double kExactIntegerMax = 9007199254740992.0;
// The largest float in its shortest digits: a little more than itself.
constexpr double kFloat32Max = 3.4028235e38;
constexpr int kFirstYear = 1990;  // of a two-digit year: 90 is 1990, 89 is 2089

tl::unexpected<busbar::Error> outside(const FieldSpec& spec, const std::string& value) {
    const auto [min, max] = limits(spec);
    const auto unit = spec.unit.empty() ? std::string() : ' ' + std::string(spec.unit);
    return fail(ErrorCode::OutOfRange, value + unit + " is outside " + number_text(min) + " to " +
                                           number_text(max) + unit);
}

tl::unexpected<busbar::Error> wrong_kind(const Value& value, const std::string& wanted) {
    return fail(ErrorCode::InvalidArgument, to_string(value) + " is not " + wanted);
}

bool inside(const FieldSpec& spec, double value) {
    const auto [min, max] = limits(spec);
    return value >= min && value <= max;
}

// --- enumerations and flags ---------------------------------------------------------------------

Result<std::uint64_t> code_of(const FieldSpec& spec, const Value& value) {
    const auto check = [&](std::int64_t code) -> Result<std::uint64_t> {
        const auto raw = static_cast<std::uint64_t>(code);
        if (find_label(spec.labels, raw) == nullptr) {
            return fail(ErrorCode::OutOfRange, std::to_string(code) + " has no meaning here");
        }
        return raw;
    };
    if (const auto* boolean = value.get<bool>(); boolean != nullptr && spec.bits == 1) {
        return check(*boolean ? 1 : 0);
    }
    if (const auto* integer = value.get<std::int64_t>()) return check(*integer);
    if (const auto* number = value.get<double>()) {
        if (*number != std::trunc(*number) || std::abs(*number) > kExactIntegerMax) {
            return wrong_kind(value, "a code");
        }
        return check(static_cast<std::int64_t>(*number));
    }
    if (const auto* word = value.get<std::string>()) {
        if (const auto code = find_code(spec.labels, *word)) return *code;
        if (const auto integer = parse_integer(*word)) return check(*integer);
    }
    return wrong_kind(value, "one of the type's words");
}

Result<std::uint64_t> bit_of(const FieldSpec& spec, const Value& value) {
    if (const auto* boolean = value.get<bool>()) return *boolean ? 1U : 0U;
    double number = 0;
    if (as_number(value, number) && (number == 0 || number == 1)) return number == 1 ? 1U : 0U;
    if (const auto* word = value.get<std::string>()) {
        if (const auto code = find_code(spec.labels, *word)) return *code;
        constexpr Label kWords[] = {{1, "true"}, {0, "false"}, {1, "on"},
                                    {0, "off"},  {1, "1"},     {0, "0"}};
        if (const auto code = find_code(kWords, *word)) return *code;
    }
    return wrong_kind(value, "a boolean or one of the type's words");
}

// --- numbers ------------------------------------------------------------------------------------

Result<double> real_of(const FieldSpec& spec, const Value& value) {
    double number = 0;
    if (const auto* word = value.get<std::string>()) {
        const auto parsed = parse_number(*word);
        if (!parsed) return wrong_kind(value, "a number");
        number = *parsed;
    } else if (value.get<bool>() != nullptr || !as_number(value, number)) {
        return wrong_kind(value, "a number");
    }
    if (!std::isfinite(number)) return fail(ErrorCode::InvalidArgument, "a number must be finite");
    if (!inside(spec, number)) return outside(spec, number_text(number));
    return number;
}

Result<std::int64_t> integer_of(const FieldSpec& spec, const Value& value) {
    if (const auto* integer = value.get<std::int64_t>()) {
        if (!inside(spec, static_cast<double>(*integer))) {
            return outside(spec, std::to_string(*integer));
        }
        return *integer;
    }
    if (const auto* word = value.get<std::string>()) {
        if (const auto integer = parse_integer(*word)) {
            return integer_of(spec, Value::integer(*integer));
        }
    }
    const auto number = BUSBAR_TRY(real_of(spec, value));
    if (std::abs(number) > kExactIntegerMax) {
        return fail(ErrorCode::OutOfRange,
                    number_text(number) + " is too large to be an exact whole number");
    }
    return static_cast<std::int64_t>(number);
}

Result<std::uint64_t> encode_integer(const FieldSpec& spec, const Value& value) {
    const auto integer = BUSBAR_TRY(integer_of(spec, value));
    if (spec.form == Form::TwoDigitYear) return static_cast<std::uint64_t>(integer % 100);
    const auto shifted = integer - spec.scale.offset;
    if (spec.scale.multiplier == 1) return static_cast<std::uint64_t>(shifted);
    return static_cast<std::uint64_t>(static_cast<std::int64_t>(
        std::nearbyint(static_cast<double>(shifted) / spec.scale.multiplier)));
}

Result<std::uint64_t> encode_real(const FieldSpec& spec, const Value& value) {
    const auto number = BUSBAR_TRY(real_of(spec, value));
    if (spec.form == Form::Float32) {
        constexpr double kMax = std::numeric_limits<float>::max();
        return std::bit_cast<std::uint32_t>(static_cast<float>(std::clamp(number, -kMax, kMax)));
    }
    if (spec.form == Form::Float16) {
        const auto raw = encode_float16(number);
        if (!raw) return outside(spec, number_text(number));
        return *raw;
    }
    const auto& scale = spec.scale;
    const auto raw = std::nearbyint((number - scale.offset) * scale.divisor / scale.multiplier);
    return static_cast<std::uint64_t>(static_cast<std::int64_t>(raw));
}

Result<Value> decode_real(const FieldSpec& spec, std::uint64_t raw) {
    double number = 0;
    if (spec.form == Form::Float32) {
        number = static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(raw)));
        if (!std::isfinite(number)) {
            return fail(ErrorCode::InvalidArgument, number_text(number) + " is not a number");
        }
    } else if (spec.form == Form::Float16) {
        if (raw == kFloat16Invalid) {
            return fail(ErrorCode::InvalidArgument, "7fff says that the sender has no valid value");
        }
        number = decode_float16(static_cast<std::uint16_t>(raw));
    } else {
        const auto whole = spec.form == Form::Signed ? sign_extend(raw, spec.bits)
                                                     : static_cast<std::int64_t>(raw);
        number = static_cast<double>(whole * spec.scale.multiplier) / spec.scale.divisor +
                 spec.scale.offset;
    }
    if (spec.decimals != FieldSpec::kNone) {
        const auto power = std::pow(10.0, spec.decimals);
        number = std::nearbyint(number * power) / power;
    }
    if (!inside(spec, number)) return outside(spec, number_text(number));
    return Value::number(number);
}

Result<Value> decode_integer(const FieldSpec& spec, std::uint64_t raw) {
    auto integer =
        spec.form == Form::Signed ? sign_extend(raw, spec.bits) : static_cast<std::int64_t>(raw);
    if (spec.form == Form::TwoDigitYear) {
        if (raw > 99) return fail(ErrorCode::OutOfRange, "year " + std::to_string(raw) + " of 99");
        integer += raw >= kFirstYear % 100 ? 1900 : 2000;
    }
    integer = integer * spec.scale.multiplier + spec.scale.offset;
    if (!inside(spec, static_cast<double>(integer))) return outside(spec, std::to_string(integer));
    return Value::integer(integer);
}

}  // namespace

Range limits(const FieldSpec& spec) {
    if (spec.range) return *spec.range;
    switch (spec.form) {
        case Form::Float16:
            return {kFloat16Min, kFloat16Max};
        case Form::Float32:
            return {-kFloat32Max, kFloat32Max};
        case Form::TwoDigitYear:
            return {kFirstYear, kFirstYear + 99};
        default:
            break;
    }
    const auto is_signed = spec.form == Form::Signed;
    const auto steps = std::ldexp(1.0, is_signed ? spec.bits - 1 : spec.bits);
    const auto value = [&](double raw) {
        return raw * spec.scale.multiplier / spec.scale.divisor + spec.scale.offset;
    };
    return {value(is_signed ? -steps : 0), value(steps - 1)};
}

Result<Value> decode_bits(const FieldSpec& spec, std::uint64_t raw) {
    if (spec.form == Form::Flag) return Value::boolean(raw != 0);
    if (spec.form == Form::Enumeration) {
        if (find_label(spec.labels, raw) == nullptr) {
            return fail(ErrorCode::OutOfRange, std::to_string(raw) + " has no meaning here");
        }
        return Value::integer(static_cast<std::int64_t>(raw));
    }
    return spec.is_real() ? decode_real(spec, raw) : decode_integer(spec, raw);
}

Result<std::uint64_t> encode_bits(const FieldSpec& spec, const Value& value) {
    if (spec.form == Form::Flag) return bit_of(spec, value);
    if (spec.form == Form::Enumeration) return code_of(spec, value);
    return spec.is_real() ? encode_real(spec, value) : encode_integer(spec, value);
}

}  // namespace knx
