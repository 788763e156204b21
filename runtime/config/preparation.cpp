// SPDX-License-Identifier: Apache-2.0
// First all changes are planned (so that order does not matter to references), then each is read
// and checked, then what items of a collection owe each other.
#include "config/preparation.hpp"

#include <algorithm>
#include <utility>

#include "config/limits.hpp"
#include "config/object_record.hpp"

namespace busbar {
namespace {

using Kind = Change::Kind;

bool is_object(const Change& change) {
    return change.kind == Kind::PutObject || change.kind == Kind::PatchObject ||
           change.kind == Kind::RemoveObject;
}

std::string words_for(const Change& change) {
    if (is_object(change)) return "object " + change.id;
    return change.plugin + '/' + change.collection + '/' + change.id;
}

Status check_revision(const Change& change, std::uint64_t revision) {
    const auto& expected = change.expected_revision;
    if (!expected || *expected == revision) return {};
    if (*expected == 0) {
        return fail(ErrorCode::AlreadyExists, "there is already a " + words_for(change));
    }
    return fail(ErrorCode::FailedPrecondition,
                words_for(change) + " was changed meanwhile: it has revision " +
                    std::to_string(revision) + ", not " + std::to_string(*expected));
}

Status check_started(const Change& change, const Collection& collection) {
    if (change.kind == Kind::SetStarted && !change.started) {
        return fail(ErrorCode::InvalidArgument, words_for(change) + ": started or not?", "started");
    }
    if (change.started && !collection.options.startable()) {
        return fail(ErrorCode::InvalidArgument,
                    words_for(change) + ": items of this collection are not started or stopped",
                    "started");
    }
    return {};
}

void append(std::vector<DraftProblem>& to, const Change& change, Problems&& problems) {
    for (auto& problem : problems) {
        problem.set_item_id(change.id);
        to.push_back({change.plugin, change.collection, std::move(problem)});
    }
}

bool same(const std::optional<config::v1::ObjectRecord>& left,
          const std::optional<config::v1::ObjectRecord>& right) {
    if (!left || !right) return !left && !right;
    return left->SerializeAsString() == right->SerializeAsString();
}

bool unchanged(const ItemDraft& item) {
    return item.before == item.after && item.started_before == item.started_after;
}

}  // namespace

Preparation::Preparation(const Configuration& configuration) : configuration_(configuration) {
    draft_.revision = configuration.revision();
}

Result<Draft> Preparation::run(std::vector<Change> changes) {
    if (changes.size() > kChangesMax) {
        return fail(ErrorCode::InvalidArgument,
                    "more than " + std::to_string(kChangesMax) + " changes at once");
    }
    for (const auto& change : changes) BUSBAR_CHECK(check_request(change));
    for (const auto& change : changes) plan(change);
    for (const auto& change : changes) BUSBAR_CHECK(take(change));
    drop_unchanged();
    BUSBAR_CHECK(check_object_count());
    std::set<std::pair<std::string, std::string>> touched;
    for (const auto& item : draft_.items) touched.emplace(item.key.plugin, item.key.collection);
    for (const auto& [plugin, name] : touched) {
        const auto place = BUSBAR_TRY(configuration_.place(plugin, name));
        check_unique(plugin, *place.collection);
        check_count(plugin, *place.collection);
    }
    check_removed();
    draft_.request = std::move(changes);
    return std::move(draft_);
}

Status Preparation::check_request(const Change& change) const {
    if (change.kind == Kind::SetProjectName) return {};
    if (!is_id(change.id)) {
        return fail(ErrorCode::InvalidArgument,
                    "“" + change.id.substr(0, kIdLengthMax) +
                        "” is not an id: 1 to 128 of A-Z a-z 0-9 _ . -",
                    "id");
    }
    if (is_object(change)) return {};
    const auto place = BUSBAR_TRY(configuration_.place(change.plugin, change.collection));
    if (place.collection->singular && change.id != kMainItem) {
        return fail(ErrorCode::NotFound, words_for(change) + ": there is only “main”");
    }
    return {};
}

void Preparation::plan(const Change& change) {
    switch (change.kind) {
        case Kind::PutItem:
            planned_ids_.insert(change.id);
            planned_items_[{change.plugin, change.collection, change.id}] = true;
            break;
        case Kind::RemoveItem:
            planned_items_[{change.plugin, change.collection, change.id}] = false;
            break;
        case Kind::PutObject:
            planned_objects_[change.id] = true;
            break;
        case Kind::RemoveObject:
            planned_objects_[change.id] = false;
            break;
        case Kind::PatchItem:
        case Kind::PatchObject:
        case Kind::SetStarted:
        case Kind::SetProjectName:
            break;
    }
}

Status Preparation::take(const Change& change) {
    if (change.kind == Kind::SetProjectName) return take_name(change);
    return is_object(change) ? take_object(change) : take_item(change);
}

Status Preparation::take_name(const Change& change) {
    if (!change.value.is_string() || change.value.get_ref<const std::string&>().size() > 128) {
        return fail(ErrorCode::InvalidArgument,
                    "the project's name is a text of at most 128 octets", "name");
    }
    const auto name = change.value.get<std::string>();
    draft_.project_name.reset();
    if (name != configuration_.project_name()) draft_.project_name = name;
    return {};
}

Status Preparation::take_item(const Change& change) {
    const auto place = BUSBAR_TRY(configuration_.place(change.plugin, change.collection));
    auto& item = item_draft(place, {change.plugin, change.collection, change.id});
    const auto stored = configuration_.items_.find(change.plugin, change.collection, change.id);
    BUSBAR_CHECK(check_revision(change, item.before ? stored->revision : 0));
    if (change.kind == Kind::RemoveItem) {
        item.after.reset();
        item.started_after = false;
        return {};
    }
    const bool exists = item.after || place.collection->singular;
    if (!exists && change.kind != Kind::PutItem) {
        return fail(ErrorCode::NotFound, "there is no " + words_for(change));
    }
    BUSBAR_CHECK(check_started(change, *place.collection));
    item.started_after = change.started.value_or(item.started_after);
    if (change.kind == Kind::SetStarted) return {};

    const References references{[this](std::string_view id) { return object_exists(id); },
                                [&](const CollectionName& name, std::string_view id) {
                                    return item_exists(
                                        name.plugin.empty() ? change.plugin : name.plugin,
                                        name.collection, id);
                                }};
    Problems problems;
    item.after = place.schema->read(
        *place.collection, change.value,
        change.kind == Kind::PutItem ? Schema::Mode::Replace : Schema::Mode::Patch,
        item.after.value_or(""), references, problems);
    append(draft_.problems, change, std::move(problems));
    return {};
}

Status Preparation::take_object(const Change& change) {
    auto& object = object_draft(change.id);
    const auto stored = configuration_.objects_.find(change.id);
    const bool is_stored = stored != configuration_.objects_.end();
    BUSBAR_CHECK(check_revision(change, is_stored ? stored->second.revision : 0));
    if (change.kind == Kind::RemoveObject) {
        object.after.reset();
        return {};
    }
    if (change.kind == Kind::PutObject || !object.after) object.after.emplace();
    Problems problems;
    read_object_record(change.value, *object.after, problems);
    append(draft_.problems, change, std::move(problems));
    return {};
}

ItemDraft& Preparation::item_draft(const Configuration::Place& place, const ItemKey& key) {
    const auto [found, is_new] = items_.emplace(key, draft_.items.size());
    if (!is_new) return draft_.items[found->second];
    auto& item = draft_.items.emplace_back();
    item.key = key;
    const auto stored = configuration_.items_.find(key.plugin, key.collection, key.id);
    if (!stored) return item;
    item.started_before = item.started_after = stored->started;
    if (stored->settings && stored->revision != 0) {
        item.before = item.after = configuration_.clear(place, key, *stored->settings);
    }
    return item;
}

ObjectDraft& Preparation::object_draft(const std::string& id) {
    const auto [found, is_new] = objects_.emplace(id, draft_.objects.size());
    if (!is_new) return draft_.objects[found->second];
    auto& object = draft_.objects.emplace_back();
    object.id = id;
    const auto stored = configuration_.objects_.find(id);
    if (stored != configuration_.objects_.end()) {
        object.before = object.after = stored->second.record;
    }
    return object;
}

// What stays as it is needs no write, and nobody has to confirm it again.
void Preparation::drop_unchanged() {
    std::erase_if(draft_.problems, [&](const DraftProblem& at) {
        if (!at.problem.is_warning()) return false;
        const auto& id = at.problem.item_id();
        if (at.plugin.empty()) {
            const auto& object = draft_.objects[objects_.at(id)];
            return same(object.before, object.after);
        }
        return unchanged(draft_.items[items_.at({at.plugin, at.collection, id})]);
    });
    std::erase_if(draft_.items, unchanged);
    std::erase_if(draft_.objects,
                  [](const ObjectDraft& object) { return same(object.before, object.after); });
    items_.clear();
    for (std::size_t i = 0; i < draft_.items.size(); ++i) items_.emplace(draft_.items[i].key, i);
}

bool Preparation::item_exists(const std::string& plugin, const std::string& collection,
                              std::string_view id) const {
    const auto planned = planned_items_.find({plugin, collection, std::string(id)});
    if (planned != planned_items_.end()) return planned->second;
    const auto stored = configuration_.items_.find(plugin, collection, id);
    return stored && stored->settings;
}

// An object may belong to a plugin that is not running now: most plugins name their objects after
// items, so an item of that id anywhere is taken as a sign that the object will come.
bool Preparation::object_exists(std::string_view id) const {
    const auto planned = planned_objects_.find(id);
    if (planned != planned_objects_.end() && planned->second) return true;
    if (planned == planned_objects_.end() && configuration_.objects_.contains(id)) return true;
    if (configuration_.object_lookup_ && configuration_.object_lookup_(id)) return true;
    if (planned_ids_.contains(id)) return true;
    for (const auto& [plugin, collections] : configuration_.items_.plugins()) {
        for (const auto& [name, items] : collections) {
            if (items.contains(id)) return true;
        }
    }
    return false;
}

}  // namespace busbar
