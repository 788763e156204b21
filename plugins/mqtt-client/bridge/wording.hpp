// SPDX-License-Identifier: Apache-2.0
// The sentences people read.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "bridge/watchlist.hpp"
#include "busbar/plugin.hpp"
#include "io/transport.hpp"
#include "protocol/topic.hpp"

namespace mqtt_client {

// Why a connection does not work and what to do.
[[nodiscard]] std::string sentence_of(const Failure& failure);
// The same, where it depends on what was tried.
[[nodiscard]] std::string sentence_of(const Failure& failure, const Endpoint& endpoint);
// Of a report that the broker refused.
[[nodiscard]] std::string refused_report(std::string_view topic, const Failure& why);
// Of a user of the integrated broker who cannot log in whatever his password is, and what to do.
enum class UserFault : std::uint8_t { NotThere, Disabled };
[[nodiscard]] std::string refused_user(UserFault fault, const std::string& username);
// "broker.example:1883"
[[nodiscard]] std::string place_of(const Endpoint& endpoint);
// Of topics the broker refused to subscribe to; at least one.
[[nodiscard]] std::string refused_topics(const std::vector<std::string>& topics);
// What is wrong with a topic; `kind` is "command" or "report". Empty for TopicProblem::None.
[[nodiscard]] std::string sentence_of(TopicProblem problem, std::string_view kind);
// The stable word for it: "wildcard".
[[nodiscard]] std::string_view code_of(TopicProblem problem);

// "12 messages, of which 3 were commands and 1 was refused; 40 reports."
[[nodiscard]] std::string summary_of(const Traffic& traffic);
// Adds a figure to a status: a number, or a text unless it is empty.
void add_figure(busbar::v1::StatusChanged& status, const char* name, std::uint64_t value);
void add_text(busbar::v1::StatusChanged& status, const char* name, std::string_view text);
// "2026-01-31T12:00:00Z"
[[nodiscard]] std::string time_text(std::chrono::sys_seconds time);

inline constexpr std::string_view kBrokerNotRunning = "The integrated broker is not running.";
inline constexpr std::string_view kRivals =
    "Another client uses this client ID; the broker keeps disconnecting one of you.";
// MQTT 3.1.1 does not tell: it is what it looks like.
inline constexpr std::string_view kRivalsLikely =
    "Another client seems to use this client ID: the broker keeps closing the connection soon "
    "after it has begun.";

}  // namespace mqtt_client
