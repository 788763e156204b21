// SPDX-License-Identifier: Apache-2.0
// Configuration: beginning, schemas, and the way of a draft.
#include "config/configuration.hpp"

#include <sodium.h>

#include <charconv>
#include <utility>

#include "config/preparation.hpp"

namespace busbar {
namespace {

constexpr const char* kUuidKey = "runtime_uuid";
// A known text sealed with the key: tells a lost or exchanged key file at the start.
constexpr const char* kKeyCheckKey = "key_check";
constexpr std::string_view kKeyCheckText = "busbar";
constexpr SecretPlace kKeyCheckPlace{"", "", "", kKeyCheckKey};

std::string make_uuid() {
    std::array<unsigned char, 16> random{};
    randombytes_buf(random.data(), random.size());
    std::array<char, 2 * random.size() + 1> text{};
    sodium_bin2hex(text.data(), text.size(), random.data(), random.size());
    return text.data();
}

std::string find(const std::map<std::string, std::string>& meta, const char* key) {
    const auto found = meta.find(key);
    return found == meta.end() ? std::string() : found->second;
}

// SQLite takes an empty file for a new database. The key is made after the database, so beside a
// key it was emptied by somebody else, and must not be begun anew in silence.
Status refuse_emptied(const std::filesystem::path& database, const std::filesystem::path& key) {
    std::error_code none;
    if (!std::filesystem::exists(key, none)) return {};
    if (std::filesystem::file_size(database, none) != 0 || none) return {};
    return fail(ErrorCode::FailedPrecondition,
                database.string() +
                    " is damaged (it is empty): restore a backup, or remove it to begin anew");
}

Result<std::unique_ptr<Secrets>> open_secrets(const std::filesystem::path& path,
                                              const std::string& key_check) {
    auto secrets = Secrets::open(path);
    if (!secrets && secrets.error().code == ErrorCode::NotFound) {
        if (key_check.empty()) return Secrets::create(path);
        return fail(ErrorCode::FailedPrecondition,
                    "key file " + path.string() +
                        " is missing, and with it the stored secrets: put it back from a backup, "
                        "or move config.db away to begin anew");
    }
    if (!secrets || key_check.empty()) return secrets;
    const auto text = (*secrets)->open(key_check, kKeyCheckPlace);
    if (!text || *text != kKeyCheckText) {
        return fail(ErrorCode::FailedPrecondition,
                    "key file " + path.string() +
                        " is not the one the stored secrets were sealed with: put that one back");
    }
    return secrets;
}

}  // namespace

Configuration::Configuration(std::unique_ptr<Store> store, std::unique_ptr<Secrets> secrets)
    : store_(std::move(store)), secrets_(std::move(secrets)) {}
Configuration::~Configuration() = default;

Result<std::unique_ptr<Configuration>> Configuration::open(
    const std::filesystem::path& state_directory) {
    const auto file = state_directory / "config.db";
    BUSBAR_CHECK(refuse_emptied(file, state_directory / "secrets.key"));
    auto store = BUSBAR_TRY(Store::open(file));
    auto contents = BUSBAR_TRY(store->load());
    auto secrets = BUSBAR_TRY(
        open_secrets(state_directory / "secrets.key", find(contents.meta, kKeyCheckKey)));
    std::unique_ptr<Configuration> configuration(
        new Configuration(std::move(store), std::move(secrets)));
    BUSBAR_CHECK(configuration->begin(std::move(contents)));
    return configuration;
}

Status Configuration::begin(StoreContents contents) {
    runtime_uuid_ = find(contents.meta, kUuidKey);
    if (runtime_uuid_.empty()) {
        runtime_uuid_ = make_uuid();
        StoreBatch batch;
        batch.meta = {{kUuidKey, runtime_uuid_},
                      {kKeyCheckKey, secrets_->seal(kKeyCheckText, kKeyCheckPlace)}};
        BUSBAR_CHECK(store_->write(batch));
    }
    project_name_ = find(contents.meta, kNameKey);
    const auto revision = find(contents.meta, kRevisionKey);
    std::from_chars(revision.data(), revision.data() + revision.size(), revision_);
    for (const auto& [key, item] : contents.items) items_.set(key, item);
    for (const auto& [id, object] : contents.objects) {
        ObjectView view{{}, object.revision};
        if (!view.record.ParseFromString(object.record)) {
            return fail(ErrorCode::FailedPrecondition,
                        "the record of object " + id + " is damaged: restore a backup");
        }
        objects_.emplace(id, std::move(view));
    }
    return {};
}

std::vector<DraftProblem> Configuration::add_schema(const std::string& plugin,
                                                    std::unique_ptr<Schema> schema) {
    auto& kept = schemas_[plugin];
    kept = std::move(schema);
    std::vector<DraftProblem> problems;
    const auto report = [&](const std::string& collection, const std::string& id, const char* code,
                            const Error& error) {
        v1::Problem problem;
        problem.set_item_id(id);
        problem.set_field(error.field);
        problem.set_code(code);
        problem.set_message(error.message);
        problems.push_back({plugin, collection, std::move(problem)});
    };
    for (const auto& [name, items] : items_.collections(plugin)) {
        const auto* collection = kept->find(name);
        if (collection == nullptr) {
            if (items.empty()) continue;
            report(name, "", "unknown_collection",
                   {ErrorCode::NotFound, "is stored, but this version of the plugin has none", {}});
            continue;
        }
        for (const auto& [id, item] : items) {
            if (!item.settings) continue;
            // clang 14 does not capture structured bindings themselves.
            const auto open = [&, &name = name, &id = id](const std::string& field,
                                                          const std::string& text) {
                return secrets_->open(text, {plugin, name, id, field});
            };
            const auto opened = kept->change_secrets(*collection, *item.settings, open);
            if (!opened) report(name, id, "unreadable", opened.error());
        }
    }
    return problems;
}

const Schema* Configuration::schema(std::string_view plugin) const {
    const auto found = schemas_.find(plugin);
    return found == schemas_.end() ? nullptr : found->second.get();
}

std::vector<std::string> Configuration::plugins() const {
    std::vector<std::string> list;
    for (const auto& entry : schemas_) list.push_back(entry.first);
    return list;
}

std::vector<std::string> Configuration::missing_plugins() const {
    std::vector<std::string> list;
    for (const auto& [plugin, collections] : items_.plugins()) {
        bool any = false;
        for (const auto& [name, items] : collections) any = any || !items.empty();
        if (any && !schemas_.contains(plugin)) list.push_back(plugin);
    }
    return list;
}

void Configuration::set_object_lookup(std::function<bool(std::string_view)> exists) {
    object_lookup_ = std::move(exists);
}

Result<Draft> Configuration::prepare(std::vector<Change> changes) const {
    return Preparation(*this).run(std::move(changes));
}

Result<Committed> Configuration::commit(const Draft& draft,
                                        const std::set<std::string>& confirmed) {
    const auto blocking = draft.blocking(confirmed);
    if (!blocking.empty()) {
        const auto& [plugin, collection, problem] = blocking.front();
        return fail(
            problem.is_warning() ? ErrorCode::FailedPrecondition : ErrorCode::InvalidArgument,
            (plugin.empty() ? std::string("object") : plugin + '/' + collection) + '/' +
                problem.item_id() + ' ' + problem.field() + ": " + problem.message(),
            problem.field());
    }
    if (draft.revision != revision_) {
        auto again = BUSBAR_TRY(prepare(draft.request));
        return commit(again, confirmed);
    }
    if (draft.empty()) return Committed{revision_, {}, {}, {}};
    auto batch = to_batch(draft, revision_ + 1);
    BUSBAR_CHECK(store_->write(batch));
    take(batch);
    ++revision_;
    if (draft.project_name) project_name_ = *draft.project_name;
    return to_committed(draft);
}

void Configuration::take(const StoreBatch& batch) {
    for (const auto& [key, item] : batch.items) items_.set(key, item);
    for (const auto& [id, object] : batch.objects) {
        if (!object) {
            objects_.erase(id);
            continue;
        }
        ObjectView view{{}, object->revision};
        (void)view.record.ParseFromString(object->record);  // serialized a moment ago
        objects_.insert_or_assign(id, std::move(view));
    }
}

Result<std::map<std::string, std::string>> Configuration::load_states() {
    return store_->load_states();
}

Result<std::uint64_t> Configuration::save_states(const StateBatch& batch) {
    return store_->save_states(batch);
}

}  // namespace busbar
