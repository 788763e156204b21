// SPDX-License-Identifier: Apache-2.0
// FieldSpec: one field of a payload, said in data. Every datapoint type is a row of these.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string_view>

namespace knx {

// How the bits of a field are read (the letters are those of the KNX notation for formats).
enum class Form : std::uint8_t {
    Reserved,      // r: ignored when read, 0 when written; mask bits too (see FieldSpec::valid_bit)
    Flag,          // B: one bit, a boolean
    Enumeration,   // N: a code; only those with a label are valid
    Unsigned,      // U
    Signed,        // V: two's complement
    TwoDigitYear,  // U: 90..99 are 1990..1999, 0..89 are 2000..2089
    Float16,       // F: the KNX format, 0.01 x mantissa x 2^exponent
    Float32,       // F: IEEE 754
    Ascii,         // A: 0..127, padded with NUL
    Latin1,        // A: ISO 8859-1, padded with NUL
    Utf8,          // A
    Octets,        // any payload of that size: a main type whose subtype is not known
};

// A word for one code of an enumeration, or for 0 and 1 of a flag.
struct Label {
    std::uint16_t code;
    std::string_view text;
};

// value = raw x multiplier / divisor + offset. With divisor 1 the value is an integer.
struct Scale {
    std::int32_t multiplier = 1;
    std::int32_t divisor = 1;
    std::int32_t offset = 0;
};

// Smallest and largest value, both allowed.
struct Range {
    double min;
    double max;
};

// All but `form` and `bits` is optional. Rows are written with the makers below and the members
// that return a changed copy: `unsigned_bits(8).named("red").valid_if_set(3)`.
struct FieldSpec {
    static constexpr std::int8_t kNone = -1;

    Form form = Form::Reserved;
    std::uint16_t bits = 0;
    std::string_view name;          // empty for the only field of a simple type
    std::string_view unit;          // as people write it, empty for none
    std::span<const Label> labels;  // of an enumeration, or both of a flag
    Scale scale;                    // of Unsigned and Signed
    std::optional<Range> range;     // unset: whatever the bits can say
    std::int8_t decimals = kNone;   // a decoded number is rounded to as many
    std::int8_t valid_bit = kNone;  // this bit of the payload (0 is its last) guards the field:
    bool valid_when = true;         // at this state; at the other the field is "not known"
    std::optional<std::uint32_t> otherwise;  // raw value when the field is not given
    bool variable_length = false;            // text only: `bits` is the most; ends at the first NUL

    // Text and octets: not read as one number.
    [[nodiscard]] constexpr bool is_text() const {
        return form == Form::Ascii || form == Form::Latin1 || form == Form::Utf8;
    }
    [[nodiscard]] constexpr bool is_octets() const { return form == Form::Octets; }
    // Value is a double: a float, or scaled by a fraction.
    [[nodiscard]] constexpr bool is_real() const {
        return form == Form::Float16 || form == Form::Float32 || scale.divisor != 1;
    }

    [[nodiscard]] constexpr FieldSpec named(std::string_view text) const {
        auto copy = *this;
        copy.name = text;
        return copy;
    }
    [[nodiscard]] constexpr FieldSpec in(std::string_view text) const {
        auto copy = *this;
        copy.unit = text;
        return copy;
    }
    [[nodiscard]] constexpr FieldSpec within(double min, double max) const {
        auto copy = *this;
        copy.range = Range{min, max};
        return copy;
    }
    [[nodiscard]] constexpr FieldSpec times(std::int32_t multiplier,
                                            std::int32_t divisor = 1) const {
        auto copy = *this;
        copy.scale.multiplier = multiplier;
        copy.scale.divisor = divisor;
        return copy;
    }
    [[nodiscard]] constexpr FieldSpec plus(std::int32_t offset) const {
        auto copy = *this;
        copy.scale.offset = offset;
        return copy;
    }
    [[nodiscard]] constexpr FieldSpec rounded(std::int8_t digits) const {
        auto copy = *this;
        copy.decimals = digits;
        return copy;
    }
    [[nodiscard]] constexpr FieldSpec valid_if_set(std::int8_t bit) const {
        auto copy = *this;
        copy.valid_bit = bit;
        return copy;
    }
    [[nodiscard]] constexpr FieldSpec valid_if_clear(std::int8_t bit) const {
        auto copy = valid_if_set(bit);
        copy.valid_when = false;
        return copy;
    }
    [[nodiscard]] constexpr FieldSpec or_else(std::uint32_t raw) const {
        auto copy = *this;
        copy.otherwise = raw;
        return copy;
    }
};

[[nodiscard]] constexpr FieldSpec make_field(Form form, std::uint16_t bits) {
    FieldSpec spec;
    spec.form = form;
    spec.bits = bits;
    return spec;
}
[[nodiscard]] constexpr FieldSpec reserved(std::uint16_t bits) {
    return make_field(Form::Reserved, bits);
}
[[nodiscard]] constexpr FieldSpec flag(std::span<const Label> labels = {}) {
    auto spec = make_field(Form::Flag, 1);
    spec.labels = labels;
    return spec;
}
[[nodiscard]] constexpr FieldSpec enumeration(std::uint16_t bits, std::span<const Label> labels) {
    auto spec = make_field(Form::Enumeration, bits);
    spec.labels = labels;
    return spec;
}
[[nodiscard]] constexpr FieldSpec unsigned_bits(std::uint16_t bits) {
    return make_field(Form::Unsigned, bits);
}
[[nodiscard]] constexpr FieldSpec signed_bits(std::uint16_t bits) {
    return make_field(Form::Signed, bits);
}
[[nodiscard]] constexpr FieldSpec float16() { return make_field(Form::Float16, 16); }
[[nodiscard]] constexpr FieldSpec float32() { return make_field(Form::Float32, 32); }
// 0..255 on the wire are 0..100 %.
[[nodiscard]] constexpr FieldSpec percent_byte() {
    return unsigned_bits(8).times(100, 255).in("%");
}
[[nodiscard]] constexpr FieldSpec text(Form form, std::uint16_t characters) {
    return make_field(form, static_cast<std::uint16_t>(characters * 8));
}
// Up to `octets` with the NUL that ends it.
[[nodiscard]] constexpr FieldSpec variable_text(Form form, std::uint16_t octets_max) {
    auto spec = text(form, octets_max);
    spec.variable_length = true;
    return spec;
}
[[nodiscard]] constexpr FieldSpec octets(std::uint16_t count) {
    return make_field(Form::Octets, static_cast<std::uint16_t>(count * 8));
}

}  // namespace knx
