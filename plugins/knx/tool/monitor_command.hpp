// SPDX-License-Identifier: Apache-2.0
// `busbar knx monitor`: every group telegram of the running plugin, as it passes.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>

#include "knx/tool/telegram_filter.hpp"
#include "knx/tool/telegram_lines.hpp"

namespace knx {

struct MonitorOptions {
    std::string socket = "/run/busbar/busbar.sock";
    TelegramFilter filter;
    LineFormat format = LineFormat::Table;
    std::uint64_t telegrams_max = 0;  // 0: goes on until it is interrupted
    int keys = -1;                    // a terminal to read keys from; -1 for none
};

// Exit codes as those of `busbar`: 0 done, 1 refused or ended by the runtime, 3 no runtime answers.
[[nodiscard]] int run_monitor_command(const MonitorOptions& options, std::ostream& output,
                                      std::ostream& errors);

}  // namespace knx
