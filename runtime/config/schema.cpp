// SPDX-License-Identifier: Apache-2.0
// Schema on a private descriptor pool and dynamic messages.
#include "config/schema.hpp"

#include <google/protobuf/descriptor.pb.h>

#include <algorithm>
#include <array>
#include <utility>

#include "config/json_scalar.hpp"
#include "config/limits.hpp"
#include "config/message_writer.hpp"
#include "config/schema_description.hpp"

namespace busbar {
namespace {

using google::protobuf::Descriptor;
using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

// Words the API and the project file put beside an item's settings.
constexpr std::array<std::string_view, 4> kReserved{"id", kStarted, "revision", "applied"};

tl::unexpected<Error> wrong(const FieldDescriptor& field, const std::string& why) {
    return fail(ErrorCode::InvalidArgument, field.full_name() + ": " + why, field.name());
}

// Collects what makes a set of descriptors unusable.
class BuildErrors final : public google::protobuf::DescriptorPool::ErrorCollector {
 public:
    void AddError(const std::string& file, const std::string& element, const Message*,
                  ErrorLocation, const std::string& message) override {
        if (first_.empty()) first_ = file + ": " + element + ": " + message;
    }
    [[nodiscard]] const std::string& first() const { return first_; }

 private:
    std::string first_;
};

// Rules for what lies inside an item: no secrets (their place in a list may change), nothing unique
// (items are, not rows), and no message within itself (a form for it would never end).
Status check_nested(const MessageType& type, std::vector<const MessageType*>& above) {
    above.push_back(&type);
    for (const auto& rule : type.fields()) {
        const bool nested = above.size() > 1;
        if (nested && rule.options.secret()) {
            return wrong(*rule.field, "a secret is a field of the item itself");
        }
        if (nested && rule.options.unique()) {
            return wrong(*rule.field, "unique is for fields of the item itself");
        }
        if (rule.message == nullptr) continue;
        if (std::find(above.begin(), above.end(), rule.message) != above.end()) {
            return wrong(*rule.field, "a message of settings cannot contain itself");
        }
        BUSBAR_CHECK(check_nested(*rule.message, above));
    }
    above.pop_back();
    return {};
}

Status check_item_type(const MessageType& type) {
    for (const auto& rule : type.fields()) {
        if (std::find(kReserved.begin(), kReserved.end(), rule.field->name()) != kReserved.end()) {
            return wrong(*rule.field, "the name is reserved");
        }
    }
    std::vector<const MessageType*> above;
    return check_nested(type, above);
}

bool has_reference(const FieldRule& rule) {
    if (rule.item_reference) return true;
    return rule.message != nullptr &&
           std::any_of(rule.message->fields().begin(), rule.message->fields().end(), has_reference);
}

bool parse(std::string_view settings, Message& message) {
    return message.ParseFromArray(settings.data(), static_cast<int>(settings.size()));
}

std::string serialize(const Message& message) {
    std::string bytes;
    bytes.reserve(256);
    (void)message.SerializeToString(&bytes);  // fails on missing proto2 fields only
    return bytes;
}

// Ids in fields that refer to `target`, appended to `ids`.
void collect_references(const Message& message, const MessageType& type,
                        std::string_view own_plugin, const CollectionName& target,
                        std::vector<std::string>& ids) {
    const auto& reflection = *message.GetReflection();
    for (const auto& rule : type.fields()) {
        const bool single = !rule.field->is_repeated();
        const int count = single ? int{reflection.HasField(message, rule.field)}
                                 : reflection.FieldSize(message, rule.field);
        for (int i = 0; i < count; ++i) {
            if (rule.message != nullptr) {
                collect_references(single ? reflection.GetMessage(message, rule.field)
                                          : reflection.GetRepeatedMessage(message, rule.field, i),
                                   *rule.message, own_plugin, target, ids);
            } else if (rule.item_reference &&
                       rule.item_reference->collection == target.collection) {
                const auto& plugin = rule.item_reference->plugin;
                if ((plugin.empty() ? own_plugin : plugin) != target.plugin) continue;
                ids.push_back(single ? reflection.GetString(message, rule.field)
                                     : reflection.GetRepeatedString(message, rule.field, i));
            }
        }
    }
}

}  // namespace

std::uint32_t Collection::items_max() const {
    if (singular) return 1;
    return options.items_max() == 0 ? kItemsMax : std::min(options.items_max(), kItemsMax);
}

Schema::Schema() : factory_(&pool_) {}
Schema::~Schema() = default;

Result<std::unique_ptr<Schema>> Schema::load(std::string_view descriptors,
                                             const std::string& settings_message) {
    std::unique_ptr<Schema> schema(new Schema);
    BUSBAR_CHECK(schema->build(descriptors, settings_message));
    return schema;
}

Status Schema::build(std::string_view descriptors, const std::string& settings_message) {
    google::protobuf::FileDescriptorSet files;
    if (!parse(descriptors, files)) {
        return fail(ErrorCode::InvalidArgument, "the schema is not a FileDescriptorSet");
    }
    BuildErrors errors;
    for (const auto& file : files.file()) {
        if (pool_.BuildFileCollectingErrors(file, &errors) == nullptr) {
            return fail(ErrorCode::InvalidArgument,
                        "the schema does not hold together: " + errors.first() +
                            " (was it made with --include_imports?)");
        }
    }
    const auto* settings = pool_.FindMessageTypeByName(settings_message);
    if (settings == nullptr) {
        return fail(ErrorCode::InvalidArgument, "the schema has no message " + settings_message);
    }
    collections_.reserve(static_cast<std::size_t>(settings->field_count()));
    for (int i = 0; i < settings->field_count(); ++i) {
        BUSBAR_CHECK(add_collection(*settings->field(i)));
    }
    return check_references();
}

Status Schema::add_collection(const FieldDescriptor& field) {
    if (field.message_type() == nullptr || field.is_map()) {
        return wrong(field, "a collection is a message or a repeated message");
    }
    if (field.real_containing_oneof() != nullptr) {
        return wrong(field, "a collection is not part of a oneof");
    }
    Collection collection;
    collection.name = field.name();
    collection.singular = !field.is_repeated();
    collection.options = field.options().GetExtension(v1::collection);
    collection.type = BUSBAR_TRY(types_.add(*field.message_type()));
    BUSBAR_CHECK(check_item_type(*collection.type));
    for (const auto& rule : collection.type->fields()) {
        if (rule.options.secret()) collection.secrets.push_back(&rule);
        if (rule.options.unique()) collection.unique.push_back(&rule);
        if (has_reference(rule)) collection.references.push_back(&rule);
    }
    const auto* prototype = factory_.GetPrototype(field.message_type());
    collection.item.reset(prototype->New());
    collection.stored.reset(prototype->New());
    collections_.push_back(std::move(collection));
    return {};
}

// References within the plugin can be held against its own collections; others only at run time.
Status Schema::check_references() const {
    std::vector<const MessageType*> types;
    for (const auto& collection : collections_) types.push_back(collection.type);
    for (std::size_t i = 0; i < types.size(); ++i) {
        for (const auto& rule : types[i]->fields()) {
            if (rule.message != nullptr) types.push_back(rule.message);
            const auto& reference = rule.item_reference;
            if (reference && reference->plugin.empty() && find(reference->collection) == nullptr) {
                return wrong(*rule.field,
                             "item_reference: there is no collection " + reference->collection);
            }
        }
    }
    return {};
}

const Collection* Schema::find(std::string_view collection) const {
    const auto found = std::find_if(collections_.begin(), collections_.end(),
                                    [&](const Collection& c) { return c.name == collection; });
    return found == collections_.end() ? nullptr : &*found;
}

Json Schema::describe() const { return describe_schema(collections_); }

std::string Schema::read(const Collection& collection, const Json& json, Mode mode,
                         std::string_view stored, const References& references,
                         Problems& problems) const {
    auto& item = *collection.item;
    item.Clear();
    const bool has_stored = !stored.empty() && parse(stored, *collection.stored);
    if (mode == Mode::Patch && has_stored) item.CopyFrom(*collection.stored);
    Problems found;
    read_message(json, *collection.type, has_stored ? collection.stored.get() : nullptr, item,
                 found);
    Problems broken;
    check_message(item, *collection.type, references, broken);
    for (auto& problem : broken) {
        // A field that could not be read is not missing as well.
        const bool known = std::any_of(found.begin(), found.end(), [&](const v1::Problem& other) {
            return !other.is_warning() && other.field() == problem.field();
        });
        if (!known) problems.push_back(std::move(problem));
    }
    std::move(found.begin(), found.end(), std::back_inserter(problems));
    auto settings = serialize(item);
    if (settings.size() > kItemSizeMax) {
        add_problem(problems, "", "item_too_large",
                    "Has more than " + std::to_string(kItemSizeMax) + " octets.");
    }
    return settings;
}

Json Schema::write(const Collection& collection, std::string_view settings) const {
    (void)parse(settings, *collection.item);
    return write_message(*collection.item, *collection.type);
}

Result<std::string> Schema::change_secrets(const Collection& collection, std::string_view settings,
                                           const SecretChange& change) const {
    if (collection.secrets.empty()) return std::string(settings);
    auto& item = *collection.item;
    if (!parse(settings, item)) {
        return fail(ErrorCode::InvalidArgument,
                    "the settings are not a " + collection.type->descriptor().full_name());
    }
    const auto& reflection = *item.GetReflection();
    for (const auto* rule : collection.secrets) {
        if (!reflection.HasField(item, rule->field)) continue;
        auto text =
            BUSBAR_TRY(change(rule->field->name(), reflection.GetString(item, rule->field)));
        reflection.SetString(&item, rule->field, std::move(text));
    }
    return serialize(item);
}

std::string Schema::unique_value(const Collection& collection, const FieldRule& rule,
                                 std::string_view settings) const {
    auto& item = *collection.item;
    if (!parse(settings, item) || !item.GetReflection()->HasField(item, rule.field)) return {};
    return scalar_text(item, *rule.field);
}

std::vector<std::string> Schema::item_references(const Collection& collection,
                                                 std::string_view own_plugin,
                                                 const CollectionName& target,
                                                 std::string_view settings) const {
    std::vector<std::string> ids;
    if (collection.references.empty() || !parse(settings, *collection.item)) return ids;
    collect_references(*collection.item, *collection.type, own_plugin, target, ids);
    return ids;
}

}  // namespace busbar
