// SPDX-License-Identifier: Apache-2.0
// Main type 29: 64 bits, signed; never through a double.
#include "knx/protocol/dpt/tables.hpp"

namespace knx {
namespace {

constexpr Dpt kRows[] = {
    {{29, 10}, "DPT_ActiveEnergy_V64", signed_bits(64).in("Wh")},
    {{29, 11}, "DPT_ApparentEnergy_V64", signed_bits(64).in("VAh")},
    {{29, 12}, "DPT_ReactiveEnergy_V64", signed_bits(64).in("VARh")},
};

}  // namespace

std::span<const Dpt> dpt_29() { return kRows; }

}  // namespace knx
