// SPDX-License-Identifier: Apache-2.0
// What a topic may look like, and what wildcards stand for.
#include "protocol/topic.hpp"

#include <algorithm>

#include "protocol/utf8.hpp"

namespace mqtt_client {
namespace {

bool control_character(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

bool empty_level(std::string_view topic) {
    return topic.empty() || topic.front() == '/' || topic.back() == '/' ||
           topic.find("//") != std::string_view::npos;
}

// What is wrong with any topic, wherever it is used.
TopicProblem check_text(std::string_view topic) {
    if (topic.size() > kTopicSizeMax) return TopicProblem::TooLong;
    if (!valid_utf8(topic) || std::any_of(topic.begin(), topic.end(), control_character)) {
        return TopicProblem::Character;
    }
    return TopicProblem::None;
}

std::string_view first_level(std::string_view topic) { return topic.substr(0, topic.find('/')); }

// Wildcards are whole levels, # is the last one, and one level is a name.
bool wildcards_in_place(std::string_view filter) {
    bool named = false;
    for (;;) {
        const auto level = first_level(filter);
        const bool last = level.size() == filter.size();
        const bool wildcard = level == "+" || (level == "#" && last);
        if (!wildcard && has_wildcard(level)) return false;
        named = named || !wildcard;
        if (last) return named;
        filter.remove_prefix(level.size() + 1);
    }
}

}  // namespace

TopicProblem check_command_topic(std::string_view topic) {
    const auto problem = check_text(topic);
    if (problem != TopicProblem::None) return problem;
    if (topic.starts_with("$share/")) return TopicProblem::System;
    if (!has_wildcard(topic)) return TopicProblem::None;
    if (topic.starts_with('$')) return TopicProblem::System;
    return wildcards_in_place(topic) ? TopicProblem::None : TopicProblem::MisplacedWildcard;
}

TopicProblem check_report_topic(std::string_view topic) {
    if (topic.starts_with('$')) return TopicProblem::System;
    if (has_wildcard(topic)) return TopicProblem::Wildcard;
    const auto problem = check_text(topic);
    if (problem != TopicProblem::None) return problem;
    return empty_level(topic) ? TopicProblem::EmptyLevel : TopicProblem::None;
}

bool topic_matches(std::string_view filter, std::string_view topic) {
    // What is the broker's own is only for who asks for it by its name.
    if (topic.starts_with('$') && !filter.starts_with('$')) return false;
    for (;;) {
        const auto wanted = first_level(filter);
        if (wanted == "#") return true;
        const auto level = first_level(topic);
        if (wanted != "+" && wanted != level) return false;
        filter.remove_prefix(wanted.size());
        topic.remove_prefix(level.size());
        if (filter.empty()) return topic.empty();
        if (topic.empty()) return filter == "/#";  // a/# is a, too
        filter.remove_prefix(1);
        topic.remove_prefix(1);
    }
}

}  // namespace mqtt_client
