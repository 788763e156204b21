// SPDX-License-Identifier: Apache-2.0
// Store: the configuration on disk, one SQLite file. Knows rows, not what they mean.
//
// A write is one transaction and on the disk when write() returns (WAL, synchronous=FULL). The file
// is locked against a second runtime for as long as the Store lives. Thread: the runtime loop.
#pragma once

#include <compare>
#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "busbar/result.hpp"

namespace busbar {

struct ItemKey {
    std::string plugin;
    std::string collection;
    std::string id;

    friend auto operator<=>(const ItemKey&, const ItemKey&) = default;
};

// An item: what is saved, and what is applied where that is something else.
struct StoredItem {
    std::optional<std::string> settings;  // secrets sealed; empty: removed, but still applied
    std::uint64_t revision = 0;           // of `settings`
    std::optional<std::string> applied_settings;  // only where revision and applied_revision differ
    std::uint64_t applied_revision = 0;           // 0: never applied
    bool started = false;

    // What the plugin is to have; nullptr when nothing was ever applied.
    [[nodiscard]] const std::string* applied() const;
};

struct StoredObject {
    std::string record;  // a serialized config::v1::ObjectRecord
    std::uint64_t revision = 0;
};

// Everything but states.
struct StoreContents {
    std::vector<std::pair<ItemKey, StoredItem>> items;  // sorted by key
    std::vector<std::pair<std::string, StoredObject>> objects;
    std::map<std::string, std::string> meta;
};

// Rows to write; a row without a value is deleted.
struct StoreBatch {
    std::vector<std::pair<ItemKey, std::optional<StoredItem>>> items;
    std::vector<std::pair<std::string, std::optional<StoredObject>>> objects;
    std::vector<std::pair<std::string, std::string>> meta;
};

// An object's id and its serialized state; without one, the row is deleted.
using StateBatch = std::vector<std::pair<std::string, std::optional<std::string>>>;

class Store {
 public:
    // Opens the file or makes a new one, and brings its tables up to date.
    // Refuses, and leaves as it is, what is damaged, made by a newer Busbar, or not a Busbar
    // database (FailedPrecondition), and what another runtime has open (Unavailable).
    [[nodiscard]] static Result<std::unique_ptr<Store>> open(const std::filesystem::path& file);
    ~Store();
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    [[nodiscard]] Result<StoreContents> load();
    // All of it or, with an error (disk full, read-only …: Unavailable), nothing.
    [[nodiscard]] Status write(const StoreBatch& batch);

    [[nodiscard]] Result<std::map<std::string, std::string>> load_states();
    // All or nothing; survives a crash of the runtime, and all but the last seconds a power loss.
    // Returns how many octets went into the database's log: whole pages, however small the states.
    [[nodiscard]] Result<std::uint64_t> save_states(const StateBatch& batch);

 private:
    struct Connection;
    explicit Store(std::unique_ptr<Connection> connection);
    std::unique_ptr<Connection> connection_;
};

}  // namespace busbar
