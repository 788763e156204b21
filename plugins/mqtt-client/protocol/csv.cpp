// SPDX-License-Identifier: Apache-2.0
// A reader that goes on behind what is wrong.
#include "protocol/csv.hpp"

#include <algorithm>

#include "protocol/utf8.hpp"

namespace mqtt_client {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

class Reader {
 public:
    explicit Reader(std::string_view text) : text_(text) {
        if (text_.starts_with(kByteOrderMark)) text_.remove_prefix(kByteOrderMark.size());
        const auto first = text_.substr(0, text_.find('\n'));
        const auto found = first.find_first_of(",;\t");
        if (found != std::string_view::npos) separator_ = first[found];
    }

    [[nodiscard]] bool at_end() const { return text_.empty(); }

    CsvRow row() {
        CsvRow row;
        row.line = line_;
        do {
            row.fields.push_back(field(row));
            if (!valid_utf8(row.fields.back())) refuse(row, "not UTF-8");
        } while (skip(separator_));
        end_line();
        return row;
    }

 private:
    static void refuse(CsvRow& row, std::string_view why) {
        if (row.error.empty()) row.error = why;
    }

    bool skip(char c) {
        if (!text_.starts_with(c)) return false;
        text_.remove_prefix(1);
        return true;
    }

    std::string field(CsvRow& row) {
        if (skip('"')) return quoted_field(row);
        auto plain = up_to_end_of_field();
        if (plain.find('"') != std::string::npos) {
            refuse(row, "a quote inside of a field without quotes around it");
        }
        return plain;
    }

    // The opening quote is read already.
    std::string quoted_field(CsvRow& row) {
        std::string field;
        const auto begin = text_;
        for (;;) {
            const auto quote = text_.find('"');
            if (quote == std::string_view::npos) {
                // Most likely one line is wrong, and not all that follow.
                refuse(row, "a quote that never ends");
                text_ = begin;
                return up_to_end_of_line();
            }
            field += text_.substr(0, quote);
            text_.remove_prefix(quote + 1);
            if (!skip('"')) break;
            field += '"';
        }
        line_ += static_cast<std::size_t>(std::count(field.begin(), field.end(), '\n'));
        if (const auto behind = up_to_end_of_field(); !behind.empty()) {
            refuse(row, "a text behind the quote that ends a field");
        }
        return field;
    }

    std::string take(std::size_t size) {
        std::string taken(text_.substr(0, size));
        text_.remove_prefix(taken.size());
        return taken;
    }
    std::string up_to_end_of_field() {
        const char ends[] = {separator_, '\n', '\0'};
        auto size = std::min(text_.find_first_of(ends), text_.size());
        const bool carriage_return =
            size > 0 && size < text_.size() && text_[size] == '\n' && text_[size - 1] == '\r';
        if (carriage_return || (size == text_.size() && text_.ends_with('\r'))) --size;
        return take(size);
    }
    std::string up_to_end_of_line() {
        auto size = std::min(text_.find('\n'), text_.size());
        if (size > 0 && text_[size - 1] == '\r') --size;
        return take(size);
    }
    void end_line() {
        (void)skip('\r');
        (void)skip('\n');
        ++line_;
    }

    std::string_view text_;
    std::size_t line_ = 1;
    char separator_ = ',';
};

}  // namespace

std::vector<CsvRow> read_csv(std::string_view text) {
    std::vector<CsvRow> rows;
    Reader reader(text);
    while (!reader.at_end()) {
        auto row = reader.row();
        const bool empty = row.fields.size() == 1 && row.fields[0].empty() && row.error.empty();
        if (!empty) rows.push_back(std::move(row));
    }
    return rows;
}

void write_csv(const std::vector<std::string_view>& fields, std::string& text) {
    bool first = true;
    for (const auto field : fields) {
        if (!first) text += ',';
        const bool blank_at_an_end = field.starts_with(' ') || field.ends_with(' ');
        first = false;
        if (field.find_first_of(",;\t\"\r\n") == std::string_view::npos && !blank_at_an_end) {
            text += field;
            continue;
        }
        text += '"';
        for (const char c : field) {
            if (c == '"') text += '"';
            text += c;
        }
        text += '"';
    }
    text += "\r\n";
}

}  // namespace mqtt_client
