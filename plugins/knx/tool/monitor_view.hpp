// SPDX-License-Identifier: Apache-2.0
// MonitorView: what becomes of an event of the stream: filtered, written as a line, held back while
// paused. Pure: events and keys go in, lines come out.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "knx/tool/event_stream.hpp"
#include "knx/tool/telegram_filter.hpp"
#include "knx/tool/telegram_lines.hpp"

namespace knx {

class MonitorView {
 public:
    // Lines that are kept while paused; older ones make room and are counted.
    static constexpr std::size_t kHeldBackMax = 10'000;

    // `telegrams_max` is after how many telegrams it ends; 0 for never.
    MonitorView(TelegramFilter filter, LineFormat format, std::uint64_t telegrams_max)
        : filter_(std::move(filter)), lines_(format), telegrams_max_(telegrams_max) {}

    // What stands above everything.
    [[nodiscard]] std::string head() { return lines_.head(); }
    void take(const StreamEvent& event);
    // Space and 'p' pause and go on, 'q' ends.
    void key(char key);
    // Lines to show now, each without its end.
    [[nodiscard]] std::vector<std::string> lines();
    [[nodiscard]] bool paused() const { return paused_; }
    [[nodiscard]] bool done() const { return done_; }

 private:
    void show(std::string line);
    void note(const std::string& sentence, std::uint64_t missed = 0);

    const TelegramFilter filter_;
    TelegramLines lines_;
    const std::uint64_t telegrams_max_;
    std::uint64_t telegrams_ = 0;
    bool paused_ = false;
    bool done_ = false;
    std::deque<std::string> waiting_;
    std::uint64_t pushed_out_ = 0;  // of what was held back
};

}  // namespace knx
