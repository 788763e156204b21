// SPDX-License-Identifier: Apache-2.0
// From the runtime to a table, and back.
#include "mqtt-client/tool/topics_command.hpp"

#include <algorithm>
#include <ostream>
#include <utility>

namespace mqtt_client {
namespace {

using busbar::ErrorCode;
using busbar::fail;
using busbar::Result;
using Json = nlohmann::json;

constexpr int kDone = 0;
constexpr int kRefused = 1;
constexpr int kUsage = 2;
constexpr int kNotReachable = 3;

constexpr std::string_view kPlace = "/plugins/mqtt-client/assignments/";

int complain(const busbar::Error& error, std::ostream& err) {
    err << "busbar mqtt-client: " << error.message << '\n';
    if (error.code == ErrorCode::Unavailable) return kNotReachable;
    return error.code == ErrorCode::InvalidArgument ? kUsage : kRefused;
}

std::string text_of(const Json& json, const char* member) {
    const auto found = json.is_object() ? json.find(member) : json.end();
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

Result<Json> get(const Ask& ask, const std::string& target) {
    auto answer = BUSBAR_TRY(ask("GET", target, nullptr));
    if (answer.good()) return std::move(answer.body);
    const auto detail = text_of(answer.body, "detail");
    return fail(ErrorCode::Internal, detail.empty() ? "the runtime does not answer" : detail);
}

Result<Json> all_objects(const Ask& ask) {
    auto objects = Json::array();
    std::string token;
    do {
        const auto page =
            BUSBAR_TRY(get(ask, "/api/v1/objects?page_size=5000" +
                                    (token.empty() ? std::string() : "&page_token=" + token)));
        for (const auto& object : page.value("objects", Json::array())) objects.push_back(object);
        token = text_of(page, "nextPageToken");
    } while (!token.empty());
    return objects;
}

// The assignments there are, by id.
Result<Json> all_assignments(const Ask& ask) {
    const auto answer = BUSBAR_TRY(get(ask, "/api/v1/plugins/mqtt-client/assignments"));
    auto items = Json::object();
    for (const auto& item : answer.value("items", Json::array())) {
        items[text_of(item, "id")] = item.value("settings", Json::object());
    }
    return items;
}

// The line that a problem is about; 0 when it is about none.
std::size_t line_of(const Json& problem, const std::map<std::string, std::size_t>& lines) {
    auto pointer = text_of(problem, "pointer");
    if (!pointer.starts_with(kPlace)) return 0;
    pointer.erase(0, kPlace.size());
    const auto found = lines.find(pointer.substr(0, pointer.find('/')));
    return found != lines.end() ? found->second : 0;
}

// Tells the problems in the order of their lines; whether there is an error among them.
bool tell_problems(const Json& problems, const TopicProject& project, const std::string& file,
                   std::ostream& err) {
    std::multimap<std::size_t, std::string> lines;
    bool wrong = false;
    for (const auto& one : problems) {
        const auto severity = text_of(one, "severity");
        wrong = wrong || severity == "error";
        lines.emplace(line_of(one, project.lines), severity + ": " + text_of(one, "message") +
                                                       " (" + text_of(one, "code") + ")");
    }
    for (const auto& [line, words] : lines) {
        err << file;
        if (line != 0) err << ':' << line;
        err << ": " << words << '\n';
    }
    return wrong;
}

std::string count_changes(const Json& changes, bool dry_run) {
    std::size_t added = 0;
    std::size_t changed = 0;
    for (const auto& change : changes) {
        added += text_of(change, "kind") == "add" ? 1 : 0;
        changed += text_of(change, "kind") == "change" ? 1 : 0;
    }
    const std::string word = dry_run ? " would be " : " ";
    return std::to_string(added) + word + "added, " + std::to_string(changed) + word + "changed.";
}

std::string apply_target(const ImportOptions& options) {
    std::string target = "/api/v1/project:apply?";
    if (options.dry_run) target += "dry_run&";
    target += "confirm=";
    for (const auto& code : options.confirmed) {
        if (target.back() != '=') target += ',';
        target += code;
    }
    return target;
}

}  // namespace

int run_topics(const Ask& ask, TopicWish wish, std::ostream& out, std::ostream& err) {
    const bool names_project = (wish.command + wish.report).find("{project}") != std::string::npos;
    if (names_project) {
        const auto project = get(ask, "/api/v1/project");
        if (!project) return complain(project.error(), err);
        wish.project = text_of(*project, "name");
    }
    const auto objects = all_objects(ask);
    if (!objects) return complain(objects.error(), err);
    const auto rows = topics_of(*objects, wish);
    if (!rows) return complain(rows.error(), err);
    out << write_table(*rows);
    return kDone;
}

int run_export(const Ask& ask, const std::string& connection, std::ostream& out,
               std::ostream& err) {
    const auto objects = all_objects(ask);
    if (!objects) return complain(objects.error(), err);
    const auto items = all_assignments(ask);
    if (!items) return complain(items.error(), err);
    auto rows = rows_of(*items, *objects);
    if (!connection.empty()) {
        std::erase_if(rows, [&](const TopicRow& row) { return row.connection != connection; });
    }
    out << write_table(rows);
    return kDone;
}

int run_import(const Ask& ask, const std::string& csv, const ImportOptions& options,
               std::ostream& out, std::ostream& err) {
    const auto table = read_table(csv);
    for (const auto& error : table.errors) {
        err << options.file << ':' << error.line << ": error: " << error.message << '\n';
    }
    if (!table.errors.empty()) return kUsage;
    const auto items = all_assignments(ask);
    if (!items) return complain(items.error(), err);
    const auto project = project_of(table.rows, *items);
    const auto answer = ask("POST", apply_target(options), project.project);
    if (!answer) return complain(answer.error(), err);
    const auto problems = answer->body.value(answer->good() ? "problems" : "errors", Json::array());
    const bool wrong = tell_problems(problems, project, options.file, err);
    if (!answer->good() || wrong) {
        if (problems.empty())
            err << options.file << ": " << text_of(answer->body, "detail") << '\n';
        err << "Nothing was changed.\n";
        return kRefused;
    }
    out << count_changes(answer->body.value("changes", Json::array()), options.dry_run) << '\n';
    return kDone;
}

}  // namespace mqtt_client
