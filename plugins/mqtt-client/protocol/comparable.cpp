// SPDX-License-Identifier: Apache-2.0
// What of a Value is remembered, and when two of these are the same.
#include "protocol/comparable.hpp"

#include <cmath>
#include <functional>
#include <string>

namespace mqtt_client {
namespace {

// Integers up to here are exact as a double.
constexpr std::int64_t kExactMax = std::int64_t{1} << 53U;

bool exact(std::int64_t integer) { return integer >= -kExactMax && integer <= kExactMax; }

}  // namespace

Comparable Comparable::of(const Value& value) {
    Comparable result;
    if (const auto* boolean = value.get<bool>()) {
        result.kind_ = Kind::Integer;
        result.integer_ = *boolean ? 1 : 0;
    } else if (const auto* integer = value.get<std::int64_t>()) {
        result.kind_ = Kind::Integer;
        result.integer_ = *integer;
    } else if (const auto* number = value.get<double>()) {
        result.kind_ = Kind::Number;
        result.number_ = *number;
    } else if (!value.empty()) {
        const auto* text = value.get<std::string>();
        result.kind_ = Kind::Hash;
        result.hash_ = std::hash<std::string>{}(text != nullptr ? *text : busbar::to_string(value));
    }
    return result;
}

double Comparable::number() const {
    return kind_ == Kind::Number ? number_ : static_cast<double>(integer_);
}

bool Comparable::matches(const Comparable& other, double tolerance) const {
    if (empty() || other.empty()) return false;
    if (kind_ == Kind::Hash || other.kind_ == Kind::Hash) {
        return kind_ == other.kind_ && hash_ == other.hash_;
    }
    if (kind_ == Kind::Integer && other.kind_ == Kind::Integer &&
        !(exact(integer_) && exact(other.integer_))) {
        return integer_ == other.integer_;
    }
    // The sum of two decimals is seldom exact (33.35 - 33.3 > 0.05), so the edge gets a little
    // room.
    constexpr double kRounding = 1e-9;
    return std::abs(number() - other.number()) <=
           tolerance + std::abs(tolerance) * kRounding + std::abs(number()) * 1e-15;
}

std::string Comparable::text() const {
    switch (kind_) {
        case Kind::Nothing:
            return {};
        case Kind::Integer:
            return std::to_string(integer_);
        case Kind::Number:
            return busbar::to_string(Value::number(number_));
        case Kind::Hash:
            break;
    }
    return "…";
}

}  // namespace mqtt_client
