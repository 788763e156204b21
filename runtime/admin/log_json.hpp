// SPDX-License-Identifier: Apache-2.0
// A log line in JSON: {"number", "time", "level", "part", "text"}.
#pragma once

#include "base/log.hpp"
#include "config/json.hpp"

namespace busbar {

[[nodiscard]] Json write_log_line(const LogLine& line);

}  // namespace busbar
