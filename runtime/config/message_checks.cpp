// SPDX-License-Identifier: Apache-2.0
// The rules of SettingOptions, field by field.
#include "config/message_checks.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "config/json_scalar.hpp"

namespace busbar {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

bool visible(const Message& message, const FieldRule& rule) {
    return !rule.visible_if ||
           scalar_text(message, *rule.visible_if->field) == rule.visible_if->value;
}

std::string plain(double number) {
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), number).ptr;
    return {text.data(), end};
}

// UTF-8 continuation octets do not begin a character.
std::size_t characters(const std::string& text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
}

class Checker {
 public:
    Checker(const References& references, Problems& problems)
        : references_(references), problems_(problems) {}

    void message(const Message& message, const MessageType& type, const std::string& path);

 private:
    void value(const Message& message, const FieldRule& rule, int index, const std::string& path);
    void number(double number, const FieldRule& rule, const std::string& path);
    void text(const std::string& text, const FieldRule& rule, const std::string& path);
    void reference(const std::string& id, const FieldRule& rule, const std::string& path);

    const References& references_;
    Problems& problems_;
};

void Checker::message(const Message& message, const MessageType& type, const std::string& path) {
    const auto& reflection = *message.GetReflection();
    const auto prefix = path.empty() ? path : path + '.';
    for (const auto& rule : type.fields()) {
        const auto& field = *rule.field;
        const int count = field.is_repeated() ? reflection.FieldSize(message, &field)
                                              : int{reflection.HasField(message, &field)};
        if (count == 0 && !rule.options.required()) continue;
        // What is not shown cannot be put right, so it is not held against anybody.
        if (!visible(message, rule)) continue;
        if (count == 0) {
            add_problem(problems_, prefix + field.name(), "required", "Needed.");
        }
        for (int i = 0; i < count; ++i) {
            auto at = prefix + field.name();
            if (field.is_repeated()) at += '[' + std::to_string(i) + ']';
            value(message, rule, i, at);
        }
    }
}

#define BUSBAR_GET_SCALAR(NAME)                                                           \
    (rule.field->is_repeated() ? reflection.GetRepeated##NAME(message, rule.field, index) \
                               : reflection.Get##NAME(message, rule.field))

void Checker::value(const Message& message, const FieldRule& rule, int index,
                    const std::string& path) {
    const auto& reflection = *message.GetReflection();
    switch (rule.field->cpp_type()) {
        case FieldDescriptor::CPPTYPE_INT32:
            return number(BUSBAR_GET_SCALAR(Int32), rule, path);
        case FieldDescriptor::CPPTYPE_INT64:
            return number(static_cast<double>(BUSBAR_GET_SCALAR(Int64)), rule, path);
        case FieldDescriptor::CPPTYPE_UINT32:
            return number(BUSBAR_GET_SCALAR(UInt32), rule, path);
        case FieldDescriptor::CPPTYPE_UINT64:
            return number(static_cast<double>(BUSBAR_GET_SCALAR(UInt64)), rule, path);
        case FieldDescriptor::CPPTYPE_FLOAT:
            return number(double{BUSBAR_GET_SCALAR(Float)}, rule, path);
        case FieldDescriptor::CPPTYPE_DOUBLE:
            return number(BUSBAR_GET_SCALAR(Double), rule, path);
        case FieldDescriptor::CPPTYPE_STRING:
            return text(BUSBAR_GET_SCALAR(String), rule, path);
        case FieldDescriptor::CPPTYPE_MESSAGE:
            return this->message(BUSBAR_GET_SCALAR(Message), *rule.message, path);
        case FieldDescriptor::CPPTYPE_BOOL:
        case FieldDescriptor::CPPTYPE_ENUM:
            return;
    }
}
#undef BUSBAR_GET_SCALAR

void Checker::number(double number, const FieldRule& rule, const std::string& path) {
    const auto& options = rule.options;
    if (options.has_minimum() && number < options.minimum()) {
        add_problem(problems_, path, "too_small",
                    "Must be at least " + plain(options.minimum()) + '.');
    }
    if (options.has_maximum() && number > options.maximum()) {
        add_problem(problems_, path, "too_large",
                    "Must be at most " + plain(options.maximum()) + '.');
    }
}

void Checker::text(const std::string& text, const FieldRule& rule, const std::string& path) {
    const bool octets = rule.field->type() == FieldDescriptor::TYPE_BYTES;
    const auto length = octets ? text.size() : characters(text);
    if (length > rule.length_max) {
        return add_problem(problems_, path, "too_long",
                           "Must have at most " + std::to_string(rule.length_max) +
                               (octets ? " octets." : " characters."));
    }
    if (rule.pattern && !std::regex_match(text, *rule.pattern)) {
        add_problem(problems_, path, "bad_pattern",
                    "Does not have the right form: " + rule.options.pattern());
    }
    reference(text, rule, path);
}

void Checker::reference(const std::string& id, const FieldRule& rule, const std::string& path) {
    if (id.empty()) return;
    if (rule.options.object_reference() && !references_.object_exists(id)) {
        add_problem(problems_, path, std::string(kUnknownObject),
                    "There is no object “" + id + "” now.", true);
    }
    if (rule.item_reference && !references_.item_exists(*rule.item_reference, id)) {
        add_problem(problems_, path, "unknown_item",
                    "There is no “" + id + "” in " + rule.options.item_reference() + '.');
    }
}

}  // namespace

void check_message(const Message& message, const MessageType& type, const References& references,
                   Problems& problems) {
    Checker(references, problems).message(message, type, "");
}

}  // namespace busbar
