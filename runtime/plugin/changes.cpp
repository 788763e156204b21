// SPDX-License-Identifier: Apache-2.0
// Changes: from the wish to its effect.
#include "plugin/changes.hpp"

#include <algorithm>
#include <utility>

namespace busbar {
namespace {

v1::Object object_of(const std::string& id, const config::v1::ObjectRecord& record) {
    const auto& source = record.virtual_();
    v1::Object object;
    object.set_id(id);
    object.set_readable(true);
    object.set_commandable(!source.read_only());
    object.set_kind(source.kind());
    auto& type = *object.mutable_type();
    type.set_value_kind(source.value_kind());
    type.set_representation(source.representation());
    type.set_unit(source.unit());
    if (source.has_minimum()) type.set_minimum(source.minimum());
    if (source.has_maximum()) type.set_maximum(source.maximum());
    type.set_step(source.step());
    *type.mutable_labels() = source.labels();
    return object;
}

}  // namespace

Changes::Changes(Bus& bus, Configuration& configuration, PluginManager& plugins)
    : bus_(bus), configuration_(configuration), plugins_(plugins) {}

void Changes::commit(std::vector<Change> changes, std::set<std::string> confirmed,
                     std::function<void(const Result<Outcome>&)> done) {
    auto draft = configuration_.prepare(std::move(changes));
    if (!draft) return done(tl::unexpected(draft.error()));
    plugins_.check(std::move(*draft), [this, confirmed = std::move(confirmed),
                                       done = std::move(done)](const Draft& checked) {
        Outcome outcome;
        outcome.problems = checked.problems;
        if (!checked.blocking(confirmed).empty()) return done(outcome);
        auto committed = configuration_.commit(checked, confirmed);
        if (!committed) return done(tl::unexpected(committed.error()));
        pass_on(*committed);
        outcome.changed = !checked.empty();
        outcome.revision = committed->revision;
        done(outcome);
    });
}

void Changes::apply(const Json& project, ProjectOptions options,
                    std::function<void(const Result<ProjectOutcome>&)> done) {
    auto plan = plan_project(configuration_, project, options.prune);
    if (!plan) return done(tl::unexpected(plan.error()));
    const auto plan_problem = [](const DraftProblem& problem) {
        return PlanProblem{pointer_of(problem), problem.problem.code(), problem.problem.message(),
                           problem.problem.is_warning(), problem.is_note()};
    };
    ProjectOutcome outcome;
    outcome.changes = plan->changes;
    outcome.problems = plan->problems;
    const auto known = plan->draft.problems.size();
    const bool refused =
        std::any_of(plan->problems.begin(), plan->problems.end(), [&](const PlanProblem& problem) {
            return !problem.is_note &&
                   !(problem.is_warning && options.confirmed.contains(problem.code));
        });
    plugins_.check(
        std::move(plan->draft),
        [this, options = std::move(options), outcome = std::move(outcome), done = std::move(done),
         known, refused, plan_problem](const Draft& checked) mutable {
            for (auto i = known; i < checked.problems.size(); ++i) {
                outcome.problems.push_back(plan_problem(checked.problems[i]));
            }
            const bool blocked = refused || !checked.blocking(options.confirmed).empty();
            if (blocked || options.dry_run) return done(outcome);
            auto committed = configuration_.commit(checked, options.confirmed);
            if (!committed) return done(tl::unexpected(committed.error()));
            pass_on(*committed);
            outcome.changed = !outcome.changes.empty();
            update_all(std::move(committed->update_needed), std::move(outcome), std::move(done));
        });
}

void Changes::update_all(std::vector<std::string> plugins, ProjectOutcome outcome,
                         std::function<void(const Result<ProjectOutcome>&)> done) {
    if (plugins.empty()) return done(outcome);
    const auto plugin = std::move(plugins.back());
    plugins.pop_back();
    const auto* schema = configuration_.schema(plugin);
    const auto has_update = [](const Collection& collection) {
        const auto& actions = collection.options.actions();
        return collection.singular &&
               std::find(actions.begin(), actions.end(), "update") != actions.end();
    };
    std::string collection;
    if (schema != nullptr) {
        const auto& all = schema->collections();
        const auto found = std::find_if(all.begin(), all.end(), has_update);
        if (found != all.end()) collection = found->name;
    }
    update(plugin, collection, "main",
           [this, plugin, plugins = std::move(plugins), outcome = std::move(outcome),
            done = std::move(done)](const Result<std::string>& result) mutable {
               if (!result) outcome.not_applied.push_back(plugin + ": " + result.error().message);
               update_all(std::move(plugins), std::move(outcome), std::move(done));
           });
}

void Changes::action(const std::string& plugin, const std::string& collection,
                     const std::string& item, const std::string& action,
                     const std::map<std::string, std::string>& parameters,
                     Instance::ActionDone done) {
    auto* instance = plugins_.find(plugin);
    if (instance == nullptr) {
        return done(fail(ErrorCode::NotFound, "there is no plugin '" + plugin + "'"));
    }
    const auto known = configuration_.item(plugin, collection, item);
    if (!known) return done(tl::unexpected(known.error()));
    if (action == "update" && configuration_.update_needed(plugin)) {
        return update(plugin, collection, item, std::move(done));
    }
    const bool starts = action == "start";
    if (!starts && action != "stop") {
        return instance->action(collection, item, action, parameters, std::move(done));
    }
    instance->action(
        collection, item, action, parameters,
        [this, plugin, collection, item, action, starts,
         done = std::move(done)](const Result<std::string>& result) {
            if (!result) return done(result);
            const auto kept = configuration_.set_started(plugin, collection, item, starts);
            if (kept) return done(result);
            // It did what it was asked, but would not be so after a restart: that is no success.
            done(fail(kept.error().code,
                      "'" + action +
                          "' was done, but will not outlast a restart: " + kept.error().message));
        });
}

// Gives the plugin what is saved, and keeps it as applied only when the plugin agrees.
void Changes::update(const std::string& plugin, const std::string& collection,
                     const std::string& item, Instance::ActionDone done) {
    auto pending = configuration_.prepare_update(plugin);
    auto* instance = plugins_.find(plugin);
    const auto finish = [this](const PendingUpdate& update) -> Result<std::string> {
        BUSBAR_CHECK(configuration_.finish_update(update));
        return "applied";
    };
    if (instance == nullptr || instance->state() != PluginState::Running || collection.empty()) {
        plugins_.deliver(pending.deliver);
        return done(finish(pending));  // it takes effect when the plugin starts
    }
    plugins_.deliver(pending.deliver);
    instance->action(collection, item, "update", {},
                     [this, pending = std::move(pending), finish,
                      done = std::move(done)](const Result<std::string>& result) {
                         if (!result) {
                             plugins_.deliver(pending.take_back);
                             return done(result);
                         }
                         const auto kept = finish(pending);
                         done(kept ? result : kept);
                     });
}

void Changes::publish_objects() {
    for (const auto& [id, view] : configuration_.objects()) publish_object(id, view.record);
}

void Changes::pass_on(const Committed& committed) {
    for (const auto& [id, record] : committed.objects) publish_object(id, record);
    plugins_.deliver(committed.deliveries);
}

void Changes::publish_object(const std::string& id,
                             const std::optional<config::v1::ObjectRecord>& record) {
    if (!record || !record->has_virtual_()) bus_.remove_virtual(id);
    // Ids were checked when the record was saved.
    (void)bus_.set_record(id, record ? record->name() : "", record ? record->room() : "");
    if (!record || !record->has_virtual_()) return;
    v1::StateChanged start;
    if (record->virtual_().has_start()) *start.mutable_value() = record->virtual_().start();
    (void)bus_.set_virtual(object_of(id, *record), start);  // a plugin's object of that id wins
}

}  // namespace busbar
