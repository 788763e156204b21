// SPDX-License-Identifier: Apache-2.0
// One value between JSON and a message's field, as protobuf's JSON mapping has it.
#pragma once

#include <google/protobuf/message.h>

#include <optional>
#include <string>
#include <string_view>

#include "config/json.hpp"

namespace busbar {

// Why a value did not fit; see Problem's fields of the same names.
struct ScalarFault {
    std::string code;
    std::string message;
};

// Sets `field`, or adds an element to it where it is repeated. Not for messages.
// Numbers may be written as texts; they have to be finite and to fit the field's type.
[[nodiscard]] std::optional<ScalarFault> read_scalar(const Json& json,
                                                     const google::protobuf::FieldDescriptor& field,
                                                     google::protobuf::Message& message);

// The field's value; of a repeated field that of element `index`.
[[nodiscard]] Json write_scalar(const google::protobuf::Message& message,
                                const google::protobuf::FieldDescriptor& field, int index = 0);

// The same as plain text: what SettingOptions.visible_if compares with, and what has to be unique.
[[nodiscard]] std::string scalar_text(const google::protobuf::Message& message,
                                      const google::protobuf::FieldDescriptor& field);

}  // namespace busbar
