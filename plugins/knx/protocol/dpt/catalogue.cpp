// SPDX-License-Identifier: Apache-2.0
// Finds a type in the tables.
#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

#include "knx/protocol/dpt/tables.hpp"

namespace knx {

using busbar::ErrorCode;
using busbar::fail;
using busbar::Result;

namespace {

constexpr std::span<const Dpt> (*kTables[])() = {
    dpt_1,
    dpt_2,
    dpt_3,
    dpt_5,
    dpt_6,
    dpt_7,
    dpt_8,
    dpt_9,
    dpt_12,
    dpt_13,
    dpt_14,
    dpt_17,
    dpt_20_climate,
    dpt_20_general,
    dpt_20_light,
    dpt_21,
    dpt_22,
    dpt_23,
    dpt_29,
    dpt_channels,
    dpt_climate,
    dpt_colour,
    dpt_colour_control,
    dpt_generic,
    dpt_metering,
    dpt_other,
    dpt_shutter,
    dpt_status,
    dpt_text,
    dpt_time,
};

bool parse_part(std::string_view text, std::uint16_t& part) {
    const auto* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, part);
    return error == std::errc{} && rest == end;
}

// The row that stands for its main type: the generic one, or the only one.
const Dpt* find_main(std::uint16_t main) {
    const Dpt* found = nullptr;
    std::size_t count = 0;
    for (const auto* dpt : all_dpts()) {
        if (dpt->number.main != main) continue;
        found = dpt;  // the generic row comes last
        ++count;
    }
    const auto stands = count == 1 || (count > 1 && found->number.sub == DptNumber::kAnySub);
    return stands ? found : nullptr;
}

}  // namespace

Result<DptNumber> parse_dpt_number(std::string_view text) {
    DptNumber number;
    const auto dot = text.find('.');
    auto good = parse_part(text.substr(0, dot), number.main) && number.main != 0;
    if (good && dot != std::string_view::npos) {
        good = parse_part(text.substr(dot + 1), number.sub) && number.sub != DptNumber::kAnySub;
    }
    if (good) return number;
    return fail(ErrorCode::InvalidArgument,
                '"' + std::string(text) + "\" is no datapoint type: write 9.001 or 9");
}

std::string to_string(DptNumber number) {
    auto text = std::to_string(number.main);
    if (number.sub == DptNumber::kAnySub) return text;
    auto sub = std::to_string(number.sub);
    sub.insert(0, sub.size() < 3 ? 3 - sub.size() : 0, '0');
    return text + '.' + sub;
}

std::span<const Dpt* const> all_dpts() {
    static const auto kAll = [] {
        std::vector<const Dpt*> all;
        for (const auto& table : kTables) {
            for (const auto& dpt : table()) all.push_back(&dpt);
        }
        const auto order = [](const Dpt* dpt) {
            return std::pair(dpt->number.main, dpt->number.sub);
        };
        std::ranges::sort(all, {}, order);
        return all;
    }();
    return kAll;
}

Result<const Dpt*> find_dpt(DptNumber number) {
    if (number.sub == DptNumber::kAnySub) {
        if (const auto* dpt = find_main(number.main)) return dpt;
    }
    for (const auto* dpt : all_dpts()) {
        if (dpt->number == number) return dpt;
    }
    return fail(ErrorCode::NotFound, "datapoint type " + to_string(number) + " is not known");
}

Result<const Dpt*> find_dpt(std::string_view number) {
    return find_dpt(BUSBAR_TRY(parse_dpt_number(number)));
}

}  // namespace knx
