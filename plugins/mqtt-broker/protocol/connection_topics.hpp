// SPDX-License-Identifier: Apache-2.0
// ConnectionTopics: what one connection listens to and publishes on, for users who may do nothing
// else. There may be tens of thousands, so a topic is found without looking through all of them.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "mqtt-broker/protocol/topic_right.hpp"

namespace mqtt_broker {

class TopicSet {
 public:
    TopicSet() = default;
    // Topics and filters, in any order.
    explicit TopicSet(std::vector<std::string> topics);

    [[nodiscard]] bool contains(std::string_view topic) const;
    // Whether a filter means a topic that is contained. Looks through all of them when the filter
    // has wildcards.
    [[nodiscard]] bool overlaps(std::string_view filter) const;
    [[nodiscard]] std::size_t size() const { return topics_.size() + filters_.size(); }
    // with(topic or filter) of each.
    template <class With>
    void each(With&& with) const {
        for (const auto& topic : topics_) with(topic);
        for (const auto& filter : filters_) with(filter.pattern);
    }

    friend bool operator==(const TopicSet&, const TopicSet&) = default;

 private:
    std::vector<std::string> topics_;  // sorted
    std::vector<TopicRight> filters_;
};

struct ConnectionTopics {
    TopicSet commands;  // others publish there
    TopicSet reports;   // the connection publishes there

    friend bool operator==(const ConnectionTopics&, const ConnectionTopics&) = default;
};

using Connections = std::map<std::string, ConnectionTopics, std::less<>>;  // by id

// What somebody may do with them: others command and hear reports, the connection itself does the
// opposite, too.
enum class Side : std::uint8_t { Others, Both };

[[nodiscard]] bool may_read(const ConnectionTopics& topics, Side side, std::string_view topic);
[[nodiscard]] bool may_write(const ConnectionTopics& topics, Side side, std::string_view topic);
[[nodiscard]] bool may_subscribe(const ConnectionTopics& topics, Side side,
                                 std::string_view filter);

}  // namespace mqtt_broker
