// SPDX-License-Identifier: Apache-2.0
// What the user says of an object: name, room, whether its value is kept over a restart, and the
// definition of a virtual one.
//
// JSON: {"name": "Kitchen light", "room": "Kitchen", "virtual": {"valueKind":
// "VALUE_KIND_BOOLEAN", "representation": "switch", "start": {"boolean": true}},
// "keepAfterRestart": true}; see proto/busbar/config/v1/record.proto.
#pragma once

#include <string>

#include "busbar/config/v1/record.pb.h"
#include "busbar/v1/object.pb.h"
#include "config/json.hpp"
#include "config/message_reader.hpp"

namespace busbar {

using config::v1::ObjectRecord;

// Puts `json` onto `record` (an empty one to replace, the stored one to patch) and checks the
// result. Codes as in message_reader.hpp and message_checks.hpp, and for virtual objects
// bad_range (minimum above maximum), wrong_start (another kind, or outside the range).
void read_object_record(const Json& json, ObjectRecord& record, Problems& problems);
[[nodiscard]] Json write_object_record(const ObjectRecord& record);

// The virtual object a record defines, owner "virtual"; the record must have one.
[[nodiscard]] v1::Object virtual_object(const std::string& id, const ObjectRecord& record);

}  // namespace busbar
