// SPDX-License-Identifier: Apache-2.0
// Draft: changes to the configuration, checked and not yet made. And what comes of making them.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "busbar/config/v1/record.pb.h"
#include "busbar/v1/bus.pb.h"
#include "config/json.hpp"
#include "config/store.hpp"

namespace busbar {

// Whether a text can be the id of an item or an object: 1 to kIdLengthMax of A-Z a-z 0-9 _ . -
[[nodiscard]] bool is_id(std::string_view text);

// One thing somebody wants changed. `plugin` and `collection` are empty for an object record.
struct Change {
    enum class Kind : std::uint8_t {
        PutItem,         // `value` replaces the settings, or makes the item
        PatchItem,       // the members of `value` replace those of the settings; null clears
        RemoveItem,      // nothing happens if there is none
        PutObject,       // the same for an object record
        PatchObject,     //
        RemoveObject,    //
        SetStarted,      // only `started`
        SetProjectName,  // `value` is the name, a text
    };
    Kind kind = Kind::PutItem;
    std::string plugin;
    std::string collection;
    std::string id;
    Json value = Json::object();
    // Of an item: whether it is to run. Not set: as it is; a new item is not started.
    std::optional<bool> started;
    // Refused with FailedPrecondition when the item or record has another one by now, and with
    // AlreadyExists when this is 0 and there is one. Not set: whatever it is.
    std::optional<std::uint64_t> expected_revision;
};

// Something wrong with a draft, and where. `plugin` and `collection` are empty for object records.
struct DraftProblem {
    std::string plugin;
    std::string collection;
    v1::Problem problem;

    // Worth showing, but never in the way: a warning of something that is not there, "unknown_…".
    [[nodiscard]] bool is_note() const;
};

// Items of one collection as its plugin gets them: secrets in clear.
struct Delivery {
    std::string plugin;
    v1::ItemsChanged items;
};

// An item as it was and as it would be.
struct ItemDraft {
    ItemKey key;
    std::optional<std::string> before;  // serialized, secrets in clear; empty: there was none
    std::optional<std::string> after;   // the same; empty: removed
    bool started_before = false;
    bool started_after = false;
};

// An object record as it was and as it would be.
struct ObjectDraft {
    std::string id;
    std::optional<config::v1::ObjectRecord> before;
    std::optional<config::v1::ObjectRecord> after;
};

// Made by Configuration::prepare(). Holds only what really changes.
struct Draft {
    std::vector<Change> request;
    std::vector<ItemDraft> items;  // in the order of the request, each key once
    std::vector<ObjectDraft> objects;
    std::optional<std::string> project_name;
    std::vector<DraftProblem> problems;
    std::uint64_t revision = 0;  // of the configuration it was checked against

    [[nodiscard]] bool empty() const { return items.empty() && objects.empty() && !project_name; }
    // The new and changed items by collection, for CheckItems.
    [[nodiscard]] std::vector<Delivery> to_check() const;
    // Adds what a plugin answered to CheckItems.
    void add_problems(const std::string& plugin, const std::string& collection,
                      const std::vector<v1::Problem>& answer);
    // What is in the way: errors, and warnings whose code is not in `confirmed`.
    [[nodiscard]] std::vector<DraftProblem> blocking(const std::set<std::string>& confirmed) const;
};

// What commit() changed, to be passed on.
struct Committed {
    std::uint64_t revision = 0;
    // Applied at once: send to the plugins that run. Sorted by plugin; then ItemsCommitted each.
    std::vector<Delivery> deliveries;
    // Saved but not applied: these plugins wait for the action "update".
    std::vector<std::string> update_needed;
    // Object records that are new, changed or removed (empty).
    std::map<std::string, std::optional<config::v1::ObjectRecord>> objects;
};

// What "update" would apply. Send `deliver`, ask the plugin, then Configuration::finish_update() if
// it agrees, and send `take_back` if it does not.
struct PendingUpdate {
    std::string plugin;
    std::vector<Delivery> deliver;
    std::vector<Delivery> take_back;
    std::map<ItemKey, StoredItem> applied;  // sealed, what finish_update() keeps

    [[nodiscard]] bool empty() const { return applied.empty(); }
};

}  // namespace busbar
