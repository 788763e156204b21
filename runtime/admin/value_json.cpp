// SPDX-License-Identifier: Apache-2.0
// Values between JSON and the bus.
#include "admin/value_json.hpp"

#include <limits>
#include <optional>
#include <utility>

#include "admin/value_text.hpp"
#include "config/base64.hpp"

namespace busbar {
namespace {

constexpr const char* kBytes = "bytes";

std::optional<std::int64_t> integer_of(const Json& json) {
    if (json.is_number_unsigned()) {
        const auto number = json.get<std::uint64_t>();
        if (!std::in_range<std::int64_t>(number)) return std::nullopt;
        return static_cast<std::int64_t>(number);
    }
    if (json.is_number_integer()) return json.get<std::int64_t>();
    if (!json.is_number_float()) return std::nullopt;
    const auto number = json.get<double>();
    constexpr double kExact = 9007199254740992.0;  // 2^53
    if (!(number >= -kExact && number <= kExact)) return std::nullopt;
    const auto whole = static_cast<std::int64_t>(number);
    if (static_cast<double>(whole) != number) return std::nullopt;
    return whole;
}

std::optional<Bytes> bytes_of(const Json& json) {
    if (!json.is_object() || json.size() != 1 || !json.contains(kBytes)) return std::nullopt;
    const auto& member = json.at(kBytes);
    if (!member.is_string()) return std::nullopt;
    const auto octets = decode_base64(member.get_ref<const std::string&>());
    if (!octets) return std::nullopt;
    return Bytes(octets->begin(), octets->end());
}

// A value by what the JSON looks like: the parts of structured values have no type of their own.
std::optional<Value> plain_value(const Json& json) {
    if (json.is_boolean()) return Value::boolean(json.get<bool>());
    if (json.is_number_integer()) {
        const auto number = integer_of(json);
        return number ? std::optional(Value::integer(*number)) : std::nullopt;
    }
    if (json.is_number_float()) return Value::number(json.get<double>());
    if (json.is_string()) return Value::text(json.get<std::string>());
    if (const auto bytes = bytes_of(json)) return Value::bytes(*bytes);
    return std::nullopt;
}

std::optional<Value> fields_of(const Json& json) {
    if (!json.is_object()) return std::nullopt;
    Fields fields;
    for (const auto& [name, member] : json.items()) {
        auto value = plain_value(member);
        if (!value) return std::nullopt;
        fields.push_back({name, *std::move(value)});
    }
    return Value::fields(std::move(fields));
}

// nullopt where JSON of this look is no value of the kind.
std::optional<Value> typed_value(const Json& json, v1::ValueKind kind) {
    const auto integer = integer_of(json);
    switch (kind) {
        case v1::VALUE_KIND_BOOLEAN:
            if (json.is_boolean()) return Value::boolean(json.get<bool>());
            if (integer == 0 || integer == 1) return Value::boolean(integer == 1);
            return std::nullopt;
        case v1::VALUE_KIND_INTEGER:
            return integer ? std::optional(Value::integer(*integer)) : std::nullopt;
        case v1::VALUE_KIND_NUMBER:
            return json.is_number() ? std::optional(Value::number(json.get<double>()))
                                    : std::nullopt;
        case v1::VALUE_KIND_BYTES:
            if (auto bytes = bytes_of(json)) return Value::bytes(*std::move(bytes));
            return std::nullopt;
        case v1::VALUE_KIND_FIELDS:
            return fields_of(json);
        case v1::VALUE_KIND_TEXT:
            return std::nullopt;  // comes as a text
        default:
            if (auto value = plain_value(json)) return value;
            return fields_of(json);
    }
}

}  // namespace

Json write_value(const Value& value) {
    if (const auto* boolean = value.get<bool>()) return *boolean;
    if (const auto* integer = value.get<std::int64_t>()) return *integer;
    if (const auto* number = value.get<double>()) return *number;
    if (const auto* text = value.get<std::string>()) return *text;
    if (const auto* bytes = value.get<Bytes>()) {
        return {
            {kBytes, encode_base64({reinterpret_cast<const char*>(bytes->data()), bytes->size()})}};
    }
    if (const auto* fields = value.get<Fields>()) {
        auto json = Json::object();
        for (const auto& field : *fields) json[field.name] = write_value(field.value);
        return json;
    }
    return nullptr;
}

Result<Value> read_value(const Json& json, const v1::ObjectType& type) {
    if (json.is_string()) return read_value_text(json.get_ref<const std::string&>(), type);
    if (auto value = typed_value(json, type.value_kind())) return *std::move(value);
    return fail(ErrorCode::InvalidArgument, "the object takes " + expected_words(type), "value");
}

Result<Value> read_value_text(std::string_view text, const v1::ObjectType& type) {
    if (auto value = value_of_word(text, type)) return *std::move(value);
    if (!text.empty() && text.front() == '{') {
        const auto json = Json::parse(text, nullptr, false);
        if (auto value = typed_value(json, type.value_kind())) return *std::move(value);
    }
    return fail(ErrorCode::InvalidArgument,
                "the object takes " + expected_words(type) + ", not '" +
                    std::string(text.substr(0, 64)) + "'",
                "value");
}

}  // namespace busbar
