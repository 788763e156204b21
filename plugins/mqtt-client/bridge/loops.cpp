// SPDX-License-Identifier: Apache-2.0
// Looks for the shortest way from an object back to itself.
#include "bridge/loops.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "protocol/topic.hpp"

namespace mqtt_client {
namespace {

// '\n' is in no topic.
std::string key(std::string_view broker, std::string_view topic) {
    return std::string(broker).append(1, '\n').append(topic);
}

// Longer ones are nobody's slip.
constexpr std::size_t kStepsMax = 16;
constexpr std::size_t kNoWay = static_cast<std::size_t>(-1);

}  // namespace

std::size_t Loops::add(std::string broker, std::string object, std::string command_topic,
                       std::string report_topic) {
    const auto number = assignments_.size();
    of_object_.emplace(object, number);
    if (has_wildcard(command_topic)) {
        wild_listeners_.push_back(number);
    } else if (!command_topic.empty()) {
        listeners_.emplace(key(broker, command_topic), number);
    }
    assignments_.push_back(
        {std::move(broker), std::move(object), std::move(command_topic), std::move(report_topic)});
    return number;
}

std::string Loops::of(std::size_t assignment) const {
    const auto loop = find(assignment);
    return loop.empty() ? std::string() : words(loop);
}

// Of other assignments.
std::vector<std::size_t> Loops::commanded_by(std::size_t assignment) const {
    std::vector<std::size_t> commanded;
    const auto& [broker, object, command_topic, report_topic] = assignments_[assignment];
    if (report_topic.empty()) return commanded;
    const auto [first, last] = listeners_.equal_range(key(broker, report_topic));
    for (auto listener = first; listener != last; ++listener) {
        if (listener->second != assignment) commanded.push_back(listener->second);
    }
    for (const auto listener : wild_listeners_) {
        const auto& other = assignments_[listener];
        if (listener != assignment && other.broker == broker &&
            topic_matches(other.command_topic, report_topic)) {
            commanded.push_back(listener);
        }
    }
    return commanded;
}

// Breadth first, from the assignment's object. A loop that the assignment is part of leaves by its
// report or comes back by its command.
std::vector<Loops::Step> Loops::find(std::size_t assignment) const {
    const auto& start = assignments_[assignment].object;
    std::vector<Way> ways;  // in the order they are found
    std::set<std::string_view> seen;
    const auto go_on = [&](const std::string& here, std::size_t before) -> bool {
        const auto [first, last] = of_object_.equal_range(here);
        for (auto reported = first; reported != last; ++reported) {
            for (const auto commanded : commanded_by(reported->second)) {
                ways.push_back({{reported->second, commanded}, before});
                const auto& there = assignments_[commanded].object;
                if (there == start) {
                    if (commanded == assignment || way_to_last(ways).front().from == assignment) {
                        return true;
                    }
                    ways.pop_back();
                } else if (!seen.insert(there).second || way_to_last(ways).size() >= kStepsMax) {
                    ways.pop_back();
                }
            }
        }
        return false;
    };
    if (go_on(start, kNoWay)) return way_to_last(ways);
    for (std::size_t i = 0; i < ways.size(); ++i) {
        const auto here = assignments_[ways[i].step.to].object;
        if (go_on(here, i)) return way_to_last(ways);
    }
    return {};
}

// The steps that lead to the newest way.
std::vector<Loops::Step> Loops::way_to_last(const std::vector<Way>& ways) {
    std::vector<Step> steps;
    for (auto i = ways.size() - 1; i != kNoWay; i = ways[i].before) steps.push_back(ways[i].step);
    std::reverse(steps.begin(), steps.end());
    return steps;
}

std::string Loops::words(const std::vector<Step>& loop) const {
    std::string text;
    for (const auto& [from, to] : loop) {
        const auto& reported = assignments_[from];
        text += (text.empty() ? "'" : ", '") + reported.object + "' is reported on '" +
                reported.report_topic + "', which commands '" + assignments_[to].object + "'";
    }
    return text;
}

}  // namespace mqtt_client
