// SPDX-License-Identifier: Apache-2.0
// Sentences for failures and topics.
#include "bridge/wording.hpp"

#include <array>
#include <cstdio>

namespace mqtt_client {

std::string sentence_of(const Failure& failure) {
    switch (failure.reason) {
        case Reason::HostNotFound:
            return "Broker not found (DNS).";
        case Reason::NameServer:
            return "The name server (DNS) does not answer – is the network there?";
        case Reason::Refused:
            return "Connection refused – is the port right?";
        case Reason::NoAnswer:
            return "No answer – is the address right and the broker switched on?";
        case Reason::Certificate:
            return "Certificate not trusted: " + failure.detail;
        case Reason::ClientCertificate:
            return "The broker asks for a client certificate that it trusts.";
        case Reason::LoginRefused:
            return "Wrong user name or password.";
        case Reason::NotAuthorised:
            return "The user is not allowed to do this.";
        case Reason::Banned:
            return "The broker has banned this client.";
        case Reason::ClientIdRefused:
            return "The broker refuses this client ID.";
        case Reason::VersionRefused:
            return "The broker does not speak this MQTT version.";
        case Reason::Busy:
            return "The broker takes no connections now.";
        case Reason::TakenOver:
            return std::string(kRivals);
        case Reason::Closed:
            return "The connection was lost.";
        case Reason::Other:
            break;
    }
    return failure.detail.empty() ? "The connection failed."
                                  : "The connection failed: " + failure.detail;
}

std::string sentence_of(const Failure& failure, const Endpoint& endpoint) {
    if (failure.reason == Reason::LoginRefused && endpoint.username.empty()) {
        return "The broker asks for a user name and a password.";
    }
    if (failure.reason == Reason::VersionRefused) {
        return std::string("The broker does not speak MQTT ") +
               (endpoint.version_5 ? "5." : "3.1.1.");
    }
    return sentence_of(failure);
}

std::string refused_report(std::string_view topic, const Failure& why) {
    const auto what = "The broker refuses reports on '" + std::string(topic) + "'";
    if (why.reason == Reason::NotAuthorised) return what + ": the user may not publish there.";
    return what + " (" + why.detail + ").";
}

std::string refused_user(UserFault fault, const std::string& username) {
    if (fault == UserFault::Disabled) {
        return "The user '" + username +
               "' of the integrated broker is switched off. Enable it there and press Update.";
    }
    return "The integrated broker has no user '" + username +
           "' yet. Add it there, or press Update if it is saved but not applied.";
}

std::string place_of(const Endpoint& endpoint) {
    const auto bracketed = endpoint.host.find(':') != std::string::npos;
    return (bracketed ? "[" + endpoint.host + "]" : endpoint.host) + ":" +
           std::to_string(endpoint.port);
}

std::string refused_topics(const std::vector<std::string>& topics) {
    auto sentence = "The broker refused the subscription to '" + topics.front() + "'";
    if (topics.size() > 1) sentence += " and " + std::to_string(topics.size() - 1) + " more";
    return sentence + ".";
}

std::string summary_of(const Traffic& traffic) {
    const auto counted = [](std::uint32_t count, const std::string& one, const std::string& many) {
        return std::to_string(count) + " " + (count == 1 ? one : many);
    };
    return counted(traffic.messages, "message", "messages") + ", of which " +
           counted(traffic.commands, "was a command", "were commands") + " and " +
           counted(traffic.refused, "was refused", "were refused") + "; " +
           counted(traffic.reports, "report", "reports") + ".";
}

void add_figure(busbar::v1::StatusChanged& status, const char* name, std::uint64_t value) {
    auto& figure = *status.add_figures();
    figure.set_name(name);
    figure.set_value(static_cast<double>(value));
}

void add_text(busbar::v1::StatusChanged& status, const char* name, std::string_view text) {
    if (text.empty()) return;
    auto& figure = *status.add_figures();
    figure.set_name(name);
    figure.set_text(std::string(text));
}

std::string time_text(std::chrono::sys_seconds time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date{day};
    const std::chrono::hh_mm_ss clock{time - day};
    std::array<char, 40> text{};
    const auto size = std::snprintf(
        text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
        static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
        static_cast<int>(clock.seconds().count()));
    return {text.data(), static_cast<std::size_t>(size)};
}

std::string sentence_of(TopicProblem problem, std::string_view kind) {
    const auto topic = std::string(kind) + " topic";
    switch (problem) {
        case TopicProblem::None:
            return {};
        case TopicProblem::Wildcard:
            return "+ and # are not allowed in a " + topic + ".";
        case TopicProblem::MisplacedWildcard:
            return "In a " + topic +
                   " + is a whole level, # the whole last one, and one level at least is a name.";
        case TopicProblem::EmptyLevel:
            return "A " + topic + " has no empty level: no / at its ends, no //.";
        case TopicProblem::System:
            return "A " + topic + " does not begin with $: that is the broker's own.";
        case TopicProblem::Character:
            return "A " + topic + " is UTF-8 text without control characters.";
        case TopicProblem::TooLong:
            return "A " + topic + " has at most 512 octets.";
    }
    return {};
}

std::string_view code_of(TopicProblem problem) {
    switch (problem) {
        case TopicProblem::None:
            break;
        case TopicProblem::Wildcard:
            return "wildcard";
        case TopicProblem::MisplacedWildcard:
            return "misplaced_wildcard";
        case TopicProblem::EmptyLevel:
            return "empty_level";
        case TopicProblem::System:
            return "system_topic";
        case TopicProblem::Character:
            return "character";
        case TopicProblem::TooLong:
            return "too_long";
    }
    return {};
}

}  // namespace mqtt_client
