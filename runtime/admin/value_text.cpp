// SPDX-License-Identifier: Apache-2.0
// Words to values.
#include "admin/value_text.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace busbar {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_word(std::string_view left, std::string_view right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                      [](char a, char b) { return lower(a) == lower(b); });
}

template <class T>
std::optional<T> whole_text(std::string_view text) {
    if (text.starts_with('+')) text.remove_prefix(1);
    T number{};
    const auto* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    if (text.empty() || error != std::errc() || stop != end) return std::nullopt;
    return number;
}

std::optional<double> real_of(std::string_view text) {
    const auto number = whole_text<double>(text);
    return number && std::isfinite(*number) ? number : std::nullopt;  // "inf" is a text to us
}

std::optional<std::int64_t> labelled(std::string_view text, const v1::ObjectType& type) {
    for (const auto& label : type.labels()) {
        if (same_word(text, label.label())) return label.value();
    }
    return std::nullopt;
}

std::optional<bool> boolean_of(std::string_view text) {
    for (const auto* word : {"on", "true", "1"}) {
        if (same_word(text, word)) return true;
    }
    for (const auto* word : {"off", "false", "0"}) {
        if (same_word(text, word)) return false;
    }
    return std::nullopt;
}

std::optional<Bytes> octets_of(std::string_view text) {
    if (!text.starts_with("0x") || text.size() % 2 != 0) return std::nullopt;
    Bytes octets;
    for (auto at = text.begin() + 2; at != text.end(); at += 2) {
        std::uint8_t octet = 0;
        const auto [stop, error] = std::from_chars(&*at, &*at + 2, octet, 16);
        if (error != std::errc() || stop != &*at + 2) return std::nullopt;
        octets.push_back(octet);
    }
    return octets;
}

// Where the type says nothing: the narrowest kind that the text can be.
Value guessed(std::string_view text) {
    if (const auto integer = whole_text<std::int64_t>(text)) return Value::integer(*integer);
    if (const auto boolean = boolean_of(text)) return Value::boolean(*boolean);
    if (const auto number = real_of(text)) return Value::number(*number);
    return Value::text(std::string(text));
}

std::string label_list(const v1::ObjectType& type) {
    constexpr int kLabelsMax = 12;
    std::string words = "one of ";
    for (int i = 0; i < type.labels_size() && i < kLabelsMax; ++i) {
        if (i > 0) words += ", ";
        words += type.labels(i).label();
    }
    return type.labels_size() > kLabelsMax ? words + " …" : words;
}

}  // namespace

std::optional<Value> value_of_word(std::string_view text, const v1::ObjectType& type) {
    const auto label = labelled(text, type);
    switch (type.value_kind()) {
        case v1::VALUE_KIND_BOOLEAN: {
            const auto boolean = label ? std::optional(*label != 0) : boolean_of(text);
            return boolean ? std::optional(Value::boolean(*boolean)) : std::nullopt;
        }
        case v1::VALUE_KIND_INTEGER: {
            const auto integer = label ? label : whole_text<std::int64_t>(text);
            return integer ? std::optional(Value::integer(*integer)) : std::nullopt;
        }
        case v1::VALUE_KIND_NUMBER: {
            const auto number = real_of(text);
            return number ? std::optional(Value::number(*number)) : std::nullopt;
        }
        case v1::VALUE_KIND_TEXT:
            return Value::text(std::string(text));
        case v1::VALUE_KIND_BYTES: {
            auto octets = octets_of(text);
            return octets ? std::optional(Value::bytes(*std::move(octets))) : std::nullopt;
        }
        case v1::VALUE_KIND_FIELDS:
            return std::nullopt;
        default:
            return text.starts_with('{') ? std::nullopt : std::optional(guessed(text));
    }
}

std::string expected_words(const v1::ObjectType& type) {
    switch (type.value_kind()) {
        case v1::VALUE_KIND_BOOLEAN:
            return type.labels_size() > 0 ? "on or off, or " + label_list(type) : "on or off";
        case v1::VALUE_KIND_INTEGER:
            return type.labels_size() > 0 ? label_list(type) : "a whole number";
        case v1::VALUE_KIND_NUMBER:
            return "a number, with a dot: 21.5";
        case v1::VALUE_KIND_TEXT:
            return "a text";
        case v1::VALUE_KIND_BYTES:
            return "octets: 0x0c1a or {\"bytes\": \"base64\"}";
        case v1::VALUE_KIND_FIELDS:
            return "named fields: {\"name\": value, …}";
        default:
            return "a value";
    }
}

}  // namespace busbar
