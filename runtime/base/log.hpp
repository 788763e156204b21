// SPDX-License-Identifier: Apache-2.0
// The log: one logger per part and per plugin; to the journal under systemd, else to standard
// error.
#pragma once

#include <spdlog/spdlog.h>

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace busbar {

// One line as it was written, for `busbar logs`.
struct LogLine {
    std::uint64_t number = 0;  // rises by one with every line; a gap means lines were dropped
    std::int64_t time_us = 0;  // since 1970 UTC
    std::string level;         // "debug" "info" "warning" "error"
    std::string part;          // logger: "bus", "knx" …
    std::string text;
};

class LogHistory;

// Makes the loggers; owns the sinks. Everything is [thread-safe].
class Log {
 public:
    // `level` is the least that is written: "debug", "info", "warning", "error".
    explicit Log(const std::string& level);
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;
    ~Log();

    // The logger of a part; the same one for the same name.
    [[nodiscard]] std::shared_ptr<spdlog::logger> logger(const std::string& part);

    // The newest lines after line number `after`, oldest first; the last 2,000 are kept.
    [[nodiscard]] std::vector<LogLine> lines(std::uint64_t after = 0) const;

 private:
    spdlog::level::level_enum level_;
    std::vector<spdlog::sink_ptr> sinks_;
    std::shared_ptr<LogHistory> history_;  // shared with the loggers, which may outlive us
    std::mutex mutex_;                     // two threads may ask for the same new logger
    std::vector<std::shared_ptr<spdlog::logger>> loggers_;
};

}  // namespace busbar
