// SPDX-License-Identifier: Apache-2.0
// Configuration: everything the user has set, checked, kept and handed out.
//
// All of it lives in memory and in the state directory: "config.db" (see store.hpp) and
// "secrets.key" (see secrets.hpp). Secrets are sealed in both; they are opened only for the plugin
// they belong to. Items of plugins that are not installed, or of collections a newer plugin has no
// more, are kept untouched. Every change gets the next revision number of the whole configuration.
// Thread: the runtime loop.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "busbar/config/v1/record.pb.h"
#include "busbar/result.hpp"
#include "config/draft.hpp"
#include "config/item_table.hpp"
#include "config/json.hpp"
#include "config/schema.hpp"
#include "config/secrets.hpp"
#include "config/store.hpp"

namespace busbar {

// An item as people see it.
struct ItemView {
    std::string id;
    Json settings;                       // secrets as {"set": …}
    std::uint64_t revision = 0;          // 0: singular, and nothing is stored
    std::uint64_t applied_revision = 0;  // other than `revision`: waits for "update"
    bool started = false;
};

struct ObjectView {
    config::v1::ObjectRecord record;
    std::uint64_t revision = 0;
};

class Configuration {
 public:
    // Opens the configuration of an existing directory, or begins one there. Fails as
    // Store::open() and Secrets::open() do, and with FailedPrecondition when the key file is not
    // the one the database's secrets were sealed with.
    [[nodiscard]] static Result<std::unique_ptr<Configuration>> open(
        const std::filesystem::path& state_directory);
    ~Configuration();
    Configuration(const Configuration&) = delete;
    Configuration& operator=(const Configuration&) = delete;

    [[nodiscard]] const std::string& runtime_uuid() const { return runtime_uuid_; }
    [[nodiscard]] const std::string& project_name() const { return project_name_; }
    // Of the last change; 0 means nothing was ever configured here.
    [[nodiscard]] std::uint64_t revision() const { return revision_; }

    // Makes a plugin's settings known; replaces an earlier schema of the same plugin. Returns what
    // is wrong with the items it has: those are kept, and delivered without what cannot be read.
    std::vector<DraftProblem> add_schema(const std::string& plugin, std::unique_ptr<Schema> schema);
    [[nodiscard]] const Schema* schema(std::string_view plugin) const;
    // Plugins with a schema, sorted.
    [[nodiscard]] std::vector<std::string> plugins() const;
    // Plugins that have items but no schema, sorted.
    [[nodiscard]] std::vector<std::string> missing_plugins() const;
    // Tells whether an object is on the bus; without it only the configuration itself is asked.
    void set_object_lookup(std::function<bool(std::string_view object_id)> exists);

    // Saved items, sorted by id. A singular collection always has its "main".
    // Fail with NotFound when the plugin, the collection or the item is not known.
    [[nodiscard]] Result<std::vector<ItemView>> items(std::string_view plugin,
                                                      std::string_view collection) const;
    [[nodiscard]] Result<ItemView> item(std::string_view plugin, std::string_view collection,
                                        std::string_view id) const;
    // Applied items as the plugin gets them, secrets in clear; all of a collection, sorted by id.
    [[nodiscard]] std::vector<v1::Item> for_plugin(std::string_view plugin,
                                                   std::string_view collection) const;
    [[nodiscard]] const std::map<std::string, ObjectView, std::less<>>& objects() const {
        return objects_;
    }

    // Checks changes, all against the state they lead to together. Problems of fields are in the
    // draft; fails with NotFound (plugin, collection, item to patch), InvalidArgument (bad id, too
    // much), FailedPrecondition or AlreadyExists (see Change::expected_revision). Changes nothing.
    [[nodiscard]] Result<Draft> prepare(std::vector<Change> changes) const;
    // Makes a draft true, all of it or nothing. If something else was committed since prepare(), it
    // is checked again first. Fails as prepare() does, with InvalidArgument on errors,
    // FailedPrecondition on unconfirmed warnings, Unavailable when the disk does not take it.
    [[nodiscard]] Result<Committed> commit(const Draft& draft,
                                           const std::set<std::string>& confirmed = {});

    // Remembers that an item was started or stopped by an action; changes no revision.
    [[nodiscard]] Status set_started(std::string_view plugin, std::string_view collection,
                                     std::string_view id, bool started);

    // Whether the plugin has saved settings that are not applied.
    [[nodiscard]] bool update_needed(std::string_view plugin) const;
    [[nodiscard]] PendingUpdate prepare_update(std::string_view plugin) const;
    // Keeps as applied what prepare_update() gave; items changed meanwhile stay to be updated.
    [[nodiscard]] Status finish_update(const PendingUpdate& update);

    // States that are to survive a restart; see Store.
    [[nodiscard]] Result<std::map<std::string, std::string>> load_states();
    [[nodiscard]] Result<std::uint64_t> save_states(const StateBatch& batch);

 private:
    static constexpr const char* kRevisionKey = "revision";  // in the Store's meta table
    static constexpr const char* kNameKey = "project_name";

    Configuration(std::unique_ptr<Store> store, std::unique_ptr<Secrets> secrets);
    [[nodiscard]] Status begin(StoreContents contents);
    struct Place {
        const Schema* schema = nullptr;
        const Collection* collection = nullptr;
    };
    [[nodiscard]] Result<Place> place(std::string_view plugin, std::string_view collection) const;
    [[nodiscard]] ItemView view(const Place& place, const std::string& id,
                                const StoredItem& item) const;
    // Secrets of an item in clear; one that does not open comes out empty.
    [[nodiscard]] std::string clear(const Place& place, const ItemKey& key,
                                    const std::string& sealed) const;
    [[nodiscard]] std::string sealed(const Place& place, const ItemKey& key,
                                     const std::string& clear) const;
    [[nodiscard]] StoreBatch to_batch(const Draft& draft, std::uint64_t revision) const;
    [[nodiscard]] Committed to_committed(const Draft& draft) const;
    void take(const StoreBatch& batch);
    friend class Preparation;

    std::unique_ptr<Store> store_;
    std::unique_ptr<Secrets> secrets_;
    std::string runtime_uuid_;
    std::string project_name_;
    std::uint64_t revision_ = 0;
    std::map<std::string, std::unique_ptr<Schema>, std::less<>> schemas_;
    ItemTable items_;
    std::map<std::string, ObjectView, std::less<>> objects_;
    std::function<bool(std::string_view)> object_lookup_;
};

}  // namespace busbar
