// SPDX-License-Identifier: Apache-2.0
// PluginManager: scanning, and fan-out by plugin id.
#include "plugin/manager.hpp"

#include <algorithm>
#include <system_error>

#include "plugin/manifest.hpp"

namespace busbar {

PluginManager::PluginManager(PluginEnvironment environment, Configuration& configuration)
    : environment_(std::move(environment)), configuration_(configuration) {
    environment_.items = [this](const std::string& plugin) { return items_of(plugin); };
}

PluginManager::~PluginManager() = default;

void PluginManager::scan(const std::filesystem::path& directory) {
    namespace fs = std::filesystem;
    const auto log = environment_.log.logger("plugin");
    std::error_code error;
    std::vector<fs::path> folders;
    for (const auto& entry : fs::directory_iterator(directory, error)) {
        if (fs::exists(entry.path() / "manifest.json")) folders.push_back(entry.path());
    }
    if (error) {
        log->error("plugin folder not readable path={} reason=\"{}\"", directory.string(),
                   error.message());
    }
    std::sort(folders.begin(), folders.end());
    for (const auto& folder : folders) add(folder);
    log->info("plugins found count={} path={}", plugins_.size(), directory.string());
}

void PluginManager::add(const std::filesystem::path& folder) {
    const auto id = folder.filename().string();
    if (plugins_.contains(id)) return;
    auto manifest = read_manifest(folder);
    if (!manifest) {
        plugins_[id] =
            std::make_unique<Instance>(environment_, folder, std::move(manifest).error());
        return;
    }
    auto schema = read_schema(folder, *manifest);
    if (!schema) {
        plugins_[id] = std::make_unique<Instance>(environment_, folder, std::move(schema).error());
        return;
    }
    if (*schema) {
        const auto log = environment_.log.logger(id);
        for (const auto& problem : configuration_.add_schema(id, std::move(*schema))) {
            log->warn("stored setting not usable item={}/{} field={} reason=\"{}\"",
                      problem.collection, problem.problem.item_id(), problem.problem.field(),
                      problem.problem.message());
        }
    }
    plugins_[id] = std::make_unique<Instance>(environment_, folder, std::move(*manifest));
}

void PluginManager::start_all() {
    for (const auto& [id, instance] : plugins_) instance->start();
}

void PluginManager::stop_all(std::chrono::milliseconds timeout,
                             std::function<void(std::vector<std::string> stuck)> done) {
    // shared_ptr: each plugin's callback holds it, the last one calls `done`.
    const auto left = std::make_shared<std::size_t>(plugins_.size());
    const auto finish = [this, done = std::move(done)] {
        std::vector<std::string> stuck;
        for (const auto& [id, instance] : plugins_) {
            if (instance->state() == PluginState::Stuck) stuck.push_back(id);
        }
        done(std::move(stuck));
    };
    if (plugins_.empty()) return finish();
    for (const auto& [id, instance] : plugins_) {
        instance->stop(timeout, [left, finish] {
            if (--*left == 0) finish();
        });
    }
}

Instance* PluginManager::find(const std::string& plugin) {
    const auto found = plugins_.find(plugin);
    return found == plugins_.end() ? nullptr : found->second.get();
}

void PluginManager::deliver(const std::vector<Delivery>& deliveries) {
    std::map<std::string, std::vector<v1::ItemsChanged>> by_plugin;
    for (const auto& delivery : deliveries) {
        by_plugin[delivery.plugin].push_back(delivery.items);
    }
    for (const auto& [plugin, changes] : by_plugin) {
        if (auto* instance = find(plugin)) instance->deliver(changes);
    }
}

void PluginManager::check(Draft draft, std::function<void(Draft)> done) {
    struct Round {
        Draft draft;
        std::size_t left = 0;
        std::function<void(Draft)> done;
        void answered() {
            if (--left == 0) done(std::move(draft));
        }
    };
    // shared_ptr: the answers come one by one, the last one ends the round.
    const auto round = std::make_shared<Round>(Round{std::move(draft), 1, std::move(done)});
    for (const auto& part : round->draft.to_check()) {
        auto* instance = find(part.plugin);
        if (instance == nullptr) continue;
        ++round->left;
        const auto collection = part.items.collection();
        instance->check(part.items, [round, plugin = part.plugin, collection](auto problems) {
            if (problems) round->draft.add_problems(plugin, collection, *problems);
            round->answered();
        });
    }
    round->answered();
}

std::vector<v1::ItemsChanged> PluginManager::items_of(const std::string& plugin) const {
    std::vector<v1::ItemsChanged> result;
    const auto* schema = configuration_.schema(plugin);
    if (schema == nullptr) return result;
    for (const auto& collection : schema->collections()) {
        auto& changed = result.emplace_back();
        changed.set_collection(collection.name);
        for (auto& item : configuration_.for_plugin(plugin, collection.name)) {
            *changed.add_items() = std::move(item);
        }
    }
    return result;
}

}  // namespace busbar
