// SPDX-License-Identifier: Apache-2.0
// Times by the calendar of <chrono>, which needs no time zone data.
#include "admin/wall_time.hpp"

#include <spdlog/fmt/fmt.h>

#include <chrono>

namespace busbar {

std::string wall_time_text(std::int64_t time_us) {
    using std::chrono::microseconds;
    const std::chrono::sys_time<microseconds> time{microseconds(time_us)};
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{time - day};
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}Z", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                       clock.subseconds().count());
}

}  // namespace busbar
