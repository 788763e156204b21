// SPDX-License-Identifier: Apache-2.0
// JSON pointers (RFC 6901) into a project file.
#include "config/project_pointer.hpp"

namespace busbar {
namespace {

// "rows[2].ca_file" as "/rows/2/caFile". The file may spell it otherwise; this is the name the
// interface and the export use.
std::string field_pointer(const std::string& path) {
    std::string text = path.empty() ? "" : "/";
    bool upper = false;
    for (const char c : path) {
        if (c == '.' || c == '[') {
            text += '/';
        } else if (c == '_') {
            upper = true;
        } else if (c != ']') {
            text += upper && c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
            upper = false;
        }
    }
    return text;
}

}  // namespace

std::string pointer_part(std::string_view name) {
    std::string text = "/";
    for (const char c : name) {
        if (c == '~') {
            text += "~0";
        } else if (c == '/') {
            text += "~1";
        } else {
            text += c;
        }
    }
    return text;
}

std::string pointer_to(const std::string& plugin, const std::string& collection,
                       const std::string& id) {
    if (plugin.empty()) return "/objects" + pointer_part(id);
    return "/plugins" + pointer_part(plugin) + pointer_part(collection) + pointer_part(id);
}

std::string pointer_of(const DraftProblem& problem) {
    return pointer_to(problem.plugin, problem.collection, problem.problem.item_id()) +
           field_pointer(problem.problem.field());
}

}  // namespace busbar
