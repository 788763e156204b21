// SPDX-License-Identifier: Apache-2.0
// What a cEMI message carries before its body: type | length | octets, one after the other.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "knx/protocol/knxip/octets.hpp"

namespace knx {

struct AdditionalInfo {
    std::uint8_t type = 0;
    ByteSpan value;  // a view into the octets it was read from
};

// All entries; nothing when they do not fill `bytes` exactly. That is no reason to refuse the
// message: whoever does not understand the information skips it by its total length.
[[nodiscard]] std::optional<std::vector<AdditionalInfo>> read_additional_info(ByteSpan bytes);

}  // namespace knx
