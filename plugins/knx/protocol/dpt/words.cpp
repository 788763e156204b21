// SPDX-License-Identifier: Apache-2.0
// How names, labels and numbers are compared and written.
#include "knx/protocol/dpt/words.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace knx {
namespace {

// Octets of UTF-8 beyond ASCII count as letters.
bool is_word(char character) {
    const auto octet = static_cast<unsigned char>(character);
    return octet >= 0x80 || (octet >= '0' && octet <= '9') || (octet >= 'a' && octet <= 'z') ||
           (octet >= 'A' && octet <= 'Z');
}

char lower(char character) {
    return character >= 'A' && character <= 'Z' ? static_cast<char>(character - 'A' + 'a')
                                                : character;
}

// Takes the next run of letters and digits off the front of `text`.
std::string_view next_run(std::string_view& text) {
    const auto begin = std::find_if(text.begin(), text.end(), is_word);
    const auto end = std::find_if_not(begin, text.end(), is_word);
    const std::string_view run(begin, end);
    text = std::string_view(end, text.end());
    return run;
}

template <class Number>
std::optional<Number> parse_all(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    Number number{};
    const auto* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc{} || rest != end) return std::nullopt;
    return number;
}

}  // namespace

bool same_word(std::string_view left, std::string_view right) {
    while (true) {
        const auto a = next_run(left);
        const auto b = next_run(right);
        const auto same = [](char x, char y) { return lower(x) == lower(y); };
        if (!std::equal(a.begin(), a.end(), b.begin(), b.end(), same)) return false;
        if (a.empty()) return true;
    }
}

const Label* find_label(std::span<const Label> labels, std::uint64_t code) {
    const auto found = std::find_if(labels.begin(), labels.end(),
                                    [code](const Label& label) { return label.code == code; });
    return found == labels.end() ? nullptr : &*found;
}

std::optional<std::uint16_t> find_code(std::span<const Label> labels, std::string_view word) {
    if (std::none_of(word.begin(), word.end(), is_word)) return std::nullopt;
    for (const auto& label : labels) {
        if (same_word(label.text, word)) return label.code;
    }
    return std::nullopt;
}

std::string number_text(double number) {
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
    return {text.data(), end};
}

std::optional<std::int64_t> parse_integer(std::string_view text) {
    return parse_all<std::int64_t>(text);
}

std::optional<double> parse_number(std::string_view text) { return parse_all<double>(text); }

}  // namespace knx
