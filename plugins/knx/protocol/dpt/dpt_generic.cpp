// SPDX-License-Identifier: Apache-2.0
// Main types without a subtype, as group addresses often have them: the plain number without unit
// and limits, or octets where the subtypes have nothing in common. Main types with one subtype
// need no row here.
#include "knx/protocol/dpt/tables.hpp"

namespace knx {
namespace {

constexpr auto kAny = DptNumber::kAnySub;

constexpr FieldSpec kControlled[] = {flag().named("control"), flag().named("value")};
constexpr FieldSpec kRelative[] = {flag().named("control"), unsigned_bits(3).named("step_code")};

constexpr Dpt kRows[] = {
    {{1, kAny}, "DPT_1", flag()},
    {{2, kAny}, "DPT_2", kControlled},
    {{3, kAny}, "DPT_3", kRelative},
    {{4, kAny}, "DPT_4", text(Form::Latin1, 1)},
    {{5, kAny}, "DPT_5", unsigned_bits(8)},
    {{6, kAny}, "DPT_6", signed_bits(8)},
    {{7, kAny}, "DPT_7", unsigned_bits(16)},
    {{8, kAny}, "DPT_8", signed_bits(16)},
    {{9, kAny}, "DPT_9", float16()},
    {{12, kAny}, "DPT_12", unsigned_bits(32)},
    {{13, kAny}, "DPT_13", signed_bits(32)},
    {{14, kAny}, "DPT_14", float32()},
    {{16, kAny}, "DPT_16", text(Form::Latin1, 14)},
    {{20, kAny}, "DPT_20", unsigned_bits(8)},
    {{21, kAny}, "DPT_21", octets(1)},
    {{22, kAny}, "DPT_22", octets(2)},
    {{23, kAny}, "DPT_23", unsigned_bits(2)},
    {{29, kAny}, "DPT_29", signed_bits(64)},
    {{206, kAny}, "DPT_206", octets(3)},
    {{222, kAny}, "DPT_222", octets(6)},
    {{225, kAny}, "DPT_225", octets(3)},
    {{275, kAny}, "DPT_275", octets(8)},
};

}  // namespace

std::span<const Dpt> dpt_generic() { return kRows; }

}  // namespace knx
