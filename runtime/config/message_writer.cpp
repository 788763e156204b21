// SPDX-License-Identifier: Apache-2.0
// Message to JSON through reflection.
#include "config/message_writer.hpp"

#include "config/json_scalar.hpp"

namespace busbar {
namespace {

Json write_field(const google::protobuf::Message& message, const FieldRule& rule, int index) {
    if (rule.message == nullptr) return write_scalar(message, *rule.field, index);
    const auto& reflection = *message.GetReflection();
    return write_message(rule.field->is_repeated()
                             ? reflection.GetRepeatedMessage(message, rule.field, index)
                             : reflection.GetMessage(message, rule.field),
                         *rule.message);
}

}  // namespace

Json write_message(const google::protobuf::Message& message, const MessageType& type) {
    const auto& reflection = *message.GetReflection();
    auto json = Json::object();
    for (const auto& rule : type.fields()) {
        const auto& name = rule.field->json_name();
        if (rule.field->is_repeated()) {
            const int count = reflection.FieldSize(message, rule.field);
            for (int i = 0; i < count; ++i) json[name].push_back(write_field(message, rule, i));
        } else if (rule.options.secret()) {
            json[name]["set"] = reflection.HasField(message, rule.field);
        } else if (reflection.HasField(message, rule.field)) {
            json[name] = write_field(message, rule, 0);
        }
    }
    return json;
}

}  // namespace busbar
