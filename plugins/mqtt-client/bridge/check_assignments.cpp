// SPDX-License-Identifier: Apache-2.0
// What can be wrong with an assignment.
#include <cmath>
#include <map>
#include <set>

#include "bridge/check.hpp"
#include "bridge/loops.hpp"
#include "bridge/problems.hpp"
#include "bridge/wording.hpp"
#include "busbar/plugin.hpp"

namespace mqtt_client {
namespace {

// What two assignments may not share, with the object of the first that has it. '\n' is in no id
// and in no topic.
class Taken {
 public:
    void add(std::string_view connection, std::string_view object, std::string_view topic) {
        pairs_.insert(key(connection, object));
        if (!topic.empty()) topics_.emplace(key(connection, topic), object);
    }
    [[nodiscard]] bool pair(std::string_view connection, std::string_view object) const {
        return pairs_.contains(key(connection, object));
    }
    // The object that is reported there, or nullptr.
    [[nodiscard]] const std::string* topic(std::string_view connection,
                                           std::string_view topic) const {
        const auto found = topics_.find(key(connection, topic));
        return found != topics_.end() ? &found->second : nullptr;
    }

 private:
    static std::string key(std::string_view connection, std::string_view name) {
        return std::string(connection).append(1, '\n').append(name);
    }

    std::set<std::string> pairs_;
    std::map<std::string, std::string> topics_;
};

void check_topics(const messages::Assignment& assignment, Problems& problems) {
    const auto& command = assignment.command_topic();
    const auto& report = assignment.report_topic();
    if (command.empty() && report.empty()) {
        return problems.error("", "no_topic", "Enter a command topic, a report topic, or both.");
    }
    if (command == report) {
        problems.warning("report_topic", "same_topic",
                         "Command and report topic are the same. This can create a loop.");
    } else if (has_wildcard(command) && !report.empty() && topic_matches(command, report)) {
        problems.warning("report_topic", "same_topic",
                         "The command topic takes in the report topic. What is said there will "
                         "not be taken for a command.");
    }
    const auto command_problem =
        command.empty() ? TopicProblem::None : check_command_topic(command);
    if (command_problem != TopicProblem::None) {
        problems.error("command_topic", code_of(command_problem),
                       sentence_of(command_problem, "command"));
    }
    const auto report_problem = report.empty() ? TopicProblem::None : check_report_topic(report);
    if (report_problem != TopicProblem::None) {
        problems.error("report_topic", code_of(report_problem),
                       sentence_of(report_problem, "report"));
    }
}

void check_object(const messages::Assignment& assignment, const ObjectRecord* object,
                  Problems& problems) {
    if (object == nullptr || object->handle == 0) return;  // not known: nothing to say
    const bool structured = object->kind == Kind::Bytes || object->kind == Kind::Fields;
    if (!assignment.command_topic().empty() && (!object->commandable || structured)) {
        problems.warning("command_topic", "not_commandable",
                         "The object takes no commands from here; it is reported only.");
    }
    if (!assignment.report_topic().empty() && !object->readable) {
        problems.warning("report_topic", "not_readable", "The object has no state to report.");
    }
}

void check_format(const FormatSettings& settings, const ObjectRecord* object, const Bridge& bridge,
                  Problems& problems) {
    if (const auto format = Format::make(settings); !format) {
        problems.error("format." + format.error().field, "format", format.error().message);
        return;
    }
    if (object == nullptr || object->handle == 0) return;
    for (const auto& word : settings.words) {
        const auto value = decode(word.value, object->kind);
        if (!value || !check_range(bridge.type_of(*object), *value)) {
            problems.error("format.words", "word_value",
                           "The word " + word.word + " stands for " + word.value +
                               ", which the object does not take.");
        }
    }
}

void check_taken(const messages::Assignment& assignment, const Taken& taken, Problems& problems) {
    if (taken.pair(assignment.connection(), assignment.object())) {
        problems.error("object", "object_assigned_twice",
                       "The object is assigned to this connection already.");
        return;
    }
    if (assignment.report_topic().empty()) return;
    if (const auto* other = taken.topic(assignment.connection(), assignment.report_topic())) {
        problems.warning("report_topic", "report_topic_taken",
                         "'" + *other + "' is reported on this topic too.");
    }
}

// All assignments as they would be, and where in them the checked ones are.
class Everything {
 public:
    Everything(const busbar::v1::CheckItems& check, const Bridge& bridge) : bridge_(bridge) {
        std::set<std::string_view> checked;
        for (const auto& item : check.items()) checked.insert(item.id());
        bridge.each_assignment([&](const Assignment& assignment, std::string_view connection,
                                   std::string_view object) {
            if (checked.contains(assignment.texts.id())) return;
            const auto& texts = assignment.texts;
            add(connection, object, texts.command_topic(), texts.report_topic());
        });
        for (const auto& item : check.items()) {
            const auto assignment = busbar::settings_of<messages::Assignment>(item);
            if (!assignment) continue;
            numbers_[item.id()] = add(assignment->connection(), assignment->object(),
                                      assignment->command_topic(), assignment->report_topic());
        }
    }

    void check_loop(const std::string& id, Problems& problems) const {
        const auto loop = loops_.of(numbers_.at(id));
        if (loop.empty()) return;
        problems.warning("", "loop", "This makes a loop: " + loop + ".");
    }

 private:
    std::size_t add(std::string_view connection, std::string_view object,
                    std::string_view command_topic, std::string_view report_topic) {
        auto broker = brokers_.find(connection);
        if (broker == brokers_.end()) {
            const std::string id(connection);
            broker = brokers_.emplace(id, bridge_.broker_of(id)).first;
        }
        return loops_.add(broker->second, std::string(object), std::string(command_topic),
                          std::string(report_topic));
    }

    const Bridge& bridge_;
    Loops loops_;
    std::map<std::string, std::size_t> numbers_;               // by item
    std::map<std::string, std::string, std::less<>> brokers_;  // by connection
};

}  // namespace

void check_assignments(const busbar::v1::CheckItems& check, const Bridge& bridge,
                       std::vector<busbar::v1::Problem>& out) {
    std::set<std::string_view> checked;
    for (const auto& item : check.items()) checked.insert(item.id());
    Taken taken;
    bridge.each_assignment(
        [&](const Assignment& assignment, std::string_view connection, std::string_view object) {
            // An assignment takes the place of a rule's.
            if (assignment.by_rule || checked.contains(assignment.texts.id())) return;
            taken.add(connection, object, assignment.texts.report_topic());
        });
    const Everything everything(check, bridge);
    Problems problems(out);
    for (const auto& item : check.items()) {
        problems.of(item.id());
        const auto assignment = busbar::settings_of<messages::Assignment>(item);
        if (!assignment) {
            problems.error("", "unreadable", assignment.error().message);
            continue;
        }
        check_topics(*assignment, problems);
        const auto* object = bridge.object(assignment->object());
        check_object(*assignment, object, problems);
        check_format(settings_of(*assignment).format, object, bridge, problems);
        check_taken(*assignment, taken, problems);
        everything.check_loop(item.id(), problems);
        if (!std::isfinite(assignment->tolerance()) || assignment->tolerance() < 0) {
            problems.error("tolerance", "tolerance_range", "A tolerance is 0 or more.");
        }
        taken.add(assignment->connection(), assignment->object(), assignment->report_topic());
    }
}

}  // namespace mqtt_client
