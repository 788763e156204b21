// SPDX-License-Identifier: Apache-2.0
// Check: would these settings be right? Answered before they are saved, per field, with a word for
// programs and a sentence for people.
#pragma once

#include <vector>

#include "bridge/bridge.hpp"
#include "busbar/v1/bus.pb.h"

namespace mqtt_client {

// `check` holds the items as they would be; `bridge` knows the others. Appends what is wrong.
void check_connections(const busbar::v1::CheckItems& check, const Bridge& bridge,
                       std::vector<busbar::v1::Problem>& problems);
void check_assignments(const busbar::v1::CheckItems& check, const Bridge& bridge,
                       std::vector<busbar::v1::Problem>& problems);

void check_rules(const busbar::v1::CheckItems& check, std::vector<busbar::v1::Problem>& problems);

}  // namespace mqtt_client
