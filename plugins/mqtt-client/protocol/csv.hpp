// SPDX-License-Identifier: Apache-2.0
// CSV: rows of texts as spreadsheets read and write them (RFC 4180).
//
// What is written follows the RFC: commas, lines end with CR LF, quotes where they are needed. What
// is read may also end its lines with LF, begin with a byte order mark, and be separated by
// semicolons or tabs, as spreadsheets do in half of the world: whichever of the three the first
// line has first.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "busbar/result.hpp"

namespace mqtt_client {

struct CsvRow {
    std::size_t line = 0;  // of the file where it begins, from 1
    std::vector<std::string> fields;
    std::string error;  // what is wrong with it; its fields are then what could be read
};

// Reads row after row; empty lines are left out. A row that is wrong (a quote inside of a field
// that has none around it, or that never ends; not UTF-8) does not keep the next ones from being
// read.
[[nodiscard]] std::vector<CsvRow> read_csv(std::string_view text);

// Appends a row of two fields or more.
void write_csv(const std::vector<std::string_view>& fields, std::string& text);

}  // namespace mqtt_client
