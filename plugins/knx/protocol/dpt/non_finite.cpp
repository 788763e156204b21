// SPDX-License-Identifier: Apache-2.0
// Floats that are no finite number.
#include <bit>
#include <cmath>

#include "knx/protocol/dpt/bits.hpp"
#include "knx/protocol/dpt/dpt.hpp"

namespace knx {

std::string_view non_finite_word(const Dpt& dpt, std::span<const std::uint8_t> payload) {
    if (dpt.structured() || dpt.value.form != Form::Float32) return {};
    if (check_payload(dpt, payload) != PayloadFit::Fits) return {};
    const auto raw = static_cast<std::uint32_t>(read_bits(payload, 0, dpt.value.bits));
    const auto number = std::bit_cast<float>(raw);
    if (std::isnan(number)) return "nan";
    if (!std::isinf(number)) return {};
    return number > 0 ? "inf" : "-inf";
}

}  // namespace knx
