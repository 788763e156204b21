// SPDX-License-Identifier: Apache-2.0
// TopicTemplate: the topics of many objects in one line, house/{room}/{id}/state.
//
//   {id} {name} {room}   of the object
//   {project}            the name of the project
//
// What is put in is made safe first: a name may be anything, a level of a topic may not.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "busbar/result.hpp"

namespace mqtt_client {

// Whose topic it is.
struct TopicSubject {
    std::string_view id;
    std::string_view name;
    std::string_view room;
    std::string_view project;
};

// The text as a level, or a part of one: without the blanks around it, and with _ in place of / +
// #, blanks, control characters and what is no UTF-8; "_" for an empty one.
[[nodiscard]] std::string safe_level(std::string_view text);

class TopicTemplate {
 public:
    // Fails with InvalidArgument and a sentence: an unknown placeholder, a brace without its other
    // half, a wildcard, an empty level, a topic of the broker's own ($).
    [[nodiscard]] static busbar::Result<TopicTemplate> parse(std::string_view text);

    // Always a topic to report on, but it may be longer than kTopicSizeMax.
    [[nodiscard]] std::string topic(const TopicSubject& subject) const;
    // The topic filter that all these topics match: + for every level with a placeholder.
    [[nodiscard]] std::string filter() const;
    enum class Placeholder { Id, Name, Room, Project };
    [[nodiscard]] bool has(Placeholder placeholder) const;

 private:
    // A placeholder and what stands before it.
    struct Piece {
        std::string before;
        Placeholder placeholder;
    };
    [[nodiscard]] static busbar::Result<Placeholder> placeholder_of(std::string_view name);

    std::vector<Piece> pieces_;
    std::string rest_;  // behind the last placeholder
};

}  // namespace mqtt_client
