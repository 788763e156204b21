// SPDX-License-Identifier: Apache-2.0
// Size checks that every decoder makes before its first index.
#include "knx/protocol/knxip/octets.hpp"

#include <string>

namespace knx {
namespace {

tl::unexpected<busbar::Error> wrong_size(ByteSpan bytes, std::string_view wanted, std::size_t size,
                                         std::string_view what) {
    return busbar::fail(busbar::ErrorCode::InvalidArgument,
                        std::string(what) + " has " + std::to_string(bytes.size()) +
                            " octets instead of " + std::string(wanted) + std::to_string(size));
}

}  // namespace

busbar::Status expect_size(ByteSpan bytes, std::size_t size, std::string_view what) {
    if (bytes.size() != size) return wrong_size(bytes, "", size, what);
    return {};
}

busbar::Status expect_at_least(ByteSpan bytes, std::size_t size, std::string_view what) {
    if (bytes.size() < size) return wrong_size(bytes, "at least ", size, what);
    return {};
}

}  // namespace knx
