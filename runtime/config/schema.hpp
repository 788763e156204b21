// SPDX-License-Identifier: Apache-2.0
// Schema: what a plugin's settings can be, read from the descriptors beside its shared object.
//
// From it follow conversion, checks and forms, without running the plugin. Thread: the runtime
// loop.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/dynamic_message.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "busbar/result.hpp"
#include "busbar/v1/plugin.pb.h"
#include "config/json.hpp"
#include "config/message_checks.hpp"
#include "config/message_type.hpp"

namespace busbar {

// One field of the Settings message.
struct Collection {
    std::string name;       // as in the proto file
    bool singular = false;  // one item, kMainItem
    v1::CollectionOptions options;
    const MessageType* type = nullptr;         // of its items
    std::vector<const FieldRule*> secrets;     // fields of `type`
    std::vector<const FieldRule*> unique;      // fields of `type`
    std::vector<const FieldRule*> references;  // fields of `type` with an item_reference in them
    std::unique_ptr<google::protobuf::Message> item;    // scratch, reused for every item
    std::unique_ptr<google::protobuf::Message> stored;  // scratch, reused for every item

    [[nodiscard]] bool on_update() const { return options.apply() == v1::APPLY_MODE_ON_UPDATE; }
    [[nodiscard]] std::uint32_t items_max() const;
};

// Id of the item of a singular collection.
inline constexpr std::string_view kMainItem = "main";
// Member that a project file and the API put beside the settings of a startable item.
inline constexpr const char* kStarted = "started";

class Schema {
 public:
    // `descriptors` is a serialized FileDescriptorSet with all imports, `settings_message` a full
    // name in it. Fails with InvalidArgument, naming the field, when the schema is not a right one.
    [[nodiscard]] static Result<std::unique_ptr<Schema>> load(std::string_view descriptors,
                                                              const std::string& settings_message);
    ~Schema();
    Schema(const Schema&) = delete;
    Schema& operator=(const Schema&) = delete;

    // In the order of the proto file.
    [[nodiscard]] const std::vector<Collection>& collections() const { return collections_; }
    [[nodiscard]] const Collection* find(std::string_view collection) const;

    // For user interfaces: {"collections": [{"name", "label", …, "fields": [{"name", "kind",
    // …}]}]}.
    [[nodiscard]] Json describe() const;

    enum class Mode { Replace, Patch };
    // Makes an item of `json` (see message_reader.hpp). `stored` is the item as it is now with
    // secrets in clear, empty if there is none. Without an error among `problems` the result is
    // good to keep; field rules are checked as well.
    [[nodiscard]] std::string read(const Collection& collection, const Json& json, Mode mode,
                                   std::string_view stored, const References& references,
                                   Problems& problems) const;

    // An item as JSON, secrets as {"set": …}. `settings` that do not parse (those of another
    // version) give what could be read of them.
    [[nodiscard]] Json write(const Collection& collection, std::string_view settings) const;

    // Replaces every secret that is set by what `change` makes of it.
    // Fails with what `change` fails with, and with InvalidArgument on settings that do not parse.
    using SecretChange =
        std::function<Result<std::string>(const std::string& field, const std::string& text)>;
    [[nodiscard]] Result<std::string> change_secrets(const Collection& collection,
                                                     std::string_view settings,
                                                     const SecretChange& change) const;

    // The value of a `unique` field as text; empty when not set.
    [[nodiscard]] std::string unique_value(const Collection& collection, const FieldRule& rule,
                                           std::string_view settings) const;
    // Ids of the items of `target` that the item refers to. `own_plugin` is the schema's plugin,
    // for references that name none.
    [[nodiscard]] std::vector<std::string> item_references(const Collection& collection,
                                                           std::string_view own_plugin,
                                                           const CollectionName& target,
                                                           std::string_view settings) const;

 private:
    Schema();
    [[nodiscard]] Status build(std::string_view descriptors, const std::string& settings_message);
    [[nodiscard]] Status add_collection(const google::protobuf::FieldDescriptor& field);
    [[nodiscard]] Status check_references() const;

    google::protobuf::DescriptorPool pool_;
    google::protobuf::DynamicMessageFactory factory_;  // after pool_: it dies first
    MessageTypes types_;
    std::vector<Collection> collections_;  // last: its messages die before the factory
};

}  // namespace busbar
