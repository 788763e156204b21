// SPDX-License-Identifier: Apache-2.0
// Datapoint types: what the payload of a group telegram means.
//
// A type is a row of data (number, name, fields); one codec reads them all. Rules of the folder:
// - A payload is exact: its length is the type's (variable texts excepted), and the spare upper
//   bits of a type below 8 bits are 0. Reserved bits *inside* a type are ignored when read.
// - A value outside the type's range, or a code without a meaning, is refused both ways, as ETS
//   does, although a payload could carry it. Not-a-number and infinity are refused too.
// - A simple type is a boolean, integer, number or text; an enumeration is its code, as integer.
// - A structured type is named fields in the order of the payload, each a boolean, integer, number
//   or text; an enumeration in there is its label. A field that the payload's mask declares invalid
//   is present with an empty Value, and is set invalid when it is missing or empty on the way back.
// - Names and labels are compared without case, and with anything but letters and digits as one
//   separator: "no_alarm", "No alarm" are one word.
//
// Facts: formats, ranges and names of the ETS master table; lower_case words and the fields of
// types 2, 3, 10, 11, 18, 19, 232, 235, 242, 243 and 249 to 254 as the xknx project has them, so
// that people find the words they know. Pure; any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "busbar/result.hpp"
#include "busbar/value.hpp"
#include "knx/protocol/dpt/field.hpp"

namespace knx {

// "9.001" is {9, 1}; "9", a main type whose subtype is not known, is {9, kAnySub}.
struct DptNumber {
    static constexpr std::uint16_t kAnySub = 0xFFFF;

    std::uint16_t main = 0;
    std::uint16_t sub = kAnySub;

    friend constexpr bool operator==(const DptNumber&, const DptNumber&) = default;
};

// "9.001", "9.1" or "9". Fails with InvalidArgument on anything else.
[[nodiscard]] busbar::Result<DptNumber> parse_dpt_number(std::string_view text);

// "9.001", "13.1200", "9".
[[nodiscard]] std::string to_string(DptNumber number);

// One datapoint type. Static data: refer to it, never copy it.
struct Dpt {
    constexpr Dpt(DptNumber type, std::string_view its_name, const FieldSpec& only)
        : number(type), name(its_name), value(only) {}
    template <std::size_t N>
    constexpr Dpt(DptNumber type, std::string_view its_name, const FieldSpec (&all)[N])
        : number(type), name(its_name), members(all) {}

    DptNumber number;
    std::string_view name;               // as in the ETS master table, "DPT_Value_Temp"
    FieldSpec value;                     // of a simple type
    std::span<const FieldSpec> members;  // of a structured one, else empty; first octet first

    [[nodiscard]] constexpr bool structured() const { return !members.empty(); }
    [[nodiscard]] constexpr std::span<const FieldSpec> layout() const {
        return structured() ? members : std::span(&value, 1);
    }
    // Size in bits, the largest for a variable text. Below 8 it travels inside the APCI's octet.
    [[nodiscard]] constexpr std::size_t bits() const {
        std::size_t sum = 0;
        for (const auto& spec : layout()) sum += spec.bits;
        return sum;
    }
    [[nodiscard]] constexpr std::size_t octets() const { return (bits() + 7) / 8; }
};

// The type of that number. A main type without subtype is its generic form: the plain number,
// or octets where the subtypes have nothing in common. Fails with NotFound.
[[nodiscard]] busbar::Result<const Dpt*> find_dpt(DptNumber number);
[[nodiscard]] busbar::Result<const Dpt*> find_dpt(std::string_view number);

// Every type, generic ones too, by number; a generic one comes after the subtypes of its main type.
[[nodiscard]] std::span<const Dpt* const> all_dpts();

enum class PayloadFit : std::uint8_t {
    Fits,
    WrongLength,
    SpareBitsSet,  // a type below 8 bits in an octet with more
};
[[nodiscard]] PayloadFit check_payload(const Dpt& dpt, std::span<const std::uint8_t> payload);

// What the payload says, exactly: 5.001 from 55 is 33.333…; see shortest().
// Fails with InvalidArgument if the payload does not fit, is no number, or says "invalid" (9.x
// from 7fff), with OutOfRange on a value outside the type's range. The sentence names the type,
// the field, the value and the range.
[[nodiscard]] busbar::Result<busbar::Value> decode(const Dpt& dpt,
                                                   std::span<const std::uint8_t> payload);

// "inf", "-inf" or "nan" where a payload of a floating point type says no finite number; else
// empty. decode() refuses such a payload, since no object holds such a value; a person wants to see
// it.
[[nodiscard]] std::string_view non_finite_word(const Dpt& dpt,
                                               std::span<const std::uint8_t> payload);

// The payload for a value. Takes what is unambiguous: for a boolean also 0, 1, its labels, "on",
// "off", "true", "false"; for an enumeration also its label; for numbers also numeric text; for
// octets also hex digits.
// A fraction is cut off for a type of whole numbers, else rounded to the nearest payload.
// A double beyond 2^53 is refused for whole numbers, since it may not be the one that was meant.
// Fails with InvalidArgument on the wrong kind of value, OutOfRange outside the type's range.
[[nodiscard]] busbar::Result<busbar::Bytes> encode(const Dpt& dpt, const busbar::Value& value);

// A decoded value with every number in the fewest decimals that encode to the same payload:
// 33.333… becomes 33.3 for 5.001, 0.10000000149 becomes 0.1 for 14.x. Anything else as it is.
[[nodiscard]] busbar::Value shortest(const Dpt& dpt, const busbar::Value& value);

// For people, in the shortest digits: "33.3 %", "on", "hour 7, minutes 30, seconds 0, day monday".
[[nodiscard]] std::string to_text(const Dpt& dpt, const busbar::Value& value);

}  // namespace knx
