// SPDX-License-Identifier: Apache-2.0
// Project file: out of the configuration, and as changes into it.
#include "config/project.hpp"

#include <functional>
#include <set>
#include <utility>

#include "config/limits.hpp"
#include "config/object_record.hpp"

namespace busbar {
namespace {

constexpr int kDepthMax = 64;  // objects and lists in each other; a project has about ten

// Notices a member that is there twice, which JSON allows and nobody means, and what is nested so
// deep that copying it would take more stack than there is.
class Watcher {
 public:
    // False for what is not to be kept.
    bool operator()(int depth, Json::parse_event_t event, const Json& parsed) {
        if (depth > kDepthMax) too_deep_ = true;
        if (too_deep_) return false;
        members(event, parsed);
        return true;
    }
    [[nodiscard]] const std::string& duplicate() const { return duplicate_; }
    [[nodiscard]] bool too_deep() const { return too_deep_; }

 private:
    void members(Json::parse_event_t event, const Json& parsed) {
        if (event == Json::parse_event_t::object_start) {
            members_.emplace_back();
        } else if (event == Json::parse_event_t::object_end) {
            members_.pop_back();
        } else if (event == Json::parse_event_t::key) {
            const auto& name = parsed.get_ref<const std::string&>();
            if (!members_.back().insert(name).second && duplicate_.empty()) duplicate_ = name;
        }
    }

    std::vector<std::set<std::string>> members_;  // of the objects that are open
    std::string duplicate_;
    bool too_deep_ = false;
};

}  // namespace

Json export_project(const Configuration& configuration) {
    Json project{
        {"busbar", kProjectVersion}, {"objects", Json::object()}, {"plugins", Json::object()}};
    if (!configuration.project_name().empty()) project["name"] = configuration.project_name();
    for (const auto& [id, object] : configuration.objects()) {
        project["objects"][id] = write_object_record(object.record);
    }
    for (const auto& plugin : configuration.plugins()) {
        for (const auto& collection : configuration.schema(plugin)->collections()) {
            auto items = configuration.items(plugin, collection.name);
            for (auto& item : items.value_or(std::vector<ItemView>())) {
                if (item.revision == 0 && !item.started) continue;
                if (collection.options.startable()) item.settings[kStarted] = item.started;
                project["plugins"][plugin][collection.name][item.id] = std::move(item.settings);
            }
        }
    }
    return project;
}

Result<Json> parse_project(std::string_view text) {
    if (text.size() > kProjectSizeMax) {
        return fail(ErrorCode::InvalidArgument,
                    "the project has more than " + std::to_string(kProjectSizeMax) + " octets");
    }
    try {
        Watcher watcher;
        auto project = Json::parse(text, std::ref(watcher));
        if (watcher.too_deep()) {
            return fail(ErrorCode::InvalidArgument,
                        "the project is nested deeper than " + std::to_string(kDepthMax));
        }
        if (watcher.duplicate().empty()) return project;
        return fail(ErrorCode::InvalidArgument,
                    "the project has “" + watcher.duplicate() + "” twice in one place");
    } catch (const Json::exception& exception) {
        return fail(ErrorCode::InvalidArgument,
                    std::string("the project is not JSON: ") + exception.what());
    }
}

Result<Plan> plan_project(const Configuration& configuration, const Json& project, bool prune) {
    Plan plan;
    auto changes = ProjectReader(configuration, plan.problems).read(project, prune);
    if (!plan.problems.empty()) return plan;
    plan.draft = BUSBAR_TRY(configuration.prepare(std::move(changes)));
    for (const auto& problem : plan.draft.problems) {
        plan.problems.push_back({pointer_of(problem), problem.problem.code(),
                                 problem.problem.message(), problem.problem.is_warning(),
                                 problem.is_note()});
    }
    plan.changes = describe_changes(configuration, plan.draft);
    return plan;
}

}  // namespace busbar
