// SPDX-License-Identifier: Apache-2.0
// Value: what an object holds. One of boolean, integer, number, text, bytes, named fields; or
// nothing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace busbar {

struct Field;
using Bytes = std::vector<std::uint8_t>;
using Fields = std::vector<Field>;  // in the type's own order; names are unique

// A plain value, freely copied. Empty means "not known"; an empty Value is never a state.
// Integers are 64 bits and never pass through a double; a number is finite.
class Value {
 public:
    using Variant =
        std::variant<std::monostate, bool, std::int64_t, double, std::string, Bytes, Fields>;

    Value() = default;
    // Named makers instead of converting constructors, because 1, 1.0 and true are three values.
    [[nodiscard]] static Value boolean(bool value);
    [[nodiscard]] static Value integer(std::int64_t value);
    [[nodiscard]] static Value number(double value);
    [[nodiscard]] static Value text(std::string value);
    [[nodiscard]] static Value bytes(Bytes value);
    [[nodiscard]] static Value fields(Fields value);

    [[nodiscard]] bool empty() const { return std::holds_alternative<std::monostate>(variant_); }
    // The value as T (bool, std::int64_t, double, std::string, Bytes, Fields), or nullptr.
    template <class T>
    [[nodiscard]] const T* get() const {
        return std::get_if<T>(&variant_);
    }
    [[nodiscard]] const Variant& variant() const { return variant_; }

    friend bool operator==(const Value&, const Value&);

 private:
    explicit Value(Variant variant);
    Variant variant_;
};

struct Field {
    std::string name;
    Value value;

    friend bool operator==(const Field&, const Field&) = default;
};

// Below Field, because a vector of an incomplete type may be named but not destroyed.
inline Value::Value(Variant variant) : variant_(std::move(variant)) {}
inline Value Value::boolean(bool value) { return Value(Variant(value)); }
inline Value Value::integer(std::int64_t value) { return Value(Variant(value)); }
inline Value Value::number(double value) { return Value(Variant(value)); }
inline Value Value::text(std::string value) { return Value(Variant(std::move(value))); }
inline Value Value::bytes(Bytes value) { return Value(Variant(std::move(value))); }
inline Value Value::fields(Fields value) { return Value(Variant(std::move(value))); }
inline bool operator==(const Value& left, const Value& right) {
    return left.variant_ == right.variant_;
}

// Boolean, integer or number as a number (booleans are 0 and 1); false when it is none of them.
// An integer beyond 2^53 loses digits here: compare and print integers as integers.
[[nodiscard]] bool as_number(const Value& value, double& number);

// For logs and the command line: on 21.5 "text" 0x0c1a {hour: 7, minute: 30} (none).
[[nodiscard]] std::string to_string(const Value& value);

}  // namespace busbar
