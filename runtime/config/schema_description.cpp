// SPDX-License-Identifier: Apache-2.0
// Descriptors and options as JSON.
#include "config/schema_description.hpp"

#include "config/message_writer.hpp"

namespace busbar {
namespace {

using google::protobuf::FieldDescriptor;

// The type's name, without protobuf's choice of encoding (sint32, fixed32 …).
std::string kind_of(const FieldDescriptor& field) {
    if (field.type() == FieldDescriptor::TYPE_BYTES) return "bytes";
    return FieldDescriptor::CppTypeName(field.cpp_type());
}

Json describe_values(const google::protobuf::EnumDescriptor& type) {
    auto values = Json::array();
    for (int i = 0; i < type.value_count(); ++i) values.push_back(type.value(i)->name());
    return values;
}

Json describe_options(const v1::SettingOptions& options) {
    static const auto* const kType = [] {
        static MessageTypes types;
        return types.add(*v1::SettingOptions::descriptor()).value();
    }();
    return write_message(options, *kType);
}

Json describe_fields(const MessageType& type) {
    auto fields = Json::array();
    for (const auto& rule : type.fields()) {
        auto field = describe_options(rule.options);
        field["name"] = rule.field->json_name();
        field["kind"] = kind_of(*rule.field);
        if (rule.field->is_repeated()) field["repeated"] = true;
        if (rule.field->has_optional_keyword()) field["optional"] = true;
        if (rule.field->enum_type() != nullptr) {
            field["values"] = describe_values(*rule.field->enum_type());
        }
        if (rule.message != nullptr) field["fields"] = describe_fields(*rule.message);
        fields.push_back(std::move(field));
    }
    return fields;
}

}  // namespace

Json describe_schema(const std::vector<Collection>& collections) {
    auto list = Json::array();
    for (const auto& collection : collections) {
        const auto& options = collection.options;
        list.push_back({{"name", collection.name},
                        {"label", options.label()},
                        {"help", options.help()},
                        {"singular", collection.singular},
                        {"onUpdate", collection.on_update()},
                        {"startable", options.startable()},
                        {"actions", options.actions()},
                        {"itemsMax", collection.items_max()},
                        {"fields", describe_fields(*collection.type)}});
    }
    return {{"collections", std::move(list)}};
}

}  // namespace busbar
