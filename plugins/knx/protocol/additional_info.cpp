// SPDX-License-Identifier: Apache-2.0
// Additional information: a list of entries that say their length.
#include "knx/protocol/additional_info.hpp"

namespace knx {

std::optional<std::vector<AdditionalInfo>> read_additional_info(ByteSpan bytes) {
    constexpr std::size_t kHeaderSize = 2;
    std::vector<AdditionalInfo> entries;
    while (!bytes.empty()) {
        if (bytes.size() < kHeaderSize || bytes.size() - kHeaderSize < bytes[1]) {
            return std::nullopt;
        }
        entries.push_back({bytes[0], bytes.subspan(kHeaderSize, bytes[1])});
        bytes = bytes.subspan(kHeaderSize + bytes[1]);
    }
    return entries;
}

}  // namespace knx
