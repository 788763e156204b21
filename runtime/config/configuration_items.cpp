// SPDX-License-Identifier: Apache-2.0
// Configuration: items as people see them and as plugins get them.
#include <utility>

#include "config/configuration.hpp"

namespace busbar {
namespace {

// What the plugin is to have of an item now; nullptr for nothing.
const std::string* effective(const Collection& collection, const StoredItem& item) {
    if (collection.on_update()) return item.applied();
    return item.settings && item.revision != 0 ? &*item.settings : nullptr;
}

}  // namespace

Result<Configuration::Place> Configuration::place(std::string_view plugin,
                                                  std::string_view collection) const {
    const auto* known = schema(plugin);
    if (known == nullptr) {
        return fail(ErrorCode::NotFound, "there is no plugin " + std::string(plugin));
    }
    const auto* found = known->find(collection);
    if (found == nullptr) {
        return fail(ErrorCode::NotFound,
                    "plugin " + std::string(plugin) + " has no " + std::string(collection));
    }
    return Place{known, found};
}

ItemView Configuration::view(const Place& place, const std::string& id,
                             const StoredItem& item) const {
    // A removed singular item counts as never stored, also while it is still applied.
    const auto revision = item.settings ? item.revision : 0;
    return {id, place.schema->write(*place.collection, item.settings.value_or("")), revision,
            place.collection->on_update() ? item.applied_revision : revision, item.started};
}

Result<std::vector<ItemView>> Configuration::items(std::string_view plugin,
                                                   std::string_view collection) const {
    const auto at = BUSBAR_TRY(place(plugin, collection));
    std::vector<ItemView> views;
    if (at.collection->singular) {
        views.push_back(BUSBAR_TRY(item(plugin, collection, kMainItem)));
        return views;
    }
    for (const auto& [id, stored] : items_.items(plugin, collection)) {
        if (stored.settings) views.push_back(view(at, id, stored));
    }
    return views;
}

Result<ItemView> Configuration::item(std::string_view plugin, std::string_view collection,
                                     std::string_view id) const {
    const auto at = BUSBAR_TRY(place(plugin, collection));
    const auto stored = items_.find(plugin, collection, id);
    if (stored && stored->settings) return view(at, std::string(id), *stored);
    if (at.collection->singular && id == kMainItem) {
        return view(at, std::string(id), stored.value_or(StoredItem{}));
    }
    return fail(ErrorCode::NotFound, "there is no " + std::string(plugin) + '/' +
                                         std::string(collection) + '/' + std::string(id));
}

std::vector<v1::Item> Configuration::for_plugin(std::string_view plugin,
                                                std::string_view collection) const {
    std::vector<v1::Item> list;
    const auto at = place(plugin, collection);
    if (!at) return list;
    for (const auto& [id, stored] : items_.items(plugin, collection)) {
        const auto* settings = effective(*at->collection, stored);
        if (settings == nullptr && !at->collection->singular) continue;
        auto& message = list.emplace_back();
        message.set_id(id);
        message.set_started(stored.started);
        if (settings == nullptr) continue;
        message.set_settings(
            clear(*at, {std::string(plugin), std::string(collection), id}, *settings));
        message.set_revision(at->collection->on_update() ? stored.applied_revision
                                                         : stored.revision);
    }
    if (at->collection->singular && list.empty()) {
        list.emplace_back().set_id(std::string(kMainItem));
    }
    return list;
}

std::string Configuration::clear(const Place& place, const ItemKey& key,
                                 const std::string& sealed) const {
    auto opened = place.schema->change_secrets(
        *place.collection, sealed,
        [&](const std::string& field, const std::string& text) -> Result<std::string> {
            return secrets_->open(text, {key.plugin, key.collection, key.id, field}).value_or("");
        });
    // What does not parse is another version's; add_schema() has told so.
    return opened ? std::move(*opened) : std::string();
}

std::string Configuration::sealed(const Place& place, const ItemKey& key,
                                  const std::string& clear) const {
    return place.schema
        ->change_secrets(
            *place.collection, clear,
            [&](const std::string& field, const std::string& text) -> Result<std::string> {
                return secrets_->seal(text, {key.plugin, key.collection, key.id, field});
            })
        .value();  // made by Schema::read(), so it parses
}

Status Configuration::set_started(std::string_view plugin, std::string_view collection,
                                  std::string_view id, bool started) {
    const auto at = BUSBAR_TRY(place(plugin, collection));
    const auto stored = items_.find(plugin, collection, id);
    if (!stored && !(at.collection->singular && id == kMainItem)) {
        return fail(ErrorCode::NotFound, "there is no " + std::string(plugin) + '/' +
                                             std::string(collection) + '/' + std::string(id));
    }
    auto item = stored.value_or(StoredItem{});
    if (item.started == started) return {};
    item.started = started;
    StoreBatch batch;
    batch.items.emplace_back(ItemKey{std::string(plugin), std::string(collection), std::string(id)},
                             std::move(item));
    BUSBAR_CHECK(store_->write(batch));
    take(batch);
    return {};
}

}  // namespace busbar
