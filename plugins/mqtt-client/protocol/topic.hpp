// SPDX-License-Identifier: Apache-2.0
// Topic: which topic names we publish and subscribe to.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace mqtt_client {

// Why a topic cannot be used.
enum class TopicProblem : std::uint8_t {
    None,
    Wildcard,           // + or #, where there may be none
    MisplacedWildcard,  // a+, a/#/b, or nothing but + and #
    EmptyLevel,         // a//b, /a, a/
    System,             // begins with $
    Character,          // not UTF-8, or a control character
    TooLong,            // more than kTopicSizeMax octets
};

// MQTT allows 65,535 octets (MQTT 3.1.1, section 4.7.3); nobody types that.
constexpr std::size_t kTopicSizeMax = 512;

// A report topic is published to, so it follows all the rules: a broker closes the connection of
// everything when one topic is wrong, and an empty level is nearly always a slip.
[[nodiscard]] TopicProblem check_report_topic(std::string_view topic);
// A command topic is subscribed to; devices that exist may have chosen empty levels, and $SYS can
// be read. + stands for any level, # at the end for all that follow; one level at least is a name,
// since # alone is everything that is said in a house. Not $share: what comes by it has another
// topic.
[[nodiscard]] TopicProblem check_command_topic(std::string_view topic);

// Whether a command topic stands for many topics.
[[nodiscard]] inline bool has_wildcard(std::string_view topic) {
    return topic.find_first_of("+#") != std::string_view::npos;
}
// Whether a message on `topic` is one for who subscribed to `filter`: a topic, perhaps with
// wildcards. (MQTT 3.1.1, sections 4.7.1 and 4.7.2.)
[[nodiscard]] bool topic_matches(std::string_view filter, std::string_view topic);

}  // namespace mqtt_client
