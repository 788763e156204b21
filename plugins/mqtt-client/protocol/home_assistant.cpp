// SPDX-License-Identifier: Apache-2.0
// Which component an object becomes, and what is said of it.
#include "protocol/home_assistant.hpp"

#include <algorithm>
#include <array>
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

}  // namespace

std::optional<Announcement> announce(const AnnouncedObject& object, const AnnouncingNode& node) {
    const auto id = announced_id(object.id);
    Json config;
    config["name"] = object.name.empty() ? object.id : object.name;
    config["unique_id"] = node.node + '_' + id;
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
    add_availability(node, config);
    config["device"] = device_of(object, node);
    config["origin"] = {{"name", "Busbar"}};
    return Announcement{
        node.prefix + '/' + std::string(component) + '/' + node.node + '/' + id + "/config",
        config.dump(-1, ' ', false, Json::error_handler_t::replace)};
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
