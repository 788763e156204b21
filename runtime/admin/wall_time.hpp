// SPDX-License-Identifier: Apache-2.0
// Times as the API writes them: RFC 3339 in UTC, "2026-03-01T12:34:56.789012Z".
#pragma once

#include <cstdint>
#include <string>

namespace busbar {

// `time_us` is microseconds since 1970 UTC.
[[nodiscard]] std::string wall_time_text(std::int64_t time_us);

}  // namespace busbar
