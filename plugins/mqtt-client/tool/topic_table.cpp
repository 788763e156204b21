// SPDX-License-Identifier: Apache-2.0
// Rows, of whatever they come from.
#include "mqtt-client/tool/topic_table.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <utility>

#include "mqtt-client/protocol/csv.hpp"
#include "mqtt-client/protocol/topic.hpp"
#include "mqtt-client/protocol/topic_template.hpp"

namespace mqtt_client {
namespace {

using busbar::ErrorCode;
using busbar::fail;
using Json = nlohmann::json;

constexpr std::array<std::string_view, 6> kColumns{"object",     "name",          "room",
                                                   "connection", "command_topic", "report_topic"};

std::string text_of(const Json& json, const char* member) {
    const auto found = json.is_object() ? json.find(member) : json.end();
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

bool flag_of(const Json& json, const char* member) {
    const auto found = json.is_object() ? json.find(member) : json.end();
    return found != json.end() && found->is_boolean() && found->get<bool>();
}

bool structured(const Json& object) {
    const auto type = object.find("type");
    const auto kind = type != object.end() ? text_of(*type, "valueKind") : std::string();
    return kind == "VALUE_KIND_BYTES" || kind == "VALUE_KIND_FIELDS";
}

bool fits(const TopicRow& row, const std::vector<std::string>& parts) {
    return parts.empty() || std::any_of(parts.begin(), parts.end(), [&](const std::string& part) {
               return row.object.find(part) != std::string::npos ||
                      row.name.find(part) != std::string::npos ||
                      row.room.find(part) != std::string::npos;
           });
}

busbar::Result<std::optional<TopicTemplate>> template_of(const std::string& text) {
    if (text.empty()) return std::nullopt;
    return BUSBAR_TRY(TopicTemplate::parse(text));
}

// Notes which object has a topic; the one that has it already, or nothing.
std::optional<std::string> taken_by(std::map<std::string, std::string>& topics,
                                    const std::string& topic, const std::string& object) {
    if (topic.empty()) return std::nullopt;
    const auto [found, is_new] = topics.emplace(topic, object);
    if (is_new) return std::nullopt;
    return found->second;
}

std::string sentence_of(TopicProblem problem, const std::string& topic) {
    switch (problem) {
        case TopicProblem::None:
            break;
        case TopicProblem::Wildcard:
            return topic + ": + and # are not allowed";
        case TopicProblem::MisplacedWildcard:
            return topic + ": + is a whole level, # the whole last one, and one level is a name";
        case TopicProblem::EmptyLevel:
            return topic + ": an empty level";
        case TopicProblem::System:
            return topic + ": topics that begin with $ are the broker's own";
        case TopicProblem::Character:
            return "a topic with control characters";
        case TopicProblem::TooLong:
            return "a topic of more than 512 octets";
    }
    return {};
}

// What is wrong with a row by itself; empty when nothing is.
std::string fault_of(const TopicRow& row) {
    if (row.object.empty()) return "no object";
    if (row.connection.empty()) return "no connection";
    if (row.command_topic.empty() && row.report_topic.empty()) return "no topic";
    if (!row.command_topic.empty()) {
        const auto problem = check_command_topic(row.command_topic);
        if (problem != TopicProblem::None) return sentence_of(problem, row.command_topic);
    }
    if (row.report_topic.empty()) return {};
    return sentence_of(check_report_topic(row.report_topic), row.report_topic);
}

// Where each column is in a row.
struct Header {
    std::array<std::size_t, kColumns.size()> places{};
    std::string error;
};

Header header_of(const CsvRow& row) {
    Header header;
    for (std::size_t i = 0; i < kColumns.size(); ++i) {
        const auto found = std::find(row.fields.begin(), row.fields.end(), kColumns[i]);
        header.places[i] = static_cast<std::size_t>(found - row.fields.begin());
        const bool needed = kColumns[i] != "name" && kColumns[i] != "room";
        if (found == row.fields.end() && needed && header.error.empty()) {
            header.error = "no column " + std::string(kColumns[i]) +
                           "; the first line names the columns: object, connection, "
                           "command_topic, report_topic";
        }
    }
    return header;
}

TopicRow row_of(const CsvRow& csv, const Header& header) {
    TopicRow row;
    row.line = csv.line;
    const std::array<std::string*, kColumns.size()> members{
        &row.object, &row.name, &row.room, &row.connection, &row.command_topic, &row.report_topic};
    for (std::size_t i = 0; i < members.size(); ++i) {
        if (header.places[i] < csv.fields.size()) *members[i] = csv.fields[header.places[i]];
    }
    return row;
}

std::string key_of(const std::string& connection, const std::string& object) {
    return connection + '\n' + object;
}

}  // namespace

// ── topics of a template ────────────────────────────────────────────────────────────────────────

busbar::Result<std::vector<TopicRow>> topics_of(const Json& objects, const TopicWish& wish) {
    const auto command = BUSBAR_TRY(template_of(wish.command));
    const auto report = BUSBAR_TRY(template_of(wish.report));
    std::vector<TopicRow> rows;
    std::map<std::string, std::string> commanded;
    std::map<std::string, std::string> reported;
    for (const auto& object : objects) {
        TopicRow row{0,
                     text_of(object, "id"),
                     text_of(object, "name"),
                     text_of(object, "room"),
                     wish.connection,
                     {},
                     {}};
        if (!fits(row, wish.objects)) continue;
        const TopicSubject subject{row.object, row.name, row.room, wish.project};
        if (command && flag_of(object, "commandable") && !structured(object)) {
            row.command_topic = command->topic(subject);
        }
        if (report && flag_of(object, "readable")) row.report_topic = report->topic(subject);
        if (row.command_topic.empty() && row.report_topic.empty()) continue;
        auto other = taken_by(commanded, row.command_topic, row.object);
        if (!other) other = taken_by(reported, row.report_topic, row.object);
        if (other) {
            return fail(ErrorCode::InvalidArgument,
                        *other + " and " + row.object +
                            " would have the same topic; {id} in the template tells them apart");
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

// ── a table as CSV ──────────────────────────────────────────────────────────────────────────────

std::string write_table(const std::vector<TopicRow>& rows) {
    std::string csv;
    write_csv({kColumns.begin(), kColumns.end()}, csv);
    for (const auto& row : rows) {
        write_csv(
            {row.object, row.name, row.room, row.connection, row.command_topic, row.report_topic},
            csv);
    }
    return csv;
}

ReadTable read_table(std::string_view csv) {
    ReadTable table;
    const auto lines = read_csv(csv);
    if (lines.empty()) {
        table.errors.push_back({1, "the file is empty"});
        return table;
    }
    const auto header = header_of(lines.front());
    if (!header.error.empty()) {
        table.errors.push_back({lines.front().line, header.error});
        return table;
    }
    std::set<std::string> seen;
    for (std::size_t i = 1; i < lines.size(); ++i) {
        auto row = row_of(lines[i], header);
        auto fault = lines[i].error;
        if (fault.empty() && lines[i].fields.size() != lines.front().fields.size()) {
            fault = std::to_string(lines[i].fields.size()) + " fields instead of " +
                    std::to_string(lines.front().fields.size());
        }
        if (fault.empty()) fault = fault_of(row);
        if (fault.empty() && !seen.insert(key_of(row.connection, row.object)).second) {
            fault = row.object + " has a line of this connection already";
        }
        if (fault.empty()) {
            table.rows.push_back(std::move(row));
        } else {
            table.errors.push_back({lines[i].line, std::move(fault)});
        }
    }
    return table;
}

// ── assignments ─────────────────────────────────────────────────────────────────────────────────

std::vector<TopicRow> rows_of(const Json& items, const Json& objects) {
    std::map<std::string, const Json*> known;
    for (const auto& object : objects) known.emplace(text_of(object, "id"), &object);
    std::vector<TopicRow> rows;
    for (const auto& item : items) {
        TopicRow row;
        row.object = text_of(item, "object");
        row.connection = text_of(item, "connection");
        row.command_topic = text_of(item, "commandTopic");
        row.report_topic = text_of(item, "reportTopic");
        if (const auto found = known.find(row.object); found != known.end()) {
            row.name = text_of(*found->second, "name");
            row.room = text_of(*found->second, "room");
        }
        rows.push_back(std::move(row));
    }
    std::sort(rows.begin(), rows.end(), [](const TopicRow& left, const TopicRow& right) {
        return std::tie(left.connection, left.object) < std::tie(right.connection, right.object);
    });
    return rows;
}

TopicProject project_of(const std::vector<TopicRow>& rows, const Json& items) {
    std::map<std::string, std::string> ids;  // connection and object -> id
    for (const auto& [id, item] : items.items()) {
        ids.emplace(key_of(text_of(item, "connection"), text_of(item, "object")), id);
    }
    TopicProject result;
    auto assignments = Json::object();
    for (const auto& row : rows) {
        const auto found = ids.find(key_of(row.connection, row.object));
        auto id = found != ids.end() ? found->second : row.object + '.' + row.connection;
        // Somebody may have given this id to something else.
        while (found == ids.end() && items.contains(id)) id += '_';
        auto item = found != ids.end() ? items[id] : Json::object();
        item["connection"] = row.connection;
        item["object"] = row.object;
        item["commandTopic"] = row.command_topic;
        item["reportTopic"] = row.report_topic;
        assignments[id] = std::move(item);
        result.lines[id] = row.line;
    }
    result.project = {{"busbar", 1},
                      {"plugins", {{"mqtt-client", {{"assignments", std::move(assignments)}}}}}};
    return result;
}

}  // namespace mqtt_client
