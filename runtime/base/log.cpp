// SPDX-License-Identifier: Apache-2.0
// Log on spdlog.
#include "base/log.hpp"

#include <spdlog/sinks/base_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/sinks/systemd_sink.h>

#include <cstdlib>
#include <deque>

namespace busbar {

// Keeps the newest lines.
class LogHistory final : public spdlog::sinks::base_sink<std::mutex> {
 public:
    std::vector<LogLine> lines(std::uint64_t after) {
        const std::lock_guard lock(mutex_);
        std::vector<LogLine> result;
        for (const auto& line : lines_) {
            if (line.number > after) result.push_back(line);
        }
        return result;
    }

 protected:
    void sink_it_(const spdlog::details::log_msg& message) override {
        constexpr std::size_t kLinesMax = 2000;
        if (lines_.size() == kLinesMax) lines_.pop_front();
        const auto level = spdlog::level::to_string_view(message.level);
        const auto time = message.time.time_since_epoch();
        lines_.push_back({++last_number_,
                          std::chrono::duration_cast<std::chrono::microseconds>(time).count(),
                          std::string(level.data(), level.size()),
                          std::string(message.logger_name.data(), message.logger_name.size()),
                          std::string(message.payload.data(), message.payload.size())});
    }
    void flush_() override {}

 private:
    std::deque<LogLine> lines_;
    std::uint64_t last_number_ = 0;
};

Log::Log(const std::string& level)
    : level_(spdlog::level::from_str(level)), history_(std::make_shared<LogHistory>()) {
    // systemd sets JOURNAL_STREAM for a unit whose output goes to the journal (systemd.exec(5)).
    if (std::getenv("JOURNAL_STREAM") != nullptr) {
        sinks_.push_back(std::make_shared<spdlog::sinks::systemd_sink_mt>("busbard"));
    } else {
        sinks_.push_back(std::make_shared<spdlog::sinks::stderr_sink_mt>());
        sinks_.back()->set_pattern("%Y-%m-%d %H:%M:%S.%e %-7l %-12n %v");
    }
    sinks_.push_back(history_);
}

Log::~Log() = default;

std::shared_ptr<spdlog::logger> Log::logger(const std::string& part) {
    const std::lock_guard lock(mutex_);
    for (const auto& logger : loggers_) {
        if (logger->name() == part) return logger;
    }
    auto logger = std::make_shared<spdlog::logger>(part, sinks_.begin(), sinks_.end());
    logger->set_level(level_);
    loggers_.push_back(logger);
    return logger;
}

std::vector<LogLine> Log::lines(std::uint64_t after) const { return history_->lines(after); }

}  // namespace busbar
