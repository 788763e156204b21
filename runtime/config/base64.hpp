// SPDX-License-Identifier: Apache-2.0
// Base64 (RFC 4648) by libsodium.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace busbar {

// The standard alphabet, with padding.
[[nodiscard]] std::string encode_base64(std::string_view bytes);
// The standard or the URL-safe alphabet, with or without padding; nothing when it is neither.
[[nodiscard]] std::optional<std::string> decode_base64(std::string_view text);

}  // namespace busbar
