// SPDX-License-Identifier: Apache-2.0
// From a message of settings to JSON: protobuf's mapping, lowerCamelCase, what is not set left out.
#pragma once

#include <google/protobuf/message.h>

#include "config/json.hpp"
#include "config/message_type.hpp"

namespace busbar {

// Every secret comes out as {"set": true} or {"set": false}, never as itself. 64-bit integers are
// strings, as the mapping says.
[[nodiscard]] Json write_message(const google::protobuf::Message& message, const MessageType& type);

}  // namespace busbar
