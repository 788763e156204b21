// SPDX-License-Identifier: Apache-2.0
// Checks: would these settings be right? What one item cannot know: how it goes with the others.
#pragma once

#include "knx/bridge/bridge.hpp"
#include "knx/bridge/settings.hpp"

namespace knx {

// Appends what is wrong with items of any of our collections; see settings.hpp for the codes of one
// item. Further ones for objects: interface_required, and as warnings object_taken,
// same_command_address, status_is_command_address. References to items are the runtime's to check:
// it knows those that come with the same change.
void check_items(const busbar::v1::CheckItems& check, const Bridge& bridge, Problems& problems);

}  // namespace knx
