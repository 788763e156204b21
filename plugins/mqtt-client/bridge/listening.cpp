// SPDX-License-Identifier: Apache-2.0
// Who listens where: subscriptions, wildcards, and whom a message is for.
#include <algorithm>
#include <tuple>
#include <unordered_set>
#include <utility>

#include "bridge/bridge.hpp"
#include "protocol/topic.hpp"

namespace mqtt_client {

// ── subscriptions ───────────────────────────────────────────────────────────────────────────────

std::optional<Subscription> Bridge::listened(const Place& place, std::string_view topic) const {
    if (topic.empty()) return std::nullopt;
    std::optional<Subscription> found;
    const auto listens = [&](int qos, bool skip_own) {
        if (!found) found = Subscription{std::string(topic), 0, true};
        found->qos = std::max(found->qos, qos);
        // Where all report themselves nobody needs to hear what we have said.
        found->skip_own = found->skip_own && skip_own;
    };
    place.listeners.find(topic, [&](std::uint32_t slot) {
        const auto& assignment = assignments_[slot];
        if (assignment.by_rule) return;  // the rule listens for it
        if (assignment.texts.command_topic() != topic) return;
        listens(qos_of(assignment), assignment.same_topic);
    });
    for (const auto& [id, rule] : rules_) {
        if (rule.filter != topic || connections_[rule.connection].get() != &place) continue;
        listens(connection_qos(rule.connection), false);
    }
    return found;
}

void Bridge::listen_again(Place& place, std::string_view topic,
                          const std::optional<Subscription>& before) {
    auto after = listened(place, topic);
    if (after == before) return;
    if (has_wildcard(topic) && before.has_value() != after.has_value()) {
        if (after) {
            place.filters.emplace_back(topic);
        } else {
            std::erase(place.filters, topic);
        }
    }
    if (before) place.connection.unlisten(*before);
    if (after) place.connection.listen(std::move(*after));
}

std::vector<Subscription> Bridge::command_topics(const Connection& connection) {
    const auto slot = connection_slot(connection.id());
    std::unordered_set<std::string_view> topics;
    for (const auto& assignment : assignments_) {
        const auto topic = assignment.texts.command_topic();
        if (assignment.connection != slot || assignment.by_rule || topic.empty()) continue;
        topics.insert(topic);
    }
    for (const auto& [id, rule] : rules_) {
        if (rule.connection == slot && !rule.filter.empty()) topics.insert(rule.filter);
    }
    std::vector<Subscription> subscriptions;
    subscriptions.reserve(topics.size() + 1);
    const auto& place = *connections_[slot];
    for (const auto topic : topics) subscriptions.push_back(*listened(place, topic));
    if (place.node) {
        subscriptions.push_back({announcement_filter(*place.node), connection_qos(slot)});
    }
    if (place.left_node && !(place.node && same_filter(*place.node, *place.left_node))) {
        subscriptions.push_back({announcement_filter(*place.left_node), connection_qos(slot)});
    }
    // One request is for topics of one quality of service.
    std::sort(subscriptions.begin(), subscriptions.end(), [](const auto& left, const auto& right) {
        return std::tie(left.qos, left.skip_own) < std::tie(right.qos, right.skip_own);
    });
    return subscriptions;
}

// ── a message arrives ───────────────────────────────────────────────────────────────────────────

void Bridge::on_arrived(Connection& connection, std::string_view topic, std::string_view payload,
                        Delivery delivery) {
    auto& place = place_of(connection);
    if (!place.filters.empty() && is_copy(place, topic, payload, delivery.retained)) {
        return drop(place, place.connection.counters().duplicate, topic, "copy");
    }
    bool known = hear(place, topic, topic, payload, delivery);
    for (const auto& filter : place.filters) {
        if (!topic_matches(filter, topic)) continue;
        known = hear(place, filter, topic, payload, delivery) || known;
    }
    if (!known && heard_announcement(place, topic, payload, delivery)) return;
    if (!known) {  // a rule listens to more than there is
        auto& counters = connection.counters();
        counters.last_invalid = std::string(topic) + ": no object has this topic";
        drop(place, counters.invalid, topic, "no object has this topic");
    }
    connection.touch();
}

// Whether another of our subscriptions has brought it already.
bool Bridge::is_copy(Place& place, std::string_view topic, std::string_view payload,
                     bool retained) {
    const auto listens = [&](std::uint32_t slot) {
        return !assignments_[slot].by_rule && assignments_[slot].texts.command_topic() == topic;
    };
    const auto matches = [&](const std::string& filter) { return topic_matches(filter, topic); };
    auto subscriptions = std::count_if(place.filters.begin(), place.filters.end(), matches);
    if (place.listeners.first(topic, listens) != kNoSlot) ++subscriptions;
    return subscriptions > 1 &&
           place.copies.is_copy(topic, payload, retained, static_cast<std::size_t>(subscriptions),
                                loop_.now());
}

// To each assignment with this command topic; whether there is one. What an assignment itself
// reports is no command to it where wildcards take it in.
bool Bridge::hear(Place& place, std::string_view filter, std::string_view topic,
                  std::string_view payload, Delivery delivery) {
    bool known = false;
    place.listeners.find(filter, [&](std::uint32_t slot) {
        const auto& texts = assignments_[slot].texts;
        if (texts.command_topic() != filter) return;
        known = true;
        if (filter != topic && texts.report_topic() == topic) return;
        arrived(slot, place, topic, payload, delivery);
    });
    return known;
}

}  // namespace mqtt_client
