// SPDX-License-Identifier: Apache-2.0
// Value <-> busbar.v1.Value.
#include "busbar/convert.hpp"

namespace busbar {

Value to_value(const v1::Value& message) {
    switch (message.kind_case()) {
        case v1::Value::kBoolean:
            return Value::boolean(message.boolean());
        case v1::Value::kInteger:
            return Value::integer(message.integer());
        case v1::Value::kNumber:
            return Value::number(message.number());
        case v1::Value::kText:
            return Value::text(message.text());
        case v1::Value::kBytes:
            return Value::bytes(Bytes(message.bytes().begin(), message.bytes().end()));
        case v1::Value::kFields: {
            Fields fields;
            for (const auto& field : message.fields().fields()) {
                fields.push_back({field.name(), to_value(field.value())});
            }
            return Value::fields(std::move(fields));
        }
        case v1::Value::KIND_NOT_SET:
            break;
    }
    return {};
}

void to_message(const Value& value, v1::Value& message) {
    if (const auto* boolean = value.get<bool>()) {
        message.set_boolean(*boolean);
    } else if (const auto* integer = value.get<std::int64_t>()) {
        message.set_integer(*integer);
    } else if (const auto* number = value.get<double>()) {
        message.set_number(*number);
    } else if (const auto* text = value.get<std::string>()) {
        message.set_text(*text);
    } else if (const auto* bytes = value.get<Bytes>()) {
        message.mutable_bytes()->assign(bytes->begin(), bytes->end());
    } else if (const auto* fields = value.get<Fields>()) {
        auto* out = message.mutable_fields();
        out->Clear();
        for (const auto& field : *fields) {
            auto* part = out->add_fields();
            part->set_name(field.name);
            to_message(field.value, *part->mutable_value());
        }
    } else {
        message.Clear();
    }
}

}  // namespace busbar
