// SPDX-License-Identifier: Apache-2.0
// Value <-> text. Numbers by <charconv>: no locale, exact both ways.
#include "protocol/payload.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include "protocol/utf8.hpp"

namespace mqtt_client {
namespace {

using busbar::Bytes;
using busbar::ErrorCode;
using busbar::fail;
using busbar::Fields;

// The longest is the smallest double: "-0." and 323 zeros and 17 digits.
constexpr std::size_t kNumberSizeMax = 352;

void append_number(double number, std::string& payload) {
    std::array<char, kNumberSizeMax> text{};
    // Adding 0.0 makes -0.0 a 0: "-0" reads as a different value to people and to string compares.
    const auto written = std::to_chars(text.data(), text.data() + text.size(), number + 0.0,
                                       std::chars_format::fixed);
    payload.append(text.data(), written.ptr);
}

void append_integer(std::int64_t integer, std::string& payload) {
    std::array<char, 24> text{};
    const auto written = std::to_chars(text.data(), text.data() + text.size(), integer);
    payload.append(text.data(), written.ptr);
}

void append_hex(const Bytes& bytes, std::string& payload) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    for (const auto byte : bytes) {
        payload += kDigits[byte >> 4U];
        payload += kDigits[byte & 0x0FU];
    }
}

void append_json_text(std::string_view text, std::string& payload) {
    payload += '"';
    for (const auto c : text) {
        if (c == '"' || c == '\\') {
            payload += '\\';
            payload += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            payload += "\\u00";
            append_hex({static_cast<std::uint8_t>(c)}, payload);
        } else {
            payload += c;
        }
    }
    payload += '"';
}

void append_scalar(const Value& value, std::string& payload);

// Not so for an empty value, and for NaN and infinity, which no owner should publish.
bool has_text(const Value& value) {
    const auto* number = value.get<double>();
    return !value.empty() && (number == nullptr || std::isfinite(*number));
}

void append_json(const Fields& fields, std::string& payload) {
    payload += '{';
    for (const auto& field : fields) {
        if (payload.back() != '{') payload += ',';
        append_json_text(field.name, payload);
        payload += ':';
        if (const auto* boolean = field.value.get<bool>()) {
            payload += *boolean ? "true" : "false";
        } else if (const auto* text = field.value.get<std::string>()) {
            append_json_text(*text, payload);
        } else if (const auto* bytes = field.value.get<Bytes>()) {
            payload += '"';
            append_hex(*bytes, payload);
            payload += '"';
        } else if (!has_text(field.value)) {
            payload += "null";
        } else {
            append_scalar(field.value, payload);
        }
    }
    payload += '}';
}

void append_scalar(const Value& value, std::string& payload) {
    if (const auto* boolean = value.get<bool>()) {
        payload += *boolean ? '1' : '0';
    } else if (const auto* integer = value.get<std::int64_t>()) {
        append_integer(*integer, payload);
    } else if (const auto* number = value.get<double>()) {
        append_number(*number, payload);
    } else if (const auto* text = value.get<std::string>()) {
        payload += *text;
    } else if (const auto* bytes = value.get<Bytes>()) {
        append_hex(*bytes, payload);
    } else if (const auto* fields = value.get<Fields>()) {
        append_json(*fields, payload);
    }
}

// Takes the digits off the front; false when there is none.
bool skip_digits(std::string_view& text) {
    const auto end = std::min(text.find_first_not_of("0123456789"), text.size());
    text.remove_prefix(end);
    return end > 0;
}

// `text` reads as a number. False when it is beyond a double.
bool parse_number(std::string_view text, double& number) {
    if (text.starts_with('+')) text.remove_prefix(1);  // from_chars knows no plus sign
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    // Out of range is also what a number closer to 0 than any double is; both are mistakes.
    return read.ec == std::errc() && std::isfinite(number);
}

bool parse_integer(std::string_view text, std::int64_t& integer) {
    if (text.starts_with('+')) text.remove_prefix(1);
    const auto read = std::from_chars(text.data(), text.data() + text.size(), integer);
    if (read.ec == std::errc() && read.ptr == text.data() + text.size()) return true;
    // 100.0 and 1e2 are whole too, as far as a double says so without doubt.
    constexpr double kExactMax = 9007199254740992.0;  // 2^53
    double number = 0;
    if (text.find_first_of(".eE") == std::string_view::npos || !parse_number(text, number) ||
        std::trunc(number) != number || std::abs(number) > kExactMax) {
        return false;
    }
    integer = static_cast<std::int64_t>(number);
    return true;
}

Result<Value> decode_number(std::string_view payload, Kind kind) {
    const auto text = trimmed(payload);
    if (!reads_as_number(text)) return refuse(payload, "numbers only, with a dot: 21.5");
    double number = 0;
    if (kind == Kind::Integer) {
        std::int64_t integer = 0;
        if (!parse_integer(text, integer)) return refuse(payload, "whole numbers only: 21");
        return Value::integer(integer);
    }
    if (!parse_number(text, number)) return refuse(payload, "beyond what a number can hold");
    if (kind == Kind::Boolean) {
        if (number != 0.0 && number != 1.0) return refuse(payload, "only 0 and 1 are understood");
        return Value::boolean(number == 1.0);
    }
    return Value::number(number + 0.0);
}

}  // namespace

bool encode(const Value& value, std::string& payload) {
    payload.clear();
    if (!has_text(value)) return false;
    append_scalar(value, payload);
    return true;
}

Result<Value> decode(std::string_view payload, Kind kind) {
    if (payload.size() > kPayloadSizeMax) {
        return fail(ErrorCode::InvalidArgument,
                    "received " + std::to_string(payload.size()) + " octets; at most 4096");
    }
    switch (kind) {
        case Kind::Text:
            if (!valid_utf8(payload)) return refuse(payload, "text is UTF-8");
            return Value::text(std::string(payload));
        case Kind::Bytes:
        case Kind::Fields:
            return refuse(payload, "structured objects are reported only");
        case Kind::Any:
        case Kind::Boolean:
        case Kind::Integer:
        case Kind::Number:
            break;
    }
    return decode_number(payload, kind);
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kBlanks = " \t\r\n";
    const auto first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

// ^[+-]?\d+(\.\d+)?([eE][+-]?\d+)?$
bool reads_as_number(std::string_view text) {
    if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
    if (!skip_digits(text)) return false;
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        if (!skip_digits(text)) return false;
    }
    if (text.starts_with('e') || text.starts_with('E')) {
        text.remove_prefix(1);
        if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
        if (!skip_digits(text)) return false;
    }
    return text.empty();
}

std::string quoted(std::string_view payload) {
    constexpr std::size_t kShown = 32;
    if (!valid_utf8(payload)) return std::to_string(payload.size()) + " octets that are no text";
    auto end = std::min(payload.size(), kShown);
    while (end > 0 && end < payload.size() && (payload[end] & 0xC0) == 0x80) --end;  // whole
    std::string text = "'";
    for (const char c : payload.substr(0, end)) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) {
            text += "·";
        } else {
            text += c;
        }
    }
    return text + (end < payload.size() ? "…'" : "'");
}

tl::unexpected<busbar::Error> refuse(std::string_view payload, std::string_view rule) {
    return fail(ErrorCode::InvalidArgument,
                "received " + quoted(payload) + "; " + std::string(rule));
}

double half_last_digit(std::string_view payload) {
    if (!reads_as_number(payload)) return 0;
    const auto dot = payload.find('.');
    const auto decimals = dot == std::string_view::npos ? 0 : payload.size() - dot - 1;
    return 0.5 * std::pow(10.0, -static_cast<double>(decimals));
}

}  // namespace mqtt_client
