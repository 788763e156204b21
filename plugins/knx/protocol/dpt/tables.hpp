// SPDX-License-Identifier: Apache-2.0
// The tables of datapoint types, one function for each file; dpt.hpp is what others include.
#pragma once

#include <span>

#include "knx/protocol/dpt/dpt.hpp"

namespace knx {

[[nodiscard]] std::span<const Dpt> dpt_1();
[[nodiscard]] std::span<const Dpt> dpt_2();
[[nodiscard]] std::span<const Dpt> dpt_3();
[[nodiscard]] std::span<const Dpt> dpt_5();
[[nodiscard]] std::span<const Dpt> dpt_6();
[[nodiscard]] std::span<const Dpt> dpt_7();
[[nodiscard]] std::span<const Dpt> dpt_8();
[[nodiscard]] std::span<const Dpt> dpt_9();
[[nodiscard]] std::span<const Dpt> dpt_12();
[[nodiscard]] std::span<const Dpt> dpt_13();
[[nodiscard]] std::span<const Dpt> dpt_14();
[[nodiscard]] std::span<const Dpt> dpt_17();
[[nodiscard]] std::span<const Dpt> dpt_20_climate();
[[nodiscard]] std::span<const Dpt> dpt_20_general();
[[nodiscard]] std::span<const Dpt> dpt_20_light();
[[nodiscard]] std::span<const Dpt> dpt_21();
[[nodiscard]] std::span<const Dpt> dpt_22();
[[nodiscard]] std::span<const Dpt> dpt_23();
[[nodiscard]] std::span<const Dpt> dpt_29();
[[nodiscard]] std::span<const Dpt> dpt_channels();
[[nodiscard]] std::span<const Dpt> dpt_climate();
[[nodiscard]] std::span<const Dpt> dpt_colour();
[[nodiscard]] std::span<const Dpt> dpt_colour_control();
[[nodiscard]] std::span<const Dpt> dpt_generic();
[[nodiscard]] std::span<const Dpt> dpt_metering();
[[nodiscard]] std::span<const Dpt> dpt_other();
[[nodiscard]] std::span<const Dpt> dpt_shutter();
[[nodiscard]] std::span<const Dpt> dpt_status();
[[nodiscard]] std::span<const Dpt> dpt_text();
[[nodiscard]] std::span<const Dpt> dpt_time();

}  // namespace knx
