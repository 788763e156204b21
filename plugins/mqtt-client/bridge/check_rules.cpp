// SPDX-License-Identifier: Apache-2.0
// What can be wrong with a rule of topics.
#include "bridge/check.hpp"
#include "bridge/problems.hpp"
#include "busbar/plugin.hpp"
#include "protocol/topic_template.hpp"

namespace mqtt_client {
namespace {

void check_template(const std::string& text, std::string_view field, Problems& problems) {
    using Placeholder = TopicTemplate::Placeholder;
    if (text.empty()) return;
    const auto topic = TopicTemplate::parse(text);
    if (!topic) return problems.error(field, "template", topic.error().message);
    if (!topic->has(Placeholder::Id)) {
        problems.error(field, "no_id",
                       "Put {id} where the object's id goes; two objects may have the same name.");
    }
    if (topic->has(Placeholder::Project)) {
        problems.error(field, "project", "{project} is not known here; write the name itself.");
    }
}

}  // namespace

void check_rules(const busbar::v1::CheckItems& check, std::vector<busbar::v1::Problem>& out) {
    Problems problems(out);
    for (const auto& item : check.items()) {
        problems.of(item.id());
        const auto rule = busbar::settings_of<messages::TopicRule>(item);
        if (!rule) {
            problems.error("", "unreadable", rule.error().message);
            continue;
        }
        check_template(rule->command_topic(), "command_topic", problems);
        check_template(rule->report_topic(), "report_topic", problems);
        if (rule->command_topic().empty() && rule->report_topic().empty()) {
            problems.error("", "no_topic", "Enter command topics, report topics, or both.");
        } else if (rule->command_topic() == rule->report_topic()) {
            problems.warning("report_topic", "same_topic",
                             "Command and report topics are the same. This can create a loop.");
        }
        const auto format = Format::make(settings_of(*rule).format);
        if (!format)
            problems.error("format." + format.error().field, "format", format.error().message);
    }
}

}  // namespace mqtt_client
