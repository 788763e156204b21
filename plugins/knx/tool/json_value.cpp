// SPDX-License-Identifier: Apache-2.0
// Values as JSON.
#include "knx/tool/json_value.hpp"

#include <limits>
#include <nlohmann/json.hpp>
#include <utility>

#include "knx/protocol/dpt/hex.hpp"

namespace knx {

using busbar::Bytes;
using busbar::ErrorCode;
using busbar::fail;
using busbar::Fields;
using busbar::Result;
using busbar::Value;
using nlohmann::json;

namespace {

Result<Value> scalar_from_json(const json& source) {
    switch (source.type()) {
        case json::value_t::boolean:
            return Value::boolean(source.get<bool>());
        case json::value_t::number_integer:
            return Value::integer(source.get<std::int64_t>());
        case json::value_t::number_unsigned: {
            const auto number = source.get<std::uint64_t>();
            if (!std::in_range<std::int64_t>(number)) {
                return Value::number(static_cast<double>(number));
            }
            return Value::integer(static_cast<std::int64_t>(number));
        }
        case json::value_t::number_float:
            return Value::number(source.get<double>());
        case json::value_t::string:
            return Value::text(source.get<std::string>());
        default:
            return fail(ErrorCode::InvalidArgument, source.dump() + " is no value of a datapoint");
    }
}

}  // namespace

json to_json(const Value& value) {
    if (const auto* boolean = value.get<bool>()) return *boolean;
    if (const auto* integer = value.get<std::int64_t>()) return *integer;
    if (const auto* number = value.get<double>()) return *number;
    if (const auto* text = value.get<std::string>()) return *text;
    if (const auto* bytes = value.get<Bytes>()) return to_hex(*bytes);
    if (const auto* fields = value.get<Fields>()) {
        auto object = json::object();
        for (const auto& field : *fields) object[field.name] = to_json(field.value);
        return object;
    }
    return nullptr;
}

Result<Value> from_json(const json& source) {
    if (!source.is_object()) return scalar_from_json(source);
    Fields fields;
    for (const auto& [name, member] : source.items()) {
        auto value = member.is_null() ? Value() : BUSBAR_TRY(scalar_from_json(member));
        fields.push_back({name, std::move(value)});
    }
    return Value::fields(std::move(fields));
}

}  // namespace knx
