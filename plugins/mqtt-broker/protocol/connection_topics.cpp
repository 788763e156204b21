// SPDX-License-Identifier: Apache-2.0
// Finds topics by name, filters one after the other.
#include "mqtt-broker/protocol/connection_topics.hpp"

#include <algorithm>
#include <span>
#include <utility>

namespace mqtt_broker {
namespace {

// In these topics "%u" and "%c" stand for nothing but themselves.
constexpr Who kNobody{"%u", "%c"};

bool has_wildcard(std::string_view text) {
    return text.find_first_of("+#") != std::string_view::npos;
}

bool any_side(const TopicSet& first, const TopicSet& second, Side side, auto&& has) {
    return has(first) || (side == Side::Both && has(second));
}

}  // namespace

TopicSet::TopicSet(std::vector<std::string> topics) : topics_(std::move(topics)) {
    std::sort(topics_.begin(), topics_.end());
    topics_.erase(std::unique(topics_.begin(), topics_.end()), topics_.end());
    const auto filters = std::stable_partition(
        topics_.begin(), topics_.end(), [](const auto& topic) { return !has_wildcard(topic); });
    for (auto filter = filters; filter != topics_.end(); ++filter) {
        filters_.push_back({Access::ReadWrite, std::move(*filter)});
    }
    topics_.erase(filters, topics_.end());
}

bool TopicSet::contains(std::string_view topic) const {
    return std::binary_search(topics_.begin(), topics_.end(), topic, std::less<>()) ||
           (!filters_.empty() && mqtt_broker::may_read(filters_, topic, kNobody));
}

bool TopicSet::overlaps(std::string_view filter) const {
    if (!filters_.empty() && mqtt_broker::may_subscribe(filters_, filter, kNobody)) return true;
    const auto wanted = without_share(filter);
    if (!has_wildcard(wanted)) {
        return std::binary_search(topics_.begin(), topics_.end(), wanted, std::less<>());
    }
    const TopicRight right{Access::Read, std::string(wanted)};
    return std::any_of(topics_.begin(), topics_.end(), [&](const auto& topic) {
        return mqtt_broker::may_read(std::span(&right, 1), topic, kNobody);
    });
}

bool may_read(const ConnectionTopics& topics, Side side, std::string_view topic) {
    return any_side(topics.reports, topics.commands, side,
                    [&](const TopicSet& set) { return set.contains(topic); });
}

bool may_write(const ConnectionTopics& topics, Side side, std::string_view topic) {
    if (topic.starts_with('$')) return false;
    return any_side(topics.commands, topics.reports, side,
                    [&](const TopicSet& set) { return set.contains(topic); });
}

bool may_subscribe(const ConnectionTopics& topics, Side side, std::string_view filter) {
    return any_side(topics.reports, topics.commands, side,
                    [&](const TopicSet& set) { return set.overlaps(filter); });
}

}  // namespace mqtt_broker
