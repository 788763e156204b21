// SPDX-License-Identifier: Apache-2.0
// Main type 6: signed octets, and one status octet.
#include "knx/protocol/dpt/tables.hpp"

namespace knx {
namespace {

constexpr Label kStatusMode3StatusA[] = {{0, "clear"}, {1, "set"}};
constexpr Label kStatusMode3Field5[] = {
    {1, "mode 0 is active"}, {2, "mode 1 is active"}, {4, "mode 2 is active"}};
constexpr FieldSpec kStatusMode3[] = {flag(kStatusMode3StatusA).named("Status A"),
                                      flag(kStatusMode3StatusA).named("Status B"),
                                      flag(kStatusMode3StatusA).named("Status C"),
                                      flag(kStatusMode3StatusA).named("Status D"),
                                      flag(kStatusMode3StatusA).named("Status E"),
                                      enumeration(3, kStatusMode3Field5).named("field5")};

constexpr Dpt kRows[] = {
    {{6, 1}, "DPT_Percent_V8", signed_bits(8).in("%")},
    {{6, 10}, "DPT_Value_1_Count", signed_bits(8).in("counter pulses")},
    {{6, 20}, "DPT_Status_Mode3", kStatusMode3},
};

}  // namespace

std::span<const Dpt> dpt_6() { return kRows; }

}  // namespace knx
