// SPDX-License-Identifier: Apache-2.0
// Monitor records in JSON.
#pragma once

#include <string>

#include "busbar/v1/bus.pb.h"

namespace busbar {

// Text of {"plugin", "time", "missed", "columns": {"source": "1.1.5", …}}: the columns in the
// plugin's order, values as in value_json.hpp; "missed" is absent where it is 0.
[[nodiscard]] std::string write_monitor_record(const std::string& plugin,
                                               const v1::MonitorRecord& record);

}  // namespace busbar
