// SPDX-License-Identifier: Apache-2.0
// Main type 5: unsigned octets.
#include "knx/protocol/dpt/tables.hpp"

namespace knx {
namespace {

constexpr Dpt kRows[] = {
    {{5, 1}, "DPT_Scaling", percent_byte()},
    {{5, 3}, "DPT_Angle", unsigned_bits(8).times(360, 255).in("°")},
    {{5, 4}, "DPT_Percent_U8", unsigned_bits(8).in("%")},
    {{5, 5}, "DPT_DecimalFactor", unsigned_bits(8)},
    {{5, 6}, "DPT_Tariff", unsigned_bits(8).within(0, 254)},
    {{5, 10}, "DPT_Value_1_Ucount", unsigned_bits(8).in("counter pulses")},
    {{5, 100}, "DPT_FanStage", unsigned_bits(8).in("fan stage")},
};

}  // namespace

std::span<const Dpt> dpt_5() { return kRows; }

}  // namespace knx
