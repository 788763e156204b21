// SPDX-License-Identifier: Apache-2.0
// Collects the topics of a connection.
#include "bridge/used_topics.hpp"

#include <algorithm>

#include "bridge/bridge.hpp"

namespace mqtt_client {
namespace {

constexpr std::size_t kPageOctets = 16'384;

void put_in_order(std::vector<std::string>& topics) {
    std::sort(topics.begin(), topics.end());
    topics.erase(std::unique(topics.begin(), topics.end()), topics.end());
}

}  // namespace

std::optional<UsedTopics> Bridge::used_topics(const std::string& connection_id) const {
    const auto found = connection_slots_.find(connection_id);
    if (found == connection_slots_.end()) return std::nullopt;
    const auto& place = *connections_[found->second];
    if (!place.connection.settings()) return std::nullopt;
    UsedTopics topics;
    topics.revision = place.topics_revision;
    for (const auto& assignment : assignments_) {
        if (assignment.generation == 0 || assignment.connection != found->second) continue;
        const auto command = assignment.texts.command_topic();
        const auto report = assignment.texts.report_topic();
        if (!command.empty()) topics.commands.emplace_back(command);
        if (!report.empty()) topics.reports.emplace_back(report);
    }
    const auto& endpoint = place.connection.settings()->endpoint;
    if (!endpoint.will.topic.empty()) topics.reports.push_back(endpoint.will.topic);
    for (const auto& node : {place.node, place.left_node}) {
        if (node) topics.reports.push_back(announcement_filter(*node));
    }
    topics.reports.push_back(test_topic(endpoint));
    put_in_order(topics.commands);
    put_in_order(topics.reports);
    return topics;
}

busbar::service::v1::MqttClient Bridge::service() const {
    busbar::service::v1::MqttClient service;
    for (const auto& place : connections_) {
        const auto& settings = place->connection.settings();
        if (!settings) continue;
        auto& connection = *service.add_connections();
        connection.set_id(place->connection.id());
        connection.set_username(settings->endpoint.username);
        connection.set_revision(place->topics_revision);
    }
    return service;
}

void Bridge::topics_changed(Place& place) {
    place.topics_revision = ++last_topics_revision_;
    bus_.topics_changed();
}

busbar::service::v1::TopicsResponse page_of(const UsedTopics& topics, std::size_t first) {
    busbar::service::v1::TopicsResponse page;
    page.set_revision(topics.revision);
    const auto count = topics.commands.size() + topics.reports.size();
    std::size_t octets = 0;
    for (auto number = first; number < count; ++number) {
        const bool command = number < topics.commands.size();
        const auto& topic =
            command ? topics.commands[number] : topics.reports[number - topics.commands.size()];
        octets += topic.size();
        if (octets > kPageOctets && number > first) {
            page.set_next(static_cast<std::uint32_t>(number));
            break;
        }
        (command ? page.add_command_topics() : page.add_report_topics())->assign(topic);
    }
    return page;
}

}  // namespace mqtt_client
