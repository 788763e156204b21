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
    Wildcard,    // + or #
    EmptyLevel,  // a//b, /a, a/
    System,      // begins with $
    Character,   // not UTF-8, or a control character
    TooLong,     // more than kTopicSizeMax octets
};

// MQTT allows 65,535 octets (MQTT 3.1.1, section 4.7.3); nobody types that.
constexpr std::size_t kTopicSizeMax = 512;

// A report topic is published to, so it follows all the rules: a broker closes the connection of
// everything when one topic is wrong, and an empty level is nearly always a slip.
[[nodiscard]] TopicProblem check_report_topic(std::string_view topic);
// A command topic is subscribed to; devices that exist may have chosen empty levels, and $SYS can
// be read.
[[nodiscard]] TopicProblem check_command_topic(std::string_view topic);

}  // namespace mqtt_client
