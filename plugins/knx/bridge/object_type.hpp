// SPDX-License-Identifier: Apache-2.0
// How the bus describes an object of a datapoint type, and values between the two.
#pragma once

#include "busbar/result.hpp"
#include "busbar/v1/object.pb.h"
#include "busbar/value.hpp"
#include "knx/protocol/dpt/dpt.hpp"
#include "knx/protocol/telegram.hpp"

namespace knx {

[[nodiscard]] busbar::v1::ObjectType object_type(const Dpt& dpt);

// Every occurrence counts: a scene, a step.
[[nodiscard]] busbar::v1::ObjectKind object_kind(const Dpt& dpt);

// What a telegram says, in the fewest digits. Fails as decode() does, and when the payload shares
// an octet with the service although the type has octets of its own, or the other way round.
[[nodiscard]] busbar::Result<busbar::Value> value_of(const Dpt& dpt, const Payload& payload);

// What to send for a value. Fails as encode() does.
[[nodiscard]] busbar::Result<Payload> payload_of(const Dpt& dpt, const busbar::Value& value);

// What a simulated device says before it was told anything: all bits 0, or nothing where that is no
// value of the type.
[[nodiscard]] Payload initial_payload(const Dpt& dpt);

}  // namespace knx
