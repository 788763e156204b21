// SPDX-License-Identifier: Apache-2.0
// From JSON to a message of settings, with a problem for everything that does not fit.
#pragma once

#include <google/protobuf/message.h>

#include <vector>

#include "busbar/v1/bus.pb.h"
#include "config/json.hpp"
#include "config/message_type.hpp"

namespace busbar {

using Problems = std::vector<v1::Problem>;

// Appends a problem. `field` is the path in the proto file's names: "port", "rows[2].name".
void add_problem(Problems& problems, std::string field, std::string code, std::string message,
                 bool is_warning = false);

// Puts the members of `json` onto `message`, which is of `type`: protobuf's JSON mapping, names as
// in the proto file or in lowerCamelCase, null for not set. A field that `json` does not name keeps
// what `message` holds: start from an empty message to replace, from the stored one to patch.
//
// A secret is set by "text" or {"value": "text"}, cleared by null or {"set": false}, and by
// {"set": true} stays as it is in `stored` (nullptr: nothing is stored; then the warning
// "secret_missing").
//
// Codes: unknown_field, unknown_value, wrong_type, out_of_range, one_of, too_many_rows, too_deep,
// secret_missing.
void read_message(const Json& json, const MessageType& type,
                  const google::protobuf::Message* stored, google::protobuf::Message& message,
                  Problems& problems);

}  // namespace busbar
