// SPDX-License-Identifier: Apache-2.0
// ProjectReader: from a project file to changes. What does not fit the format becomes a problem.
#pragma once

#include <string>
#include <vector>

#include "config/configuration.hpp"

namespace busbar {

// Something wrong with the file. RFC 6901 pointer into it.
struct PlanProblem {
    std::string pointer;
    std::string code;
    std::string message;
    bool is_warning = false;
    bool is_note = false;  // never in the way
};

class ProjectReader {
 public:
    // Appends to `problems`; both outlive the reader.
    ProjectReader(const Configuration& configuration, std::vector<PlanProblem>& problems)
        : configuration_(configuration), problems_(problems) {}

    // With `prune`, what the file does not name is removed. After a problem the changes are not
    // the whole truth.
    [[nodiscard]] std::vector<Change> read(const Json& project, bool prune);

 private:
    void error(std::string pointer, const char* code, std::string message) {
        problems_.push_back({std::move(pointer), code, std::move(message), false, false});
    }
    bool is_object(const Json& json, const std::string& pointer);
    bool has_good_id(const std::string& id, const std::string& pointer);
    void header(const Json& project);
    void objects(const Json& objects);
    void plugin(const std::string& id, const Json& collections);
    void collection(const std::string& plugin, const Collection& collection, const Json& items);
    void item(const std::string& plugin, const Collection& collection, const std::string& id,
              Json json);
    void prune(const Json& project);

    const Configuration& configuration_;
    std::vector<PlanProblem>& problems_;
    std::vector<Change> changes_;
};

}  // namespace busbar
