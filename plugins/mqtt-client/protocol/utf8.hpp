// SPDX-License-Identifier: Apache-2.0
// UTF-8: what MQTT and the bus both demand of text.
#pragma once

#include <string_view>

namespace mqtt_client {

// Whether `text` is well-formed UTF-8 (RFC 3629: no overlong forms, no surrogates) without the
// character U+0000, which MQTT forbids (MQTT 3.1.1, section 1.5.3).
[[nodiscard]] bool valid_utf8(std::string_view text);

}  // namespace mqtt_client
