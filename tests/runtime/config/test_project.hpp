// SPDX-License-Identifier: Apache-2.0
// What the tests of the project file share: a file, and a fixture that applies one.
#pragma once

#include <string>
#include <vector>

#include "config/project.hpp"
#include "runtime/config/test_schema.hpp"

namespace busbar {

inline const Json kProject = Json::parse(R"({
    "busbar": 1, "name": "Demo",
    "objects": {
        "kitchen-light": {"name": "Kitchen light", "room": "Kitchen",
                          "virtual": {"valueKind": "VALUE_KIND_BOOLEAN"}}},
    "plugins": {"test": {
        "assignments": {"x": {"connection": "house", "object": "kitchen-light", "user": "anna"}},
        "connections": {"house": {"name": "House", "login": "LOGIN_NAME",
                                  "password": {"value": "hush"}, "started": true}},
        "service": {"main": {"port": 1883}},
        "users": {"anna": {"name": "anna", "password": {"value": "secret"}}}}}})");

class ProjectTest : public ConfigurationTest {
 protected:
    Plan plan(const Json& project, bool prune = false) {
        auto made = plan_project(configuration(), project, prune);
        if (!made) ADD_FAILURE() << made.error().message;
        return made ? std::move(*made) : Plan{};
    }
    void apply(const Json& project, bool prune = false) {
        const auto committed = configuration().commit(plan(project, prune).draft);
        ASSERT_TRUE(committed) << committed.error().message;
        for (const auto& plugin : committed->update_needed) {
            ASSERT_TRUE(configuration().finish_update(configuration().prepare_update(plugin)));
        }
    }
    // "pointer:code", as the file has them.
    std::vector<std::string> problems(const Json& project) {
        std::vector<std::string> list;
        for (const auto& problem : plan(project).problems) {
            list.push_back(problem.pointer + ':' + problem.code);
        }
        return list;
    }
    // "+pointer", "~pointer field …", "-pointer".
    std::vector<std::string> changes(const Json& project, bool prune = false) {
        std::vector<std::string> list;
        for (const auto& change : plan(project, prune).changes) {
            std::string text(1, "+~-"[static_cast<int>(change.kind)]);
            text += change.pointer;
            if (change.kind == PlannedChange::Kind::Change) {
                for (const auto& field : change.fields) text += ' ' + field.name;
            }
            list.push_back(text);
        }
        return list;
    }
};

}  // namespace busbar
