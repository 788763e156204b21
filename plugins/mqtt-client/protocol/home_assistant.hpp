// SPDX-License-Identifier: Apache-2.0
// Home Assistant's MQTT discovery: a retained message for each object, by which it appears there.
//
//   homeassistant/<component>/<node>/<object>/config   {"name": …, "state_topic": …}
//
// The node is ours alone, so what we announced once can be found, and taken back with an empty
// message. What Home Assistant asks of each component is in
// tests/data/mqtt/home_assistant_discovery.json, with where it says so.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "protocol/format.hpp"
#include "protocol/payload.hpp"

namespace mqtt_client {

// An object as it is announced. The topics are those of its assignment; empty for none.
struct AnnouncedObject {
    std::string_view id;
    std::string_view name;
    std::string_view room;
    Kind kind = Kind::Any;
    bool occurrence = false;
    std::string_view representation;
    std::string_view unit;
    std::optional<double> minimum;
    std::optional<double> maximum;
    double step = 0;
    std::vector<std::pair<std::int64_t, std::string_view>> labels;
    std::string_view command_topic;
    std::string_view report_topic;
    std::vector<ValueWord> words;  // of its payload format
};

// What several objects are together. Each role is one object's.
enum class Component : std::uint8_t { Light, Cover, Climate };
enum class Role : std::uint8_t {
    OnOff,        // of a light
    Brightness,   // of a light
    Move,         // of a cover: 0 opens, 1 closes
    Position,     // of a cover
    SetPoint,     // of a climate
    Temperature,  // of a climate: the actual one
};

struct EntitySettings {
    Component component = Component::Light;
    std::string name;
    std::vector<std::pair<Role, std::string>> objects;  // their ids; the first there is leads
    bool open_at_maximum = false;                       // of a cover's position

    // nullptr or the role of an object.
    [[nodiscard]] const Role* role_of(std::string_view object) const;
    friend bool operator==(const EntitySettings&, const EntitySettings&) = default;
};

// Where it is announced.
struct AnnouncingNode {
    std::string prefix;              // "homeassistant"
    std::string node;                // A-Z a-z 0-9 _ -
    std::string name;                // of the device that objects without a room belong to
    std::string availability_topic;  // empty: none
    std::string online;
    std::string offline;
    std::vector<EntitySettings> entities;  // an object is in one of them at most

    friend bool operator==(const AnnouncingNode&, const AnnouncingNode&) = default;
};

struct Announcement {
    std::string topic;
    std::string payload;  // empty: takes back what was announced
};

// Nothing for what Home Assistant has no component for: an object without a state whose commands
// are neither numbers nor texts.
[[nodiscard]] std::optional<Announcement> announce(const AnnouncedObject& object,
                                                   const AnnouncingNode& node);

// Several objects as one thing, under the id of the first of them. Nothing when too few of them are
// there for Home Assistant: it needs a light's OnOff with a command topic; of a cover Move with a
// command topic or Position with both topics; a climate's SetPoint with both.
[[nodiscard]] std::optional<Announcement> announce(
    const EntitySettings& entity, const std::vector<std::pair<Role, AnnouncedObject>>& objects,
    const AnnouncingNode& node);

// What all announcements of a node match.
[[nodiscard]] std::string announcement_filter(const AnnouncingNode& node);

[[nodiscard]] inline bool same_filter(const AnnouncingNode& one, const AnnouncingNode& other) {
    return one.prefix == other.prefix && one.node == other.node;
}

// The announced id in the topic of an announcement of this node; nothing for any other topic.
[[nodiscard]] std::optional<std::string_view> announced_id_in(std::string_view topic,
                                                              const AnnouncingNode& node);

// An id as Home Assistant takes it in a topic: A-Z a-z 0-9 _ -. Different ids stay different.
[[nodiscard]] std::string announced_id(std::string_view id);

}  // namespace mqtt_client
