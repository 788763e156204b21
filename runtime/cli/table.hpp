// SPDX-License-Identifier: Apache-2.0
// Table: rows of cells, as wide as they must be.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace busbar {

class Table {
 public:
    explicit Table(std::vector<std::string> head) { rows_.push_back(std::move(head)); }

    // As many cells as the head has.
    void add(std::vector<std::string> row) { rows_.push_back(std::move(row)); }
    [[nodiscard]] bool empty() const { return rows_.size() == 1; }
    // Columns two spaces apart, nothing behind the last one, each row a line.
    [[nodiscard]] std::string text() const;

 private:
    std::vector<std::vector<std::string>> rows_;  // the head first
};

// Characters of UTF-8 text; what is not UTF-8 counts somehow.
[[nodiscard]] std::size_t width_of(std::string_view text);
// Without control characters, which a device might use to play with the terminal.
[[nodiscard]] std::string printable(std::string_view text);
// The same for a text of several lines, whose ends stay.
[[nodiscard]] std::string printable_lines(std::string_view text);
// At most `width` characters; the last one is then '…'.
[[nodiscard]] std::string shortened(std::string_view text, std::size_t width);

}  // namespace busbar
