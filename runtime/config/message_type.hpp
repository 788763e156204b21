// SPDX-License-Identifier: Apache-2.0
// MessageType: a message of settings with what its options say, prepared once, used for every item.
#pragma once

#include <google/protobuf/descriptor.h>

#include <map>
#include <memory>
#include <optional>
#include <regex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "busbar/result.hpp"
#include "busbar/v1/plugin.pb.h"

namespace busbar {

class MessageType;

// A collection as an option names it; `plugin` is empty for the plugin's own.
struct CollectionName {
    std::string plugin;
    std::string collection;
};

// SettingOptions.visible_if, taken apart.
struct Visibility {
    const google::protobuf::FieldDescriptor* field = nullptr;
    std::string value;  // as people write it: "true", "BROKER_SOURCE_EXTERNAL", "3"
};

// One field and its rules.
struct FieldRule {
    const google::protobuf::FieldDescriptor* field = nullptr;
    v1::SettingOptions options;
    const MessageType* message = nullptr;  // of a field that is a message
    std::size_t length_max = 0;            // characters, never 0
    std::optional<std::regex> pattern;
    std::optional<CollectionName> item_reference;
    std::optional<Visibility> visible_if;
};

class MessageType {
 public:
    [[nodiscard]] const google::protobuf::Descriptor& descriptor() const { return *descriptor_; }
    [[nodiscard]] const std::vector<FieldRule>& fields() const { return fields_; }

    // The field of this name, spelled as in the proto file or in lowerCamelCase; nullptr if none.
    [[nodiscard]] const FieldRule* find(std::string_view name) const;
    // The lowerCamelCase name that is most like `name`; empty when none is.
    [[nodiscard]] std::string nearest(std::string_view name) const;

 private:
    friend class MessageTypes;
    const google::protobuf::Descriptor* descriptor_ = nullptr;
    std::vector<FieldRule> fields_;
    std::unordered_map<std::string_view, std::size_t> by_name_;  // both spellings
};

// Owns message types. The descriptors outlive it.
class MessageTypes {
 public:
    // Prepares `descriptor` and the messages in it. Fails with InvalidArgument, naming the field,
    // on options that contradict the field's type and on types settings cannot have: maps, groups,
    // and messages of google.protobuf.
    [[nodiscard]] Result<const MessageType*> add(const google::protobuf::Descriptor& descriptor);

 private:
    std::map<const google::protobuf::Descriptor*, std::unique_ptr<MessageType>> types_;
};

}  // namespace busbar
