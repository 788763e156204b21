// SPDX-License-Identifier: Apache-2.0
// Texts in payloads.
#include "knx/protocol/dpt/characters.hpp"

#include <algorithm>
#include <optional>

namespace knx {

using busbar::ErrorCode;
using busbar::fail;

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

// Takes one character off the front of `text`; nothing when it does not begin with well-formed
// UTF-8 (RFC 3629: shortest form, no surrogates, up to 10FFFF).
std::optional<char32_t> next_character(std::string_view& text) {
    const auto octet = [&](std::size_t index) { return static_cast<unsigned char>(text[index]); };
    const auto first = octet(0);
    const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if ((first >= 0x80 && first < 0xC2) || first > 0xF4 || text.size() < length) return {};

    char32_t character = length == 1 ? first : first & (0x7FU >> length);
    for (std::size_t index = 1; index < length; ++index) {
        if ((octet(index) & 0xC0U) != 0x80) return {};
        character = character << 6U | (octet(index) & 0x3FU);
    }
    if (length == 3 && (character < 0x800 || (character >= 0xD800 && character < 0xE000)))
        return {};
    if (length == 4 && (character < 0x10000 || character > 0x10FFFF)) return {};
    text.remove_prefix(length);
    return character;
}

void append_latin1(std::string& utf8, std::uint8_t octet) {
    if (octet < 0x80) {
        utf8 += static_cast<char>(octet);
        return;
    }
    utf8 += static_cast<char>(0xC0U | octet >> 6U);
    utf8 += static_cast<char>(0x80U | (octet & 0x3FU));
}

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        if (!next_character(text)) return false;
    }
    return true;
}

}  // namespace

busbar::Result<std::string> decode_text(const FieldSpec& spec,
                                        std::span<const std::uint8_t> octets) {
    const auto end = std::find(octets.begin(), octets.end(), std::uint8_t{0});
    if (spec.variable_length && end == octets.end() && octets.size() * 8 == spec.bits) {
        return fail(ErrorCode::InvalidArgument, "the text does not end");
    }
    std::string text;
    if (spec.form == Form::Utf8) {
        text.assign(octets.begin(), end);
        if (!is_utf8(text)) return fail(ErrorCode::InvalidArgument, "the text is not UTF-8");
        return text;
    }
    for (auto octet = octets.begin(); octet != end; ++octet) {
        if (spec.form == Form::Ascii && *octet >= 0x80) {
            text += kReplacement;
        } else {
            append_latin1(text, *octet);
        }
    }
    return text;
}

busbar::Result<busbar::Bytes> encode_text(const FieldSpec& spec, std::string_view utf8) {
    const char32_t last = spec.form == Form::Ascii ? 0x7F : 0xFF;
    busbar::Bytes octets;
    for (auto rest = utf8; !rest.empty();) {
        const auto before = rest;
        const auto character = next_character(rest);
        if (!character) return fail(ErrorCode::InvalidArgument, "the text is not UTF-8");
        if (*character == 0) return fail(ErrorCode::InvalidArgument, "the text holds a NUL");
        if (spec.form == Form::Utf8) {
            octets.insert(octets.end(), before.begin(), rest.begin());
        } else {
            octets.push_back(*character > last ? '?' : static_cast<std::uint8_t>(*character));
        }
    }
    const std::size_t octets_max = spec.bits / 8U - (spec.variable_length ? 1U : 0U);
    if (octets.size() > octets_max) {
        return fail(ErrorCode::OutOfRange, "the text needs " + std::to_string(octets.size()) +
                                               " octets, at most " + std::to_string(octets_max) +
                                               " fit");
    }
    octets.resize(spec.variable_length ? octets.size() + 1 : octets_max, 0);
    return octets;
}

}  // namespace knx
