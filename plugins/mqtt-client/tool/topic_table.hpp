// SPDX-License-Identifier: Apache-2.0
// TopicTable: which object has which topics, as rows of a spreadsheet.
//
//   object,name,room,connection,command_topic,report_topic
//
// `name` and `room` are there for people and not read back.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "busbar/result.hpp"

namespace mqtt_client {

struct TopicRow {
    std::size_t line = 0;  // of the file it was read from
    std::string object;
    std::string name;
    std::string room;
    std::string connection;
    std::string command_topic;
    std::string report_topic;

    friend bool operator==(const TopicRow&, const TopicRow&) = default;
};

struct LineError {
    std::size_t line = 0;
    std::string message;

    friend bool operator==(const LineError&, const LineError&) = default;
};

// ── topics of a template ────────────────────────────────────────────────────────────────────────

struct TopicWish {
    std::string connection;
    std::string command;  // a TopicTemplate; empty for none
    std::string report;
    std::string project;               // for {project}
    std::vector<std::string> objects;  // parts of ids, names or rooms, any of which fits; none: all
};

// Rows of all objects (as the API tells them) that the wish fits: a command topic for what takes
// commands from here, a report topic for what has a state; objects with neither are left out.
// Fails with InvalidArgument on a template that is none, and names two objects that would have the
// same topic.
[[nodiscard]] busbar::Result<std::vector<TopicRow>> topics_of(const nlohmann::json& objects,
                                                              const TopicWish& wish);

// ── a table as CSV ──────────────────────────────────────────────────────────────────────────────

[[nodiscard]] std::string write_table(const std::vector<TopicRow>& rows);

struct ReadTable {
    std::vector<TopicRow> rows;
    std::vector<LineError> errors;  // in the order of their lines
};
// Columns may come in any order, and others may be among them. A row without an object or without a
// topic, with a topic that cannot be used, or with an object that its connection has already, is an
// error.
[[nodiscard]] ReadTable read_table(std::string_view csv);

// ── assignments ─────────────────────────────────────────────────────────────────────────────────

// Rows of the assignments there are, `items` by id; names and rooms are those of `objects`.
[[nodiscard]] std::vector<TopicRow> rows_of(const nlohmann::json& items,
                                            const nlohmann::json& objects);

struct TopicProject {
    nlohmann::json project;                    // what the API applies
    std::map<std::string, std::size_t> lines;  // assignment id -> line
};
// The assignments of the rows: of those there are already only the topics change.
[[nodiscard]] TopicProject project_of(const std::vector<TopicRow>& rows,
                                      const nlohmann::json& items);

}  // namespace mqtt_client
