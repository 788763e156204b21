// SPDX-License-Identifier: Apache-2.0
// Table's layout.
#include "cli/table.hpp"

#include <algorithm>

namespace busbar {
namespace {

bool begins_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

}  // namespace

std::string Table::text() const {
    std::vector<std::size_t> widths(rows_.front().size(), 0);
    for (const auto& row : rows_) {
        for (std::size_t i = 0; i < widths.size(); ++i) {
            widths[i] = std::max(widths[i], width_of(row[i]));
        }
    }
    std::string text;
    for (const auto& row : rows_) {
        std::string line;
        std::size_t column = 0;  // where the cell begins
        for (std::size_t i = 0; i < widths.size(); ++i) {
            line.append(column - width_of(line), ' ');
            line += printable(row[i]);
            column += widths[i] + 2;
        }
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + '\n';
    }
    return text;
}

std::size_t width_of(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins_character));
}

std::string printable(std::string_view text) {
    std::string result(text);
    const auto is_control = [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
    };
    std::replace_if(result.begin(), result.end(), is_control, '?');
    // U+0080 to U+009F are control characters as well: 0xC2 and 0x80 to 0x9F in UTF-8.
    for (std::size_t i = 0; i + 1 < result.size(); ++i) {
        const auto next = static_cast<unsigned char>(result[i + 1]);
        if (result[i] == '\xC2' && next >= 0x80 && next < 0xA0) result.replace(i, 2, "?");
    }
    return result;
}

std::string printable_lines(std::string_view text) {
    std::string result;
    for (auto end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
        result += printable(text.substr(0, end)) + '\n';
        text.remove_prefix(end + 1);
    }
    return result + printable(text);
}

std::string shortened(std::string_view text, std::size_t width) {
    if (width_of(text) <= width) return std::string(text);
    std::string result;
    std::size_t characters = 0;
    for (const char c : text) {
        if (begins_character(c) && ++characters == width) break;
        result += c;
    }
    return result + "…";
}

}  // namespace busbar
