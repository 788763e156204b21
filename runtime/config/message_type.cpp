// SPDX-License-Identifier: Apache-2.0
// Message types made ready, and their options held against the fields they stand on.
#include "config/message_type.hpp"

#include <utility>

#include "config/limits.hpp"
#include "config/nearest_name.hpp"

namespace busbar {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;

tl::unexpected<Error> wrong(const FieldDescriptor& field, const std::string& why) {
    return fail(ErrorCode::InvalidArgument, field.full_name() + ": " + why, field.name());
}

bool is_number(const FieldDescriptor& field) {
    switch (field.cpp_type()) {
        case FieldDescriptor::CPPTYPE_INT32:
        case FieldDescriptor::CPPTYPE_INT64:
        case FieldDescriptor::CPPTYPE_UINT32:
        case FieldDescriptor::CPPTYPE_UINT64:
        case FieldDescriptor::CPPTYPE_DOUBLE:
        case FieldDescriptor::CPPTYPE_FLOAT:
            return true;
        default:
            return false;
    }
}

bool is_text(const FieldDescriptor& field) { return field.type() == FieldDescriptor::TYPE_STRING; }

Status check_type(const FieldDescriptor& field) {
    if (field.file()->syntax() != google::protobuf::FileDescriptor::SYNTAX_PROTO3) {
        return wrong(field, "settings are written in proto3");
    }
    if (field.is_map()) return wrong(field, "settings have no maps; use a repeated message");
    if (field.message_type() != nullptr &&
        field.message_type()->file()->package() == "google.protobuf") {
        return wrong(field, "settings have no " + field.message_type()->full_name() +
                                "; use a number with its unit in the name");
    }
    return {};
}

Status check_number_options(const FieldRule& rule) {
    const auto& options = rule.options;
    if ((options.has_minimum() || options.has_maximum()) && !is_number(*rule.field)) {
        return wrong(*rule.field, "minimum and maximum are for numbers only");
    }
    if (options.has_minimum() && options.has_maximum() && options.minimum() > options.maximum()) {
        return wrong(*rule.field, "minimum is above maximum");
    }
    return {};
}

Status check_text_options(const FieldRule& rule) {
    const auto& options = rule.options;
    const auto& field = *rule.field;
    const bool octets = field.type() == FieldDescriptor::TYPE_BYTES;
    if (options.length_max() != 0 && !is_text(field) && !octets) {
        return wrong(field, "length_max is for texts only");
    }
    if (!options.pattern().empty() && !is_text(field)) {
        return wrong(field, "pattern is for strings only");
    }
    if (options.object_reference() && !is_text(field)) {
        return wrong(field, "object_reference is for strings only");
    }
    if (!options.item_reference().empty() && !is_text(field)) {
        return wrong(field, "item_reference is for strings only");
    }
    if (options.object_reference() && !options.item_reference().empty()) {
        return wrong(field, "object_reference and item_reference exclude each other");
    }
    return {};
}

Status check_item_options(const FieldRule& rule) {
    const auto& field = *rule.field;
    if (rule.options.secret() && (!is_text(field) || field.is_repeated())) {
        return wrong(field, "secret is for single strings only");
    }
    if (rule.options.secret() && rule.options.unique()) {
        return wrong(field, "a secret cannot be unique: the refusal would give it away");
    }
    const auto type = field.cpp_type();
    if (rule.options.unique() &&
        (field.is_repeated() || type == FieldDescriptor::CPPTYPE_MESSAGE ||
         type == FieldDescriptor::CPPTYPE_DOUBLE || type == FieldDescriptor::CPPTYPE_FLOAT)) {
        return wrong(field, "unique is for single texts, whole numbers and words only");
    }
    return {};
}

Status compile_pattern(FieldRule& rule) {
    if (rule.options.pattern().empty()) return {};
    try {
        // libstdc++'s other mode recurses with the length of the text, and may take exponential
        // time.
        rule.pattern.emplace(rule.options.pattern(),
                             std::regex::ECMAScript | std::regex_constants::__polynomial);
    } catch (const std::regex_error& error) {
        return wrong(*rule.field,
                     std::string("pattern is not a regular expression: ") + error.what());
    }
    return {};
}

Status split_item_reference(FieldRule& rule) {
    const auto& text = rule.options.item_reference();
    if (text.empty()) return {};
    const auto slash = text.find('/');
    const auto own = slash == std::string::npos;
    CollectionName name{own ? std::string() : text.substr(0, slash),
                        own ? text : text.substr(slash + 1)};
    if (name.collection.empty() || (!own && name.plugin.empty())) {
        return wrong(*rule.field,
                     "item_reference is \"collection\" or \"plugin/collection\", not " + text);
    }
    rule.item_reference = std::move(name);
    return {};
}

Status split_visible_if(FieldRule& rule) {
    const auto& text = rule.options.visible_if();
    if (text.empty()) return {};
    const auto equals = text.find('=');
    if (equals == std::string::npos) {
        return wrong(*rule.field, "visible_if is \"field=value\", not " + text);
    }
    const auto name = text.substr(0, equals);
    const auto* other = rule.field->containing_type()->FindFieldByName(name);
    if (other == nullptr || other->is_repeated() || other->message_type() != nullptr) {
        return wrong(*rule.field, "visible_if names no single field: " + name);
    }
    Visibility visibility{other, text.substr(equals + 1)};
    if (other->enum_type() != nullptr &&
        other->enum_type()->FindValueByName(visibility.value) == nullptr) {
        return wrong(*rule.field, "visible_if: " + other->name() + " is never " + visibility.value);
    }
    if (other->cpp_type() == FieldDescriptor::CPPTYPE_BOOL && visibility.value != "true" &&
        visibility.value != "false") {
        return wrong(*rule.field, "visible_if: " + other->name() + " is true or false");
    }
    rule.visible_if = std::move(visibility);
    return {};
}

Result<FieldRule> make_rule(const FieldDescriptor& field) {
    FieldRule rule;
    rule.field = &field;
    rule.options = field.options().GetExtension(v1::setting);
    rule.length_max =
        rule.options.length_max() != 0 ? rule.options.length_max() : std::size_t{kTextLengthMax};
    BUSBAR_CHECK(check_type(field));
    BUSBAR_CHECK(check_number_options(rule));
    BUSBAR_CHECK(check_text_options(rule));
    BUSBAR_CHECK(check_item_options(rule));
    BUSBAR_CHECK(compile_pattern(rule));
    BUSBAR_CHECK(split_item_reference(rule));
    BUSBAR_CHECK(split_visible_if(rule));
    return rule;
}

}  // namespace

const FieldRule* MessageType::find(std::string_view name) const {
    const auto found = by_name_.find(name);
    return found == by_name_.end() ? nullptr : &fields_[found->second];
}

std::string MessageType::nearest(std::string_view name) const {
    std::vector<std::string> names;
    names.reserve(fields_.size());
    for (const auto& rule : fields_) names.push_back(rule.field->json_name());
    return nearest_name(name, names);
}

Result<const MessageType*> MessageTypes::add(const Descriptor& descriptor) {
    if (const auto found = types_.find(&descriptor); found != types_.end()) {
        return found->second.get();
    }
    // Entered before its fields are, so that a message may contain itself.
    auto& type = *types_.emplace(&descriptor, std::make_unique<MessageType>()).first->second;
    type.descriptor_ = &descriptor;
    type.fields_.reserve(static_cast<std::size_t>(descriptor.field_count()));
    for (int i = 0; i < descriptor.field_count(); ++i) {
        auto rule = BUSBAR_TRY(make_rule(*descriptor.field(i)));
        if (const auto* message = rule.field->message_type()) {
            rule.message = BUSBAR_TRY(add(*message));
        }
        type.by_name_.emplace(rule.field->name(), type.fields_.size());
        type.by_name_.emplace(rule.field->json_name(), type.fields_.size());
        type.fields_.push_back(std::move(rule));
    }
    return &type;
}

}  // namespace busbar
