// SPDX-License-Identifier: Apache-2.0
// Which component an object becomes, and what is said of it.
#include "protocol/home_assistant.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace mqtt_client {
namespace {

using Json = nlohmann::ordered_json;

// What a representation is called there. A class is only given with one of its units: Home
// Assistant refuses others.
struct SensorClass {
    std::string_view representation;
    std::string_view device_class;
    std::string_view units;  // separated by blanks
    bool counts;             // a total, which only a meter has
};

constexpr SensorClass kSensorClasses[] = {
    {"temperature", "temperature", "°C °F K", false},
    {"humidity", "humidity", "%", false},
    {"illuminance", "illuminance", "lx", false},
    {"pressure", "pressure", "Pa hPa kPa mbar bar", false},
    {"voltage", "voltage", "mV V", false},
    {"current", "current", "mA A", false},
    {"power", "power", "W kW MW", false},
    {"energy", "energy", "Wh kWh MWh", true},
    {"volume", "volume", "m³ L mL", true},
    {"frequency", "frequency", "Hz kHz MHz GHz", false},
    {"speed", "speed", "m/s km/h mm/h", false},
    {"wind_speed", "wind_speed", "m/s km/h", false},
};

struct BinaryClass {
    std::string_view representation;
    std::string_view device_class;
};

// Only where 1 means the same on both sides.
constexpr BinaryClass kBinaryClasses[] = {{"alarm", "problem"}, {"occupancy", "occupancy"}};

bool among(std::string_view unit, std::string_view units) {
    while (!units.empty()) {
        const auto end = std::min(units.find(' '), units.size());
        if (units.substr(0, end) == unit) return true;
        units.remove_prefix(std::min(end + 1, units.size()));
    }
    return false;
}

const SensorClass* sensor_class(const AnnouncedObject& object) {
    for (const auto& one : kSensorClasses) {
        if (one.representation == object.representation && among(object.unit, one.units)) {
            return &one;
        }
    }
    return nullptr;
}

// FNV-1a: the same for good, as topics are.
std::uint32_t hash_of(std::string_view text) {
    std::uint32_t hash = 2166136261U;
    for (const auto c : text) hash = (hash ^ static_cast<std::uint8_t>(c)) * 16777619U;
    return hash;
}

// The payload that stands for a value.
std::string payload_of(const AnnouncedObject& object, const std::string& value) {
    const auto found = std::find_if(object.words.begin(), object.words.end(),
                                    [&](const ValueWord& one) { return one.value == value; });
    return found != object.words.end() ? found->word : value;
}

// Some of its values are words, so not all of them are numbers, unless each has a label.
bool is_number(const AnnouncedObject& object) {
    const bool numeric =
        object.kind == Kind::Integer || object.kind == Kind::Number || object.kind == Kind::Any;
    return numeric && (object.words.empty() || !object.labels.empty());
}

// ── parts of an announcement ────────────────────────────────────────────────────────────────────

Json device_of(const AnnouncedObject& object, const AnnouncingNode& node) {
    Json device;
    if (object.room.empty()) {
        device["identifiers"] = {node.node};
        device["name"] = node.name;
    } else {
        device["identifiers"] = {node.node + '_' + announced_id(object.room)};
        device["name"] = object.room;
        device["suggested_area"] = object.room;
    }
    device["manufacturer"] = "Busbar";
    return device;
}

void add_availability(const AnnouncingNode& node, Json& config) {
    if (node.availability_topic.empty()) return;
    config["availability_topic"] = node.availability_topic;
    config["payload_available"] = node.online;
    config["payload_not_available"] = node.offline;
}

// Values on one side and labels on the other, as a template of theirs.
std::string table_template(const std::vector<std::pair<std::string, std::string>>& rows) {
    auto table = Json::object();
    for (const auto& [from, to] : rows) table[from] = to;
    // A JSON object is a dictionary in their language too.
    return "{{ " + table.dump(-1, ' ', false, Json::error_handler_t::replace) +
           ".get(value, value) }}";
}

// Adds the labels as options, with the templates that turn payloads into them and back.
void add_options(const AnnouncedObject& object, bool commands, Json& config) {
    std::vector<std::pair<std::string, std::string>> in;
    std::vector<std::pair<std::string, std::string>> out;
    for (const auto& [value, label] : object.labels) {
        const auto payload = payload_of(object, std::to_string(value));
        config["options"].push_back(label);
        in.emplace_back(payload, label);
        out.emplace_back(label, payload);
    }
    config["value_template"] = table_template(in);
    if (commands) config["command_template"] = table_template(out);
}

void add_number(const AnnouncedObject& object, Json& config) {
    constexpr double kLimit = 1'000'000'000;  // theirs would be 1 to 100
    constexpr double kStepMin = 0.001;        // they take no smaller one
    config["min"] = object.minimum.value_or(-kLimit);
    config["max"] = object.maximum.value_or(kLimit);
    const double whole = object.kind == Kind::Integer ? 1 : kStepMin;
    config["step"] = std::max(object.step > 0 ? object.step : whole, kStepMin);
    config["mode"] = object.minimum && object.maximum ? "auto" : "box";
}

void add_unit(const AnnouncedObject& object, bool sensor, Json& config) {
    const auto* known = sensor_class(object);
    if (!object.unit.empty()) config["unit_of_measurement"] = object.unit;
    if (known != nullptr) config["device_class"] = known->device_class;
    if (!sensor) return;
    if (known != nullptr && known->counts) {
        // What can be negative is a balance, not a meter.
        const bool meter = object.minimum && *object.minimum >= 0;
        config["state_class"] = meter ? "total_increasing" : "total";
    } else if (known != nullptr || object.kind == Kind::Number) {
        config["state_class"] = "measurement";
    }
}

// ── components ──────────────────────────────────────────────────────────────────────────────────

// For what takes commands; an empty name for what has no component.
std::string_view add_controls(const AnnouncedObject& object, Json& config) {
    if (object.kind == Kind::Boolean && object.occurrence) {
        config["payload_press"] = payload_of(object, "1");
        return "button";
    }
    if (object.kind == Kind::Boolean) {
        config["payload_on"] = payload_of(object, "1");
        config["payload_off"] = payload_of(object, "0");
        return object.representation == "light" ? "light" : "switch";
    }
    if (object.kind == Kind::Text) return "text";
    if (!is_number(object)) return {};
    if (!object.labels.empty()) {
        add_options(object, true, config);
        return "select";
    }
    add_number(object, config);
    add_unit(object, false, config);
    return "number";
}

std::string_view add_reading(const AnnouncedObject& object, Json& config) {
    if (object.kind == Kind::Boolean) {
        config["payload_on"] = payload_of(object, "1");
        config["payload_off"] = payload_of(object, "0");
        for (const auto& one : kBinaryClasses) {
            if (one.representation == object.representation) {
                config["device_class"] = one.device_class;
            }
        }
        return "binary_sensor";
    }
    if (is_number(object) && !object.labels.empty()) {
        config["device_class"] = "enum";
        add_options(object, false, config);
    } else if (is_number(object)) {
        add_unit(object, true, config);
    }
    return "sensor";
}

// ── several objects ─────────────────────────────────────────────────────────────────────────────

using Members = std::vector<std::pair<Role, AnnouncedObject>>;

const AnnouncedObject* member(const Members& members, Role role) {
    const auto found = std::find_if(members.begin(), members.end(),
                                    [&](const auto& one) { return one.first == role; });
    return found != members.end() ? &found->second : nullptr;
}

bool both_ways(const AnnouncedObject* object) {
    return object != nullptr && !object->command_topic.empty() && !object->report_topic.empty();
}

void add_topic(std::string_view topic, const char* name, Json& config) {
    if (!topic.empty()) config[name] = topic;
}

// With a brightness it is switched on first, so that what is wished last is what stays.
std::string_view add_light(const Members& members, Json& config) {
    const auto* on_off = member(members, Role::OnOff);
    if (on_off == nullptr || on_off->command_topic.empty()) return {};
    config["command_topic"] = on_off->command_topic;
    add_topic(on_off->report_topic, "state_topic", config);
    config["payload_on"] = payload_of(*on_off, "1");
    config["payload_off"] = payload_of(*on_off, "0");
    const auto* brightness = member(members, Role::Brightness);
    if (brightness == nullptr || brightness->command_topic.empty()) return "light";
    config["brightness_command_topic"] = brightness->command_topic;
    add_topic(brightness->report_topic, "brightness_state_topic", config);
    config["brightness_scale"] = std::max(std::lround(brightness->maximum.value_or(100)), 1L);
    config["on_command_type"] = "first";
    return "light";
}

// Open is 100 over there; a blind's position is 100 when it is closed. Stop would have to be a
// third payload of the same topic, so it stays a thing of its own.
std::string_view add_cover(const EntitySettings& entity, const Members& members, Json& config) {
    const auto* move = member(members, Role::Move);
    const auto* position = member(members, Role::Position);
    long open = 0;
    long closed = 100;
    if (position != nullptr) {
        open = std::lround(position->minimum.value_or(0));
        closed = std::lround(position->maximum.value_or(100));
        if (entity.open_at_maximum) std::swap(open, closed);
    }
    if (move != nullptr && !move->command_topic.empty()) {
        config["command_topic"] = move->command_topic;
        config["payload_open"] = payload_of(*move, "0");
        config["payload_close"] = payload_of(*move, "1");
    } else if (both_ways(position)) {
        config["command_topic"] = position->command_topic;
        config["payload_open"] = std::to_string(open);
        config["payload_close"] = std::to_string(closed);
    } else {
        return {};
    }
    config["payload_stop"] = nullptr;
    if (position == nullptr || position->report_topic.empty()) return "cover";
    config["position_topic"] = position->report_topic;
    config["position_template"] = "{{ value | float | round | int }}";
    config["position_open"] = open;
    config["position_closed"] = closed;
    add_topic(position->command_topic, "set_position_topic", config);
    return "cover";
}

// Without a mode of its own it would be shown as off, so whatever the set-point says is "heat".
std::string_view add_climate(const Members& members, Json& config) {
    const auto* set_point = member(members, Role::SetPoint);
    if (!both_ways(set_point)) return {};
    config["temperature_command_topic"] = set_point->command_topic;
    config["temperature_state_topic"] = set_point->report_topic;
    config["min_temp"] = set_point->minimum.value_or(5);
    config["max_temp"] = set_point->maximum.value_or(35);
    config["temp_step"] = set_point->step > 0 ? std::max(set_point->step, 0.1) : 0.5;
    if (set_point->unit == "°C") config["temperature_unit"] = "C";
    if (set_point->unit == "°F") config["temperature_unit"] = "F";
    config["modes"] = {"heat"};
    config["mode_state_topic"] = set_point->report_topic;
    config["mode_state_template"] = "heat";
    if (const auto* actual = member(members, Role::Temperature)) {
        add_topic(actual->report_topic, "current_temperature_topic", config);
    }
    return "climate";
}

// ── whole announcements ─────────────────────────────────────────────────────────────────────────

Json begun(std::string_view name, const AnnouncedObject& object, const AnnouncingNode& node) {
    Json config;
    config["name"] = name;
    config["unique_id"] = node.node + '_' + announced_id(object.id);
    return config;
}

Announcement finished(std::string_view component, Json config, const AnnouncedObject& object,
                      const AnnouncingNode& node) {
    add_availability(node, config);
    config["device"] = device_of(object, node);
    config["origin"] = {{"name", "Busbar"}};
    return {node.prefix + '/' + std::string(component) + '/' + node.node + '/' +
                announced_id(object.id) + "/config",
            config.dump(-1, ' ', false, Json::error_handler_t::replace)};
}

}  // namespace

const Role* EntitySettings::role_of(std::string_view object) const {
    const auto found = std::find_if(objects.begin(), objects.end(),
                                    [&](const auto& one) { return one.second == object; });
    return found != objects.end() ? &found->first : nullptr;
}

std::optional<Announcement> announce(const EntitySettings& entity,
                                     const std::vector<std::pair<Role, AnnouncedObject>>& objects,
                                     const AnnouncingNode& node) {
    if (objects.empty()) return std::nullopt;
    const auto& leading = objects.front().second;
    auto config = begun(entity.name, leading, node);
    std::string_view component;
    if (entity.component == Component::Light) component = add_light(objects, config);
    if (entity.component == Component::Cover) component = add_cover(entity, objects, config);
    if (entity.component == Component::Climate) component = add_climate(objects, config);
    if (component.empty()) return std::nullopt;
    return finished(component, std::move(config), leading, node);
}

std::optional<Announcement> announce(const AnnouncedObject& object, const AnnouncingNode& node) {
    auto config = begun(object.name.empty() ? object.id : object.name, object, node);
    std::string_view component;
    if (!object.command_topic.empty()) {
        component = add_controls(object, config);
        config["command_topic"] = object.command_topic;
    }
    if (component.empty()) {
        if (object.report_topic.empty()) return std::nullopt;
        config.erase("command_topic");
        component = add_reading(object, config);
    }
    // A button has no state.
    if (!object.report_topic.empty() && component != "button") {
        config["state_topic"] = object.report_topic;
    }
    return finished(component, std::move(config), object, node);
}

std::string announcement_filter(const AnnouncingNode& node) {
    return node.prefix + "/+/" + node.node + "/+/config";
}

std::optional<std::string_view> announced_id_in(std::string_view topic,
                                                const AnnouncingNode& node) {
    constexpr std::string_view kEnd = "/config";
    if (!topic.starts_with(node.prefix + '/') || !topic.ends_with(kEnd)) return std::nullopt;
    topic.remove_prefix(node.prefix.size() + 1);
    const auto component = topic.find('/');
    if (component == std::string_view::npos) return std::nullopt;
    topic.remove_prefix(component + 1);
    if (!topic.starts_with(node.node + '/') || topic.size() <= node.node.size() + kEnd.size()) {
        return std::nullopt;
    }
    topic.remove_prefix(node.node.size() + 1);
    topic.remove_suffix(kEnd.size());
    if (topic.empty() || topic.find('/') != std::string_view::npos) return std::nullopt;
    return topic;
}

std::string announced_id(std::string_view id) {
    const auto unsafe = [](char c) {
        return !((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                 c == '_' || c == '-');
    };
    std::string safe(id);
    std::replace_if(safe.begin(), safe.end(), unsafe, '_');
    if (safe == id && !safe.empty()) return safe;
    std::array<char, 10> hash{};
    (void)std::snprintf(hash.data(), hash.size(), "_%08x", hash_of(id));
    return safe + hash.data();
}

}  // namespace mqtt_client
