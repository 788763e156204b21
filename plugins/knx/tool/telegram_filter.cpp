// SPDX-License-Identifier: Apache-2.0
// TelegramFilter: ranges of 16 bits, and words.
#include "knx/tool/telegram_filter.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "knx/protocol/address.hpp"

namespace knx {

using busbar::ErrorCode;
using busbar::fail;
using busbar::Result;
using nlohmann::json;

namespace {

constexpr std::string_view kAny = "*";

// How many addresses "1/2/*" or "1/*" stands for, by the number of separators.
Result<AddressRange> parse_wildcard(const std::string& text, char separator, unsigned area_bits,
                                    unsigned line_bits) {
    const auto parts = 1 + std::count(text.begin(), text.end(), separator);
    auto first = text;
    first.replace(first.size() - 1, 1, "0");
    if (parts == 2) first += std::string(1, separator) + "0";
    const auto span_bits = parts == 2 ? 16 - area_bits : 16 - area_bits - line_bits;
    const auto span = static_cast<std::uint16_t>((1U << span_bits) - 1);
    if (separator == '/') {
        const auto address = BUSBAR_TRY(parse_group_address(first));
        return AddressRange{address.raw, static_cast<std::uint16_t>(address.raw + span)};
    }
    const auto address = BUSBAR_TRY(parse_individual_address(first));
    return AddressRange{address.raw, static_cast<std::uint16_t>(address.raw + span)};
}

Result<std::uint16_t> parse_one(const std::string& text, char separator) {
    if (separator == '/') return BUSBAR_TRY(parse_group_address(text)).raw;
    return BUSBAR_TRY(parse_individual_address(text)).raw;
}

Result<AddressRange> parse_range(const std::string& text, char separator, unsigned area_bits,
                                 unsigned line_bits) {
    const auto dash = text.find('-');
    if (dash != std::string::npos) {
        const auto first = BUSBAR_TRY(parse_one(text.substr(0, dash), separator));
        const auto last = BUSBAR_TRY(parse_one(text.substr(dash + 1), separator));
        if (first <= last) return AddressRange{first, last};
        return fail(ErrorCode::InvalidArgument, "'" + text + "' ends before it begins");
    }
    if (text.size() > 1 && text.ends_with(kAny) && text[text.size() - 2] == separator) {
        return parse_wildcard(text, separator, area_bits, line_bits);
    }
    const auto address = BUSBAR_TRY(parse_one(text, separator));
    return AddressRange{address, address};
}

std::string text_of(const json& columns, const char* name) {
    const auto found = columns.find(name);
    return found != columns.end() && found->is_string() ? found->get<std::string>() : "";
}

bool within(const std::vector<AddressRange>& ranges, std::uint16_t address) {
    return std::any_of(ranges.begin(), ranges.end(), [&](const AddressRange& range) {
        return address >= range.first && address <= range.last;
    });
}

bool one_of(const std::vector<std::string>& words, const std::string& word) {
    return words.empty() || std::find(words.begin(), words.end(), word) != words.end();
}

std::string lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return text;
}

}  // namespace

Result<AddressRange> parse_group_range(const std::string& text) {
    return parse_range(text, '/', 5, 3);
}

Result<AddressRange> parse_individual_range(const std::string& text) {
    return parse_range(text, '.', 4, 4);
}

bool TelegramFilter::lets_through(const json& columns) const {
    if (!one_of(services, text_of(columns, "service"))) return false;
    if (!one_of(interfaces, text_of(columns, "interface"))) return false;
    if (!groups.empty()) {
        const auto address = parse_group_address(text_of(columns, "destination"));
        if (!address || !within(groups, address->raw)) return false;
    }
    if (!sources.empty()) {
        const auto address = parse_individual_address(text_of(columns, "source"));
        if (!address || !within(sources, address->raw)) return false;
    }
    if (objects.empty()) return true;
    const auto object = lower(text_of(columns, "object"));
    return std::any_of(objects.begin(), objects.end(), [&](const std::string& part) {
        return object.find(lower(part)) != std::string::npos;
    });
}

}  // namespace knx
