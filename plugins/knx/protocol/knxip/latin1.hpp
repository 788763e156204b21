// SPDX-License-Identifier: Apache-2.0
// Latin-1 text in a fixed number of octets, padded with NUL, as KNX device names are written.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "knx/protocol/knxip/octets.hpp"

namespace knx {

// Stops at the first NUL.
[[nodiscard]] std::string utf8_from_latin1(ByteSpan octets);

// Appends exactly `size` octets: the text cut or padded to fit, '?' for what Latin-1 does not have.
void append_latin1_padded(std::string_view utf8, std::size_t size, ByteBuffer& out);

}  // namespace knx
