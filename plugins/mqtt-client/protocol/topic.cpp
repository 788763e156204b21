// SPDX-License-Identifier: Apache-2.0
// Topic rules, and open addressing with linear probing.
#include "protocol/topic.hpp"

#include <algorithm>
#include <utility>

#include "protocol/utf8.hpp"

namespace mqtt_client {
namespace {

bool control_character(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

bool empty_level(std::string_view topic) {
    return topic.empty() || topic.front() == '/' || topic.back() == '/' ||
           topic.find("//") != std::string_view::npos;
}

}  // namespace

TopicProblem check_command_topic(std::string_view topic) {
    if (topic.size() > kTopicSizeMax) return TopicProblem::TooLong;
    if (topic.find_first_of("+#") != std::string_view::npos) return TopicProblem::Wildcard;
    if (!valid_utf8(topic) || std::any_of(topic.begin(), topic.end(), control_character)) {
        return TopicProblem::Character;
    }
    return TopicProblem::None;
}

TopicProblem check_report_topic(std::string_view topic) {
    if (topic.starts_with('$')) return TopicProblem::System;
    const auto problem = check_command_topic(topic);
    if (problem != TopicProblem::None) return problem;
    return empty_level(topic) ? TopicProblem::EmptyLevel : TopicProblem::None;
}

// FNV-1a, 32 bits: short texts, no key needed since only our own topics are stored.
std::uint32_t TopicTable::hash_of(std::string_view topic) {
    std::uint32_t hash = 2166136261U;
    for (const auto c : topic) hash = (hash ^ static_cast<std::uint8_t>(c)) * 16777619U;
    return hash;
}

void TopicTable::add(std::string_view topic, Listener listener) {
    if ((used_ + 1) * 4 > places_.size() * 3) grow();
    put({hash_of(topic), listener});
    ++size_;
    ++used_;
}

void TopicTable::remove(std::string_view topic, Listener listener) {
    if (places_.empty()) return;
    const auto hash = hash_of(topic);
    for (auto i = hash & mask(); places_[i].listener != kFree; i = (i + 1) & mask()) {
        if (places_[i].hash != hash || places_[i].listener != listener) continue;
        places_[i].listener = kRemoved;  // keeps the chain behind it reachable
        --size_;
        return;
    }
}

void TopicTable::put(Place place) {
    auto i = place.hash & mask();
    while (places_[i].listener != kFree) i = (i + 1) & mask();
    places_[i] = place;
}

void TopicTable::grow() {
    constexpr std::size_t kSizeMin = 16;
    auto size = kSizeMin;
    while (size < (size_ + 1) * 2) size *= 2;
    const auto old = std::exchange(places_, std::vector<Place>(size));
    for (const auto& place : old) {
        if (place.listener != kFree && place.listener != kRemoved) put(place);
    }
    used_ = size_;
}

}  // namespace mqtt_client
