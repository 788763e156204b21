// SPDX-License-Identifier: Apache-2.0
// Main type 3: relative control of a dimmer or a blind. Step code 0 stops; 1 to 7 move by
// 1/2^(code-1) of the whole way.
#include "knx/protocol/dpt/tables.hpp"
#include "knx/protocol/dpt/two_way_labels.hpp"

namespace knx {
namespace {

constexpr auto kStepCode = unsigned_bits(3).named("step_code");

constexpr FieldSpec kDimming[] = {enumeration(1, kDecreaseIncrease).named("control"), kStepCode};
constexpr FieldSpec kBlinds[] = {enumeration(1, kUpDown).named("control"), kStepCode};

constexpr Dpt kRows[] = {
    {{3, 7}, "DPT_Control_Dimming", kDimming},
    {{3, 8}, "DPT_Control_Blinds", kBlinds},
};

}  // namespace

std::span<const Dpt> dpt_3() { return kRows; }

}  // namespace knx
