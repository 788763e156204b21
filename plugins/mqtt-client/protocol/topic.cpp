// SPDX-License-Identifier: Apache-2.0
// Topic rules, and open addressing with linear probing.
#include "protocol/topic.hpp"

#include <algorithm>
#include <utility>

#include "protocol/utf8.hpp"

namespace mqtt_client {
namespace {

bool control_character(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

bool empty_level(std::string_view topic) {
    return topic.empty() || topic.front() == '/' || topic.back() == '/' ||
           topic.find("//") != std::string_view::npos;
}

}  // namespace

TopicProblem check_command_topic(std::string_view topic) {
    if (topic.size() > kTopicSizeMax) return TopicProblem::TooLong;
    if (topic.find_first_of("+#") != std::string_view::npos) return TopicProblem::Wildcard;
    if (!valid_utf8(topic) || std::any_of(topic.begin(), topic.end(), control_character)) {
        return TopicProblem::Character;
    }
    return TopicProblem::None;
}

TopicProblem check_report_topic(std::string_view topic) {
    if (topic.starts_with('$')) return TopicProblem::System;
    const auto problem = check_command_topic(topic);
    if (problem != TopicProblem::None) return problem;
    return empty_level(topic) ? TopicProblem::EmptyLevel : TopicProblem::None;
}

}  // namespace mqtt_client
