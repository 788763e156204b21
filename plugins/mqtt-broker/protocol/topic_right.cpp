// SPDX-License-Identifier: Apache-2.0
// Compares patterns, topics and filters level by level.
#include "mqtt-broker/protocol/topic_right.hpp"

#include <algorithm>
#include <optional>

namespace mqtt_broker {
namespace {

// The levels of a topic or a filter, one after the other.
class Levels {
 public:
    explicit Levels(std::string_view text) : rest_(text) {}

    std::optional<std::string_view> next() {
        if (ended_) return std::nullopt;
        const auto slash = rest_.find('/');
        const auto level = rest_.substr(0, slash);
        ended_ = slash == std::string_view::npos;
        if (!ended_) rest_.remove_prefix(slash + 1);
        return level;
    }

 private:
    std::string_view rest_;
    bool ended_ = false;
};

std::string_view filled_in(std::string_view level, Who who) {
    if (level == "%u") return who.username;
    if (level == "%c") return who.client_id;
    return level;
}

bool is_wildcard(std::string_view level) { return level == "+" || level == "#"; }

// MQTT 3.1.1, 4.7.2: a wildcard at the beginning does not mean the topics of the broker itself.
bool of_the_broker(std::string_view text) { return text.starts_with('$'); }

bool covers(std::string_view pattern, std::string_view topic, Who who) {
    if (of_the_broker(topic) && !of_the_broker(pattern)) return false;
    Levels patterns(pattern);
    Levels topics(topic);
    for (;;) {
        const auto wanted = patterns.next();
        if (wanted == "#") return true;  // the level above it as well
        const auto level = topics.next();
        if (!wanted || !level) return !wanted && !level;
        if (*wanted != "+" && filled_in(*wanted, who) != *level) return false;
    }
}

// Whether there is a topic that both mean.
bool overlap(std::string_view pattern, std::string_view filter, Who who) {
    if (of_the_broker(pattern) != of_the_broker(filter)) return false;
    Levels patterns(pattern);
    Levels filters(filter);
    for (;;) {
        const auto wanted = patterns.next();
        const auto level = filters.next();
        if (wanted == "#" || level == "#") return true;
        if (!wanted || !level) return !wanted && !level;
        if (*wanted != "+" && *level != "+" && filled_in(*wanted, who) != *level) return false;
    }
}

bool allows(const TopicRight& right, Access access) {
    return (static_cast<unsigned>(right.access) & static_cast<unsigned>(access)) != 0;
}

bool any_covers(std::span<const TopicRight> rights, Access access, std::string_view topic,
                Who who) {
    return std::any_of(rights.begin(), rights.end(), [&](const TopicRight& right) {
        return allows(right, access) && covers(right.pattern, topic, who);
    });
}

}  // namespace

bool may_read(std::span<const TopicRight> rights, std::string_view topic, Who who) {
    return rights.empty() || any_covers(rights, Access::Read, topic, who);
}

bool may_write(std::span<const TopicRight> rights, std::string_view topic, Who who) {
    if (of_the_broker(topic)) return false;
    return rights.empty() || any_covers(rights, Access::Write, topic, who);
}

bool may_subscribe(std::span<const TopicRight> rights, std::string_view filter, Who who) {
    const auto wanted = without_share(filter);
    return rights.empty() || std::any_of(rights.begin(), rights.end(), [&](const auto& right) {
               return allows(right, Access::Read) && overlap(right.pattern, wanted, who);
           });
}

std::string_view without_share(std::string_view filter) {
    constexpr std::string_view kShare = "$share/";
    if (!filter.starts_with(kShare)) return filter;
    const auto slash = filter.find('/', kShare.size());
    return slash == std::string_view::npos ? std::string_view{} : filter.substr(slash + 1);
}

std::string_view pattern_fault(std::string_view pattern) {
    constexpr std::size_t kLengthMax = 512;
    if (pattern.empty()) return "A topic is needed, \"home/#\" for example.";
    if (pattern.size() > kLengthMax) return "A topic has at most 512 octets.";
    const auto is_control = [](char character) {
        const auto octet = static_cast<unsigned char>(character);
        return octet < 0x20 || octet == 0x7F;
    };
    if (std::any_of(pattern.begin(), pattern.end(), is_control)) {
        return "A topic is one line without control characters.";
    }
    if (pattern.front() == ' ' || pattern.back() == ' ') {
        return "A topic does not begin or end with a space.";
    }
    Levels levels(pattern);
    bool ended = false;
    while (const auto level = levels.next()) {
        if (ended) return "'#' stands only at the end of a topic.";
        if (!is_wildcard(*level) && level->find_first_of("+#") != std::string_view::npos) {
            return "'+' and '#' stand for a whole level: \"home/+/state\".";
        }
        ended = *level == "#";
    }
    return {};
}

}  // namespace mqtt_broker
