// SPDX-License-Identifier: Apache-2.0
// UTF-8 well-formedness by the table of RFC 3629, section 4.
#include "protocol/utf8.hpp"

#include <cstddef>
#include <cstdint>

namespace mqtt_client {
namespace {

// One row of the RFC's table: what leads, how many octets follow, and the range of the first of
// these (which is where overlong forms, surrogates and too large code points are told apart).
struct Row {
    std::uint8_t lead_first, lead_last;
    std::size_t following;
    std::uint8_t second_first, second_last;
};

constexpr Row kRows[] = {
    {0x01, 0x7F, 0, 0x00, 0x00}, {0xC2, 0xDF, 1, 0x80, 0xBF}, {0xE0, 0xE0, 2, 0xA0, 0xBF},
    {0xE1, 0xEC, 2, 0x80, 0xBF}, {0xED, 0xED, 2, 0x80, 0x9F}, {0xEE, 0xEF, 2, 0x80, 0xBF},
    {0xF0, 0xF0, 3, 0x90, 0xBF}, {0xF1, 0xF3, 3, 0x80, 0xBF}, {0xF4, 0xF4, 3, 0x80, 0x8F},
};

const Row* row_of(std::uint8_t lead) {
    for (const auto& row : kRows) {
        if (lead >= row.lead_first && lead <= row.lead_last) return &row;
    }
    return nullptr;
}

std::uint8_t octet(char c) { return static_cast<std::uint8_t>(c); }

bool follows(const Row& row, std::string_view rest) {
    if (rest.size() < row.following) return false;
    for (std::size_t i = 0; i < row.following; ++i) {
        const auto first = i == 0 ? row.second_first : std::uint8_t{0x80};
        const auto last = i == 0 ? row.second_last : std::uint8_t{0xBF};
        if (octet(rest[i]) < first || octet(rest[i]) > last) return false;
    }
    return true;
}

}  // namespace

bool valid_utf8(std::string_view text) {
    while (!text.empty()) {
        const auto* row = row_of(octet(text.front()));
        if (row == nullptr || !follows(*row, text.substr(1))) return false;
        text.remove_prefix(1 + row->following);
    }
    return true;
}

}  // namespace mqtt_client
