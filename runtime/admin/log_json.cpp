// SPDX-License-Identifier: Apache-2.0
// Log lines in JSON.
#include "admin/log_json.hpp"

#include "admin/wall_time.hpp"

namespace busbar {

Json write_log_line(const LogLine& line) {
    return {{"number", line.number},
            {"time", wall_time_text(line.time_us)},
            {"level", line.level},
            {"part", line.part},
            {"text", line.text}};
}

}  // namespace busbar
