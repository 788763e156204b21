// SPDX-License-Identifier: Apache-2.0
// TelegramLines: the columns of the group monitor.
#include "knx/tool/telegram_lines.hpp"

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <nlohmann/json.hpp>

namespace knx {

using nlohmann::json;

namespace {

constexpr const char* kTableColumns[] = {"interface", "source", "destination", "service",
                                         "raw",       "type",   "text",        "object"};
constexpr const char* kCsvColumns[] = {"time",        "direction", "interface", "source",
                                       "destination", "service",   "raw",       "type",
                                       "value",       "text",      "object"};
constexpr std::size_t kWidthMax = 40;

json columns_of(const json& record) {
    return record.contains("columns") && record["columns"].is_object() ? record["columns"]
                                                                       : json::object();
}

// A text as it is, anything else as JSON.
std::string cell(const json& columns, const char* name) {
    const auto found = columns.find(name);
    if (found == columns.end() || found->is_null()) return {};
    if (found->is_string()) return found->get<std::string>();
    return found->dump(-1, ' ', false, json::error_handler_t::replace);
}

// A telegram may carry any text; a terminal must not obey it.
std::string printable(std::string text) {
    std::replace_if(
        text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }, '?');
    return text;
}

// Characters, not octets: "21 °C" has five.
std::size_t width_of(const std::string& text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](unsigned char c) { return (c & 0xc0U) != 0x80U; }));
}

// RFC 4180. A cell that a spreadsheet would take for a formula is quoted text all the same.
std::string csv_cell(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

std::string csv_line(const json& record) {
    const auto columns = columns_of(record);
    std::string line;
    for (const auto* name : kCsvColumns) {
        if (name != kCsvColumns[0]) line += ',';
        line += csv_cell(name == kCsvColumns[0] ? cell(record, name) : cell(columns, name));
    }
    return line;
}

std::string json_line(const json& record) {
    nlohmann::ordered_json line = {{"time", record.value("time", "")}};
    const auto columns = columns_of(record);
    for (const auto* name : kCsvColumns) {
        const auto found = columns.find(name);
        if (found != columns.end()) line[name] = nlohmann::ordered_json(*found);
    }
    return line.dump(-1, ' ', false, json::error_handler_t::replace);
}

}  // namespace

std::string TelegramLines::head() {
    if (format_ == LineFormat::Json) return {};
    if (format_ == LineFormat::Table) {
        return table_line({"TIME", "INTERFACE", "SOURCE", "DESTINATION", "SERVICE", "RAW", "TYPE",
                           "VALUE", "OBJECT"});
    }
    std::string line;
    for (const auto* name : kCsvColumns) {
        if (!line.empty()) line += ',';
        line += name;
    }
    return line;
}

std::string TelegramLines::line(const json& record) {
    if (format_ == LineFormat::Csv) return csv_line(record);
    if (format_ == LineFormat::Json) return json_line(record);
    const auto columns = columns_of(record);
    std::vector<std::string> cells{clock_text(record.value("time", ""))};
    for (const auto* name : kTableColumns) cells.push_back(printable(cell(columns, name)));
    if (cell(columns, "direction") == "out") cells[2] += " (us)";
    return table_line(cells);
}

std::string TelegramLines::table_line(const std::vector<std::string>& cells) {
    widths_.resize(std::max(widths_.size(), cells.size()), 0);
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const auto width = width_of(cells[i]);
        widths_[i] = std::max(widths_[i], std::min(width, kWidthMax));
        line += cells[i];
        line.append((width < widths_[i] ? widths_[i] - width : 0) + 2, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
}

std::string TelegramLines::note(const std::string& sentence, std::uint64_t missed) const {
    if (format_ == LineFormat::Csv) return {};
    if (format_ == LineFormat::Table) return "-- " + printable(sentence);
    json line = {{"note", sentence}};
    if (missed > 0) line["missed"] = missed;
    return line.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string clock_text(const std::string& time) {
    std::tm utc{};
    int milliseconds = 0;
    const auto read =
        std::sscanf(time.c_str(), "%4d-%2d-%2dT%2d:%2d:%2d.%3d", &utc.tm_year, &utc.tm_mon,
                    &utc.tm_mday, &utc.tm_hour, &utc.tm_min, &utc.tm_sec, &milliseconds);
    constexpr int kParts = 7;
    if (read != kParts) return printable(time);
    utc.tm_year -= 1900;
    utc.tm_mon -= 1;
    const auto seconds = ::timegm(&utc);
    std::tm local{};
    ::localtime_r(&seconds, &local);
    char text[32];
    (void)std::snprintf(text, sizeof text, "%02d:%02d:%02d.%03d", local.tm_hour, local.tm_min,
                        local.tm_sec, milliseconds);
    return text;
}

}  // namespace knx
