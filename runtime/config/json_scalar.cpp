// SPDX-License-Identifier: Apache-2.0
// Scalars by their C++ type. Mapping: https://protobuf.dev/programming-guides/json/.
#include "config/json_scalar.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <limits>

#include "config/base64.hpp"
#include "config/nearest_name.hpp"

namespace busbar {
namespace {

using google::protobuf::EnumValueDescriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using Fault = std::optional<ScalarFault>;

Fault wrong_type(std::string message) { return ScalarFault{"wrong_type", std::move(message)}; }

template <class T>
bool from_text(const std::string& text, T& number) {
    const auto* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    return error == std::errc() && stop == end;
}

// A JSON number of any spelling as T, if it is a whole one within T's range.
template <class T>
Fault whole(const Json& json, T& number) {
    constexpr auto kMin = std::numeric_limits<T>::min();
    constexpr auto kMax = std::numeric_limits<T>::max();
    const Fault outside = ScalarFault{"out_of_range", "Must be from " + std::to_string(kMin) +
                                                          " to " + std::to_string(kMax) + '.'};
    std::int64_t with_sign = 0;
    std::uint64_t without_sign = 0;
    bool negative = false;
    if (json.is_number_unsigned() ||
        (json.is_string() && from_text(json.get<std::string>(), without_sign))) {
        if (json.is_number_unsigned()) without_sign = json.get<std::uint64_t>();
    } else if (json.is_number_integer() ||
               (json.is_string() && from_text(json.get<std::string>(), with_sign))) {
        if (json.is_number_integer()) with_sign = json.get<std::int64_t>();
        negative = with_sign < 0;
        without_sign = static_cast<std::uint64_t>(with_sign);
    } else if (json.is_number_float()) {
        const auto real = json.get<double>();
        if (real != std::trunc(real)) return wrong_type("Must be a whole number.");
        if (std::abs(real) > 9007199254740992.0) return outside;  // 2^53: no longer exact
        with_sign = static_cast<std::int64_t>(real);
        negative = with_sign < 0;
        without_sign = static_cast<std::uint64_t>(with_sign);
    } else {
        return wrong_type("Must be a whole number.");
    }
    if (negative ? !std::in_range<T>(with_sign) : !std::in_range<T>(without_sign)) return outside;
    number = negative ? static_cast<T>(with_sign) : static_cast<T>(without_sign);
    return {};
}

template <class T>
Fault real(const Json& json, T& number) {
    double value = 0;
    if (json.is_number()) {
        value = json.get<double>();
    } else if (!json.is_string() || !from_text(json.get<std::string>(), value)) {
        return wrong_type("Must be a number, with a dot: 21.5.");
    }
    if (!std::isfinite(value) || std::abs(value) > double{std::numeric_limits<T>::max()}) {
        return ScalarFault{"out_of_range", "Is too large a number."};
    }
    number = static_cast<T>(value);
    return {};
}

std::string words(const google::protobuf::EnumDescriptor& type) {
    std::string text;
    for (int i = 0; i < type.value_count(); ++i) {
        text += (i == 0 ? "" : ", ") + type.value(i)->name();
    }
    return text;
}

Fault word(const Json& json, const google::protobuf::EnumDescriptor& type,
           const EnumValueDescriptor*& value) {
    if (json.is_string()) {
        value = type.FindValueByName(json.get<std::string>());
    } else if (json.is_number_integer()) {
        int number = 0;
        if (!whole(json, number)) value = type.FindValueByNumber(number);
    } else {
        return wrong_type("Must be one of " + words(type) + '.');
    }
    if (value == nullptr) {
        return ScalarFault{"unknown_value", "Must be one of " + words(type) + '.'};
    }
    return {};
}

Fault octets(const Json& json, std::string& bytes) {
    auto decoded = json.is_string() ? decode_base64(json.get<std::string>()) : std::nullopt;
    if (!decoded) return wrong_type("Must be base64.");
    bytes = std::move(*decoded);
    return {};
}

// The shortest decimal that reads back as this float, so that 0.1 does not come out as
// 0.10000000149011612.
double shortest(float number) {
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
    double result = 0;
    std::from_chars(text.data(), end, result);
    return result;
}

Json word_of(const google::protobuf::EnumDescriptor& type, int number) {
    const auto* value = type.FindValueByNumber(number);
    return value == nullptr ? Json(number) : Json(value->name());
}

}  // namespace

// Reads with `READ` into a variable of `TYPE` and sets or adds it as `NAME`.
#define BUSBAR_READ_SCALAR(TYPE, NAME, READ)                          \
    {                                                                 \
        TYPE value{};                                                 \
        if (auto fault = READ) return fault;                          \
        if (field.is_repeated()) {                                    \
            reflection.Add##NAME(&message, &field, std::move(value)); \
        } else {                                                      \
            reflection.Set##NAME(&message, &field, std::move(value)); \
        }                                                             \
        return {};                                                    \
    }

Fault read_scalar(const Json& json, const FieldDescriptor& field, Message& message) {
    const auto& reflection = *message.GetReflection();
    switch (field.cpp_type()) {
        case FieldDescriptor::CPPTYPE_INT32:
            BUSBAR_READ_SCALAR(std::int32_t, Int32, whole(json, value))
        case FieldDescriptor::CPPTYPE_INT64:
            BUSBAR_READ_SCALAR(std::int64_t, Int64, whole(json, value))
        case FieldDescriptor::CPPTYPE_UINT32:
            BUSBAR_READ_SCALAR(std::uint32_t, UInt32, whole(json, value))
        case FieldDescriptor::CPPTYPE_UINT64:
            BUSBAR_READ_SCALAR(std::uint64_t, UInt64, whole(json, value))
        case FieldDescriptor::CPPTYPE_FLOAT:
            BUSBAR_READ_SCALAR(float, Float, real(json, value))
        case FieldDescriptor::CPPTYPE_DOUBLE:
            BUSBAR_READ_SCALAR(double, Double, real(json, value))
        case FieldDescriptor::CPPTYPE_ENUM:
            BUSBAR_READ_SCALAR(const EnumValueDescriptor*, Enum,
                               word(json, *field.enum_type(), value))
        case FieldDescriptor::CPPTYPE_BOOL:
            if (!json.is_boolean()) return wrong_type("Must be true or false.");
            BUSBAR_READ_SCALAR(bool, Bool, (value = json.get<bool>(), Fault()))
        case FieldDescriptor::CPPTYPE_STRING:
            if (field.type() == FieldDescriptor::TYPE_BYTES) {
                BUSBAR_READ_SCALAR(std::string, String, octets(json, value))
            }
            if (!json.is_string()) return wrong_type("Must be a text.");
            BUSBAR_READ_SCALAR(std::string, String, (value = json.get<std::string>(), Fault()))
        case FieldDescriptor::CPPTYPE_MESSAGE:
            break;
    }
    return wrong_type("Must be an object with named fields.");
}
#undef BUSBAR_READ_SCALAR

#define BUSBAR_GET_SCALAR(NAME)                                                 \
    (field.is_repeated() ? reflection.GetRepeated##NAME(message, &field, index) \
                         : reflection.Get##NAME(message, &field))

Json write_scalar(const Message& message, const FieldDescriptor& field, int index) {
    const auto& reflection = *message.GetReflection();
    switch (field.cpp_type()) {
        case FieldDescriptor::CPPTYPE_INT32:
            return BUSBAR_GET_SCALAR(Int32);
        case FieldDescriptor::CPPTYPE_INT64:
            return std::to_string(BUSBAR_GET_SCALAR(Int64));
        case FieldDescriptor::CPPTYPE_UINT32:
            return BUSBAR_GET_SCALAR(UInt32);
        case FieldDescriptor::CPPTYPE_UINT64:
            return std::to_string(BUSBAR_GET_SCALAR(UInt64));
        case FieldDescriptor::CPPTYPE_FLOAT:
            return shortest(BUSBAR_GET_SCALAR(Float));
        case FieldDescriptor::CPPTYPE_DOUBLE:
            return BUSBAR_GET_SCALAR(Double);
        case FieldDescriptor::CPPTYPE_BOOL:
            return BUSBAR_GET_SCALAR(Bool);
        case FieldDescriptor::CPPTYPE_ENUM:
            return word_of(*field.enum_type(), BUSBAR_GET_SCALAR(EnumValue));
        case FieldDescriptor::CPPTYPE_STRING: {
            auto text = BUSBAR_GET_SCALAR(String);
            if (field.type() == FieldDescriptor::TYPE_BYTES) return encode_base64(text);
            return text;
        }
        case FieldDescriptor::CPPTYPE_MESSAGE:
            break;
    }
    return nullptr;
}
#undef BUSBAR_GET_SCALAR

std::string scalar_text(const Message& message, const FieldDescriptor& field) {
    const auto json = write_scalar(message, field);
    return json.is_string() ? json.get<std::string>() : json.dump();
}

}  // namespace busbar
