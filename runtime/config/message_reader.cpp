// SPDX-License-Identifier: Apache-2.0
// JSON to message, field by field through reflection.
//
// Not protobuf's own JsonStringToMessage: that stops at the first fault, and names neither the
// field nor what would have been right.
#include "config/message_reader.hpp"

#include <utility>

#include "config/json_scalar.hpp"
#include "config/limits.hpp"
#include "config/nearest_name.hpp"

namespace busbar {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr int kDepthMax = 16;  // messages in messages; settings have two or three

class Reader {
 public:
    explicit Reader(Problems& problems) : problems_(problems) {}

    void object(const Json& json, const MessageType& type, const Message* stored, Message& message,
                const std::string& path, int depth);

 private:
    void field(const Json& json, const FieldRule& rule, const Message* stored, Message& message,
               const std::string& path, int depth);
    void rows(const Json& json, const FieldRule& rule, Message& message, const std::string& path,
              int depth);
    void secret(const Json& json, const FieldRule& rule, const Message* stored, Message& message,
                const std::string& path);
    void scalar(const Json& json, const FieldRule& rule, Message& message, const std::string& path);
    void refuse_second_of_oneof(const FieldDescriptor& field, const std::string& path,
                                std::vector<const google::protobuf::OneofDescriptor*>& taken);

    Problems& problems_;
};

void Reader::object(const Json& json, const MessageType& type, const Message* stored,
                    Message& message, const std::string& path, int depth) {
    const auto prefix = path.empty() ? path : path + '.';
    if (!json.is_object()) {
        return add_problem(problems_, path, "wrong_type", "Must be an object with named fields.");
    }
    if (depth > kDepthMax) {
        return add_problem(problems_, path, "too_deep", "Nested too deep.");
    }
    std::vector<bool> seen(type.fields().size());
    std::vector<const google::protobuf::OneofDescriptor*> taken;
    for (const auto& [name, value] : json.items()) {
        const auto* rule = type.find(name);
        if (rule == nullptr) {
            add_problem(problems_, prefix + name, "unknown_field",
                        "There is no field “" + name + "”." + did_you_mean(type.nearest(name)));
            continue;
        }
        const auto index = static_cast<std::size_t>(rule->field->index());
        if (seen[index]) {
            add_problem(problems_, prefix + rule->field->name(), "one_of",
                        "Given twice, in both spellings of its name.");
            continue;
        }
        seen[index] = true;
        if (!value.is_null()) refuse_second_of_oneof(*rule->field, prefix, taken);
        field(value, *rule, stored, message, prefix + rule->field->name(), depth);
    }
}

void Reader::refuse_second_of_oneof(const FieldDescriptor& field, const std::string& prefix,
                                    std::vector<const google::protobuf::OneofDescriptor*>& taken) {
    const auto* oneof = field.real_containing_oneof();
    if (oneof == nullptr) return;
    for (const auto* other : taken) {
        if (other == oneof) {
            add_problem(problems_, prefix + field.name(), "one_of",
                        "Only one field of “" + oneof->name() + "” can be set.");
        }
    }
    taken.push_back(oneof);
}

void Reader::field(const Json& json, const FieldRule& rule, const Message* stored, Message& message,
                   const std::string& path, int depth) {
    const auto& reflection = *message.GetReflection();
    if (json.is_null()) return reflection.ClearField(&message, rule.field);
    if (rule.options.secret()) return secret(json, rule, stored, message, path);
    if (rule.field->is_repeated()) return rows(json, rule, message, path, depth);
    if (rule.message == nullptr) return scalar(json, rule, message, path);
    object(json, *rule.message, nullptr, *reflection.MutableMessage(&message, rule.field), path,
           depth + 1);
}

void Reader::rows(const Json& json, const FieldRule& rule, Message& message,
                  const std::string& path, int depth) {
    const auto& reflection = *message.GetReflection();
    reflection.ClearField(&message, rule.field);
    if (!json.is_array()) {
        return add_problem(problems_, path, "wrong_type", "Must be a list.");
    }
    if (json.size() > kRowsMax) {
        return add_problem(problems_, path, "too_many_rows",
                           "Has more than " + std::to_string(kRowsMax) + " rows.");
    }
    for (std::size_t i = 0; i < json.size(); ++i) {
        const auto row = path + '[' + std::to_string(i) + ']';
        if (rule.message == nullptr) {
            scalar(json[i], rule, message, row);
        } else {
            object(json[i], *rule.message, nullptr, *reflection.AddMessage(&message, rule.field),
                   row, depth + 1);
        }
    }
}

void Reader::secret(const Json& json, const FieldRule& rule, const Message* stored,
                    Message& message, const std::string& path) {
    const auto& reflection = *message.GetReflection();
    if (json.is_string()) {
        return reflection.SetString(&message, rule.field, json.get<std::string>());
    }
    const bool has_value = json.is_object() && json.contains("value") && json["value"].is_string();
    const bool has_set = json.is_object() && json.contains("set") && json["set"].is_boolean();
    if (!json.is_object() || json.size() != std::size_t{has_value} + std::size_t{has_set} ||
        json.empty()) {
        return add_problem(
            problems_, path, "wrong_type",
            R"(A secret is {"value": "…"} to set it, {"set": true} to keep it, null to clear it.)");
    }
    if (has_value) {
        return reflection.SetString(&message, rule.field, json["value"].get<std::string>());
    }
    if (!json["set"].get<bool>()) return reflection.ClearField(&message, rule.field);
    if (stored != nullptr && reflection.HasField(*stored, rule.field)) {
        return reflection.SetString(&message, rule.field,
                                    reflection.GetString(*stored, rule.field));
    }
    add_problem(problems_, path, "secret_missing",
                "Is to stay as it is, but none is stored here. Enter it.", true);
}

void Reader::scalar(const Json& json, const FieldRule& rule, Message& message,
                    const std::string& path) {
    if (const auto fault = read_scalar(json, *rule.field, message)) {
        add_problem(problems_, path, fault->code, fault->message);
    }
}

}  // namespace

void add_problem(Problems& problems, std::string field, std::string code, std::string message,
                 bool is_warning) {
    auto& problem = problems.emplace_back();
    problem.set_field(std::move(field));
    problem.set_code(std::move(code));
    problem.set_message(std::move(message));
    problem.set_is_warning(is_warning);
}

void read_message(const Json& json, const MessageType& type, const Message* stored,
                  Message& message, Problems& problems) {
    Reader(problems).object(json, type, stored, message, "", 0);
}

}  // namespace busbar
