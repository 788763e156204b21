// SPDX-License-Identifier: Apache-2.0
// Configuration: what a draft or an update makes of rows, and what of it goes to plugins.
#include <algorithm>
#include <utility>

#include "config/configuration.hpp"

namespace busbar {
namespace {

// The row after new settings (or none, for a removed item) were saved.
std::optional<StoredItem> saved(StoredItem item, const Collection& collection,
                                std::optional<std::string> settings, std::uint64_t revision) {
    if (!collection.on_update()) {
        if (!settings) return std::nullopt;
        return StoredItem{std::move(settings), revision, std::nullopt, revision, item.started};
    }
    if (!settings && item.applied_revision == 0) return std::nullopt;
    if (item.applied_revision != 0 && item.applied_revision == item.revision) {
        item.applied_settings = std::move(item.settings);
    }
    item.settings = std::move(settings);
    item.revision = revision;
    return item;
}

// The row after `captured`, which prepare_update() saw, is applied. `current` is the row by now.
std::optional<StoredItem> applied(const StoredItem& captured,
                                  const std::optional<StoredItem>& current,
                                  std::uint64_t newest_revision) {
    if (!current) {  // never applied before, and removed meanwhile
        if (!captured.settings) return std::nullopt;
        return StoredItem{std::nullopt, newest_revision, captured.settings, captured.revision,
                          false};
    }
    auto item = *current;
    const bool removed = !captured.settings;
    if (item.revision == captured.revision) {
        if (removed) return std::nullopt;
        item.applied_settings.reset();
        item.applied_revision = item.revision;
    } else {
        item.applied_settings = captured.settings;
        item.applied_revision = removed ? 0 : captured.revision;
        if (removed && !item.settings) return std::nullopt;
    }
    return item;
}

bool waits(const StoredItem& item) {
    return item.revision != 0 && item.revision != item.applied_revision;
}

// Collects deliveries, one for each collection.
class Deliveries {
 public:
    void put(const ItemKey& key, std::string settings, std::uint64_t revision, bool started) {
        auto& item = *at(key).add_items();
        item.set_id(key.id);
        item.set_settings(std::move(settings));
        item.set_revision(revision);
        item.set_started(started);
    }
    // A singular collection never loses its item, only the settings of it.
    void remove(const ItemKey& key, const Collection& collection) {
        if (collection.singular) return put(key, "", 0, false);
        at(key).add_removed_ids(key.id);
    }
    [[nodiscard]] std::vector<Delivery> take() {
        std::vector<Delivery> list;
        for (auto& entry : deliveries_) list.push_back(std::move(entry.second));
        return list;
    }

 private:
    v1::ItemsChanged& at(const ItemKey& key) {
        auto& delivery = deliveries_[{key.plugin, key.collection}];
        delivery.plugin = key.plugin;
        delivery.items.set_collection(key.collection);
        return delivery.items;
    }
    std::map<std::pair<std::string, std::string>, Delivery> deliveries_;
};

}  // namespace

StoreBatch Configuration::to_batch(const Draft& draft, std::uint64_t revision) const {
    StoreBatch batch;
    batch.meta.emplace_back(kRevisionKey, std::to_string(revision));
    if (draft.project_name) batch.meta.emplace_back(kNameKey, *draft.project_name);
    for (const auto& object : draft.objects) {
        std::optional<StoredObject> row;
        if (object.after) row = StoredObject{object.after->SerializeAsString(), revision};
        batch.objects.emplace_back(object.id, std::move(row));
    }
    for (const auto& item : draft.items) {
        const auto& key = item.key;
        const auto at = place(key.plugin, key.collection).value();  // prepare() looked it up
        const auto stored = items_.find(key.plugin, key.collection, key.id);
        auto row = std::make_optional(stored.value_or(StoredItem{}));
        // Only if the draft is about it: an action may have started the item since prepare().
        if (item.started_before != item.started_after) row->started = item.started_after;
        if (item.before != item.after) {
            std::optional<std::string> settings;
            if (item.after) settings = sealed(at, key, *item.after);
            row = saved(std::move(*row), *at.collection, std::move(settings), revision);
        }
        batch.items.emplace_back(key, std::move(row));
    }
    return batch;
}

Committed Configuration::to_committed(const Draft& draft) const {
    Committed committed;
    committed.revision = revision_;
    Deliveries deliveries;
    std::set<std::string> update_needed;
    for (const auto& item : draft.items) {
        const auto& key = item.key;
        const auto at = place(key.plugin, key.collection).value();
        const auto stored = items_.find(key.plugin, key.collection, key.id);
        const bool changed = item.before != item.after;
        if (at.collection->on_update()) {
            if (changed) update_needed.insert(key.plugin);
            const auto* settings = stored ? stored->applied() : nullptr;
            const bool told = item.started_before != item.started_after &&
                              (settings != nullptr || at.collection->singular);
            if (told) {
                deliveries.put(key, settings != nullptr ? clear(at, key, *settings) : "",
                               stored->applied_revision, stored->started);
            }
        } else if (item.after || (at.collection->singular && stored)) {
            deliveries.put(key, item.after.value_or(""), stored->revision, stored->started);
        } else {
            deliveries.remove(key, *at.collection);
        }
    }
    committed.deliveries = deliveries.take();
    committed.update_needed.assign(update_needed.begin(), update_needed.end());
    for (const auto& object : draft.objects) committed.objects.emplace(object.id, object.after);
    return committed;
}

bool Configuration::update_needed(std::string_view plugin) const {
    const auto* known = schema(plugin);
    if (known == nullptr) return false;
    for (const auto& collection : known->collections()) {
        if (!collection.on_update()) continue;
        for (const auto& [id, item] : items_.items(plugin, collection.name)) {
            if (waits(item)) return true;
        }
    }
    return false;
}

PendingUpdate Configuration::prepare_update(std::string_view plugin) const {
    PendingUpdate update;
    update.plugin = plugin;
    const auto* known = schema(plugin);
    if (known == nullptr) return update;
    Deliveries deliver;
    Deliveries take_back;
    for (const auto& collection : known->collections()) {
        if (!collection.on_update()) continue;
        const Place at{known, &collection};
        for (const auto& [id, item] : items_.items(plugin, collection.name)) {
            if (!waits(item)) continue;
            const ItemKey key{update.plugin, collection.name, id};
            update.applied.emplace(key, item);
            if (item.settings) {
                deliver.put(key, clear(at, key, *item.settings), item.revision, item.started);
            } else {
                deliver.remove(key, collection);
            }
            if (const auto* before = item.applied()) {
                take_back.put(key, clear(at, key, *before), item.applied_revision, item.started);
            } else {
                take_back.remove(key, collection);
            }
        }
    }
    update.deliver = deliver.take();
    update.take_back = take_back.take();
    return update;
}

Status Configuration::finish_update(const PendingUpdate& update) {
    StoreBatch batch;
    for (const auto& [key, captured] : update.applied) {
        const auto current = items_.find(key.plugin, key.collection, key.id);
        batch.items.emplace_back(key, applied(captured, current, revision_));
    }
    if (batch.items.empty()) return {};
    BUSBAR_CHECK(store_->write(batch));
    take(batch);
    return {};
}

}  // namespace busbar
