// SPDX-License-Identifier: Apache-2.0
// Value as a number and as words.
#include "busbar/value.hpp"

#include <array>
#include <charconv>

namespace busbar {
namespace {

std::string shortest(double number) {
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
    return {text.data(), end};
}

std::string hex(const Bytes& bytes) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text = "0x";
    for (const auto byte : bytes) {
        text += kDigits[byte >> 4U];
        text += kDigits[byte & 0x0FU];
    }
    return text;
}

std::string braces(const Fields& fields) {
    std::string text = "{";
    for (const auto& field : fields) {
        if (text.size() > 1) text += ", ";
        text += field.name + ": " + to_string(field.value);
    }
    return text + "}";
}

}  // namespace

bool as_number(const Value& value, double& number) {
    if (const auto* boolean = value.get<bool>()) {
        number = *boolean ? 1.0 : 0.0;
        return true;
    }
    if (const auto* integer = value.get<std::int64_t>()) {
        number = static_cast<double>(*integer);
        return true;
    }
    if (const auto* real = value.get<double>()) {
        number = *real;
        return true;
    }
    return false;
}

std::string to_string(const Value& value) {
    if (const auto* boolean = value.get<bool>()) return *boolean ? "on" : "off";
    if (const auto* integer = value.get<std::int64_t>()) return std::to_string(*integer);
    if (const auto* number = value.get<double>()) return shortest(*number);
    if (const auto* text = value.get<std::string>()) return '"' + *text + '"';
    if (const auto* bytes = value.get<Bytes>()) return hex(*bytes);
    if (const auto* fields = value.get<Fields>()) return braces(*fields);
    return "(none)";
}

}  // namespace busbar
