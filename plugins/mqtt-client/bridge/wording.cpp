// SPDX-License-Identifier: Apache-2.0
// Sentences for failures and topics.
#include "bridge/wording.hpp"

namespace mqtt_client {

std::string sentence_of(const Failure& failure) {
    switch (failure.reason) {
        case Reason::HostNotFound:
            return "Broker not found (DNS).";
        case Reason::Refused:
            return "Connection refused – is the port right?";
        case Reason::NoAnswer:
            return "No answer – is the address right and the broker switched on?";
        case Reason::Certificate:
            return "Certificate not trusted: " + failure.detail;
        case Reason::LoginRefused:
            return "Wrong user name or password.";
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

std::string sentence_of(TopicProblem problem, std::string_view kind) {
    const auto topic = std::string(kind) + " topic";
    switch (problem) {
        case TopicProblem::None:
            return {};
        case TopicProblem::Wildcard:
            return "+ and # are not allowed in a " + topic + ".";
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
