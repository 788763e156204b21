// SPDX-License-Identifier: Apache-2.0
// Whether a message keeps the rules its options state.
#pragma once

#include <google/protobuf/message.h>

#include <functional>
#include <string_view>

#include "config/message_reader.hpp"
#include "config/message_type.hpp"

namespace busbar {

// What the checks ask of the world outside the item.
struct References {
    std::function<bool(std::string_view object_id)> object_exists;
    // `collection.plugin` is empty for the plugin's own.
    std::function<bool(const CollectionName& collection, std::string_view item_id)> item_exists;
};

// Code of the one problem that never is in the way: the object may belong to a plugin that is not
// running now.
inline constexpr std::string_view kUnknownObject = "unknown_object";

// Codes: required, too_small, too_large, too_long, bad_pattern, unknown_item, unknown_object (a
// warning). `unique` is about other items and checked where they are known.
void check_message(const google::protobuf::Message& message, const MessageType& type,
                   const References& references, Problems& problems);

}  // namespace busbar
