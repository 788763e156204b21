// SPDX-License-Identifier: Apache-2.0
// Reads two user properties, and leaves the others alone.
#include "io/origin_properties.hpp"

#include <charconv>
#include <system_error>

namespace mqtt_client {

void OriginReader::add(std::string_view name, std::string_view value) {
    if (name == kOriginServer) server_ = value;
    if (name != kOriginCount) return;
    const auto* end = value.data() + value.size();
    const auto [rest, error] = std::from_chars(value.data(), end, count_);
    counted_ = error == std::errc() && rest == end;
}

OriginProperties OriginReader::origin() const {
    if (!counted_) return {};
    return {server_, count_};
}

}  // namespace mqtt_client
