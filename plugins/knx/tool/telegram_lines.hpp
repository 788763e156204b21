// SPDX-License-Identifier: Apache-2.0
// TelegramLines: monitor records as lines: a table for people, CSV and JSON for programs.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace knx {

enum class LineFormat : std::uint8_t { Table, Csv, Json };

class TelegramLines {
 public:
    explicit TelegramLines(LineFormat format) : format_(format) {}

    // Above the first line; empty for JSON.
    [[nodiscard]] std::string head();
    // One record, as the event "monitor" has it, without line end.
    [[nodiscard]] std::string line(const nlohmann::json& record);
    // Something that is no telegram, in a sentence; empty where it has no place (CSV).
    [[nodiscard]] std::string note(const std::string& sentence, std::uint64_t missed) const;

 private:
    [[nodiscard]] std::string table_line(const std::vector<std::string>& cells);

    const LineFormat format_;
    static constexpr std::size_t kClockWidth = 12;
    std::vector<std::size_t> widths_{kClockWidth};  // of the table: as wide as the widest so far
};

// "12:34:56.789", in the zone of the machine, from RFC 3339 in UTC; as it is when it is none.
[[nodiscard]] std::string clock_text(const std::string& time);

}  // namespace knx
