// SPDX-License-Identifier: Apache-2.0
// Payload: where the octets live.
#include "knx/protocol/telegram.hpp"

#include <algorithm>
#include <string>

namespace knx {

Payload Payload::small(std::uint8_t value) {
    Payload payload;
    payload.small_ = true;
    payload.size_ = 1;
    payload.inline_[0] = value & kSmallMax;
    return payload;
}

busbar::Result<Payload> Payload::octets(ByteSpan octets) {
    if (octets.empty() || octets.size() > kSizeMax) {
        return busbar::fail(busbar::ErrorCode::OutOfRange,
                            "a telegram carries 1 to " + std::to_string(kSizeMax) +
                                " octets, not " + std::to_string(octets.size()));
    }
    Payload payload;
    payload.size_ = static_cast<std::uint8_t>(octets.size());
    if (octets.size() <= kInline) {
        std::copy(octets.begin(), octets.end(), payload.inline_.begin());
    } else {
        payload.long_.assign({reinterpret_cast<const char*>(octets.data()), octets.size()});
    }
    return payload;
}

ByteSpan Payload::octets() const {
    if (size_ <= kInline) return ByteSpan(inline_).first(size_);
    const auto octets = long_.view();
    return {reinterpret_cast<const std::uint8_t*>(octets.data()), octets.size()};
}

bool operator==(const Payload& left, const Payload& right) {
    const auto a = left.octets();
    const auto b = right.octets();
    return left.small_ == right.small_ && std::equal(a.begin(), a.end(), b.begin(), b.end());
}

}  // namespace knx
