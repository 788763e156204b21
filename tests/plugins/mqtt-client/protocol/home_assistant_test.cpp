// SPDX-License-Identifier: Apache-2.0
// Tests of announcements, each held against what Home Assistant asks of its component.
#include "protocol/home_assistant.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>

namespace mqtt_client {
namespace {

using ::testing::IsEmpty;
using Json = nlohmann::json;

const AnnouncingNode kNode{"homeassistant", "busbar-1234-house", "House", "house/status",
                           "online",        "offline",           {}};

Json read_schema() {
    std::ifstream file(BUSBAR_TEST_DATA "/mqtt/home_assistant_discovery.json");
    return Json::parse(file, nullptr, false);
}

bool has(const Json& list, const std::string& word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

// What is missing and what is too much, by one list of the schema and one that goes for all.
void hold_members(const Json& members, const Json& rules, const Json& common,
                  std::vector<std::string>& faults) {
    for (const auto& name : rules["required"]) {
        if (!members.contains(name)) faults.push_back("no " + name.get<std::string>());
    }
    for (const auto& [name, value] : members.items()) {
        const bool known = has(rules["required"], name) || has(rules["allowed"], name) ||
                           (common.is_object() && has(common["allowed"], name));
        if (!known) faults.push_back("unknown " + name);
    }
}

void hold_class(const std::string& component, const Json& config, const Json& schema,
                std::vector<std::string>& faults) {
    if (!config.contains("device_class")) return;
    const auto& name = config["device_class"].get_ref<const std::string&>();
    if (component == "binary_sensor") {
        if (!has(schema["binary_classes"], name)) faults.push_back("class " + name);
        return;
    }
    const auto found = schema["device_classes"].find(name);
    if (found == schema["device_classes"].end()) return faults.push_back("class " + name);
    if (name == "enum") {
        if (config.value("options", Json::array()).empty()) faults.emplace_back("no options");
        if (config.contains("unit_of_measurement")) faults.emplace_back("a unit of an enum");
        return;
    }
    if (!has((*found)["units"], config.value("unit_of_measurement", ""))) {
        faults.push_back("unit of " + name);
    }
    if (component == "sensor" && !has((*found)["state_classes"], config.value("state_class", ""))) {
        faults.push_back("state class of " + name);
    }
}

// What Home Assistant asks of values, where we give them.
void hold_values(const Json& config, const Json& schema, std::vector<std::string>& faults) {
    const auto whole = [&](const char* name) {
        if (config.contains(name) && !config[name].is_number_integer()) faults.emplace_back(name);
    };
    for (const auto* name : {"position_open", "position_closed", "brightness_scale"}) whole(name);
    if (config.value("brightness_scale", 1) < schema["brightness_scale_minimum"]) {
        faults.emplace_back("brightness scale");
    }
    if (!has(schema["on_command_types"], config.value("on_command_type", "last"))) {
        faults.emplace_back("on command type");
    }
    if (!has(schema["temperature_units"], config.value("temperature_unit", "C"))) {
        faults.emplace_back("temperature unit");
    }
    for (const auto& mode : config.value("modes", Json::array())) {
        if (!has(schema["modes"], mode)) faults.emplace_back("mode");
    }
    if (config.value("min_temp", 0.0) >= config.value("max_temp", 1.0)) faults.emplace_back("temp");
}

// Everything that Home Assistant would refuse in an announcement.
std::vector<std::string> faults_of(const Announcement& announcement) {
    const auto schema = read_schema();
    std::smatch match;
    const auto trimmed = announcement.topic.substr(kNode.prefix.size() + 1);
    if (!std::regex_match(trimmed, match, std::regex(schema["topic"].get<std::string>()))) {
        return {"topic " + announcement.topic};
    }
    const auto component = match[1].str();
    const auto rules = schema["components"].find(component);
    if (rules == schema["components"].end()) return {"component " + component};
    const auto config = Json::parse(announcement.payload, nullptr, false);
    if (!config.is_object()) return {"payload " + announcement.payload};
    std::vector<std::string> faults;
    hold_members(config, *rules, schema["common"], faults);
    hold_members(config["device"], schema["device"], nullptr, faults);
    hold_members(config["origin"], schema["origin"], nullptr, faults);
    hold_class(component, config, schema, faults);
    hold_values(config, schema, faults);
    for (const auto& pair : rules->value("together", Json::array())) {
        if (config.contains(pair[0]) && !config.contains(pair[1])) faults.emplace_back("alone");
    }
    if (component == "number" && config["min"] >= config["max"]) faults.emplace_back("min, max");
    if (component == "number" && config["step"] < schema["step_minimum"]) {
        faults.emplace_back("step");
    }
    return faults;
}

AnnouncedObject object(Kind kind, bool commands) {
    AnnouncedObject object;
    object.id = "lamp";
    object.name = "Table lamp";
    object.room = "Kitchen";
    object.kind = kind;
    object.report_topic = "lamp/state";
    if (commands) object.command_topic = "lamp/set";
    return object;
}

AnnouncedObject measured(std::string_view representation, std::string_view unit,
                         std::optional<double> minimum = {}) {
    auto made = object(Kind::Number, false);
    made.representation = representation;
    made.unit = unit;
    made.minimum = minimum;
    return made;
}

AnnouncedObject labelled(bool commands) {
    auto made = object(Kind::Integer, commands);
    made.labels = {{0, "auto"}, {1, "comfort"}};
    return made;
}

AnnouncedObject changed(AnnouncedObject object, void (*change)(AnnouncedObject&)) {
    change(object);
    return object;
}

struct Row {
    const char* name;
    AnnouncedObject object;
    const char* component;
    Json says;  // members that the announcement has, with these values; null: it has not
};

class Discovery : public testing::TestWithParam<Row> {};

TEST_P(Discovery, AnnouncesWhatHomeAssistantTakes) {
    const auto& row = GetParam();
    const auto announcement = announce(row.object, kNode);
    ASSERT_TRUE(announcement);
    EXPECT_EQ(announcement->topic,
              std::string("homeassistant/") + row.component + "/busbar-1234-house/lamp/config");
    EXPECT_THAT(faults_of(*announcement), IsEmpty()) << announcement->payload;
    const auto config = Json::parse(announcement->payload);
    for (const auto& [name, value] : row.says.items()) {
        EXPECT_EQ(config.value(name, Json()), value) << name;
    }
}

INSTANTIATE_TEST_SUITE_P(
    Objects, Discovery,
    testing::Values(
        Row{"Switch",
            object(Kind::Boolean, true),
            "switch",
            {{"name", "Table lamp"},
             {"unique_id", "busbar-1234-house_lamp"},
             {"command_topic", "lamp/set"},
             {"state_topic", "lamp/state"},
             {"payload_on", "1"},
             {"payload_off", "0"},
             {"availability_topic", "house/status"},
             {"payload_available", "online"},
             {"payload_not_available", "offline"}}},
        Row{"SwitchWithWords",
            changed(object(Kind::Boolean, true),
                    [](auto& object) {
                        object.words = {{"1", "ON"}, {"0", "OFF"}};
                    }),
            "switch",
            {{"payload_on", "ON"}, {"payload_off", "OFF"}}},
        Row{"SwitchWithoutAState",
            changed(object(Kind::Boolean, true), [](auto& object) { object.report_topic = ""; }),
            "switch",
            {{"state_topic", nullptr}}},
        Row{"Light",
            changed(object(Kind::Boolean, true),
                    [](auto& object) { object.representation = "light"; }),
            "light",
            {{"command_topic", "lamp/set"}}},
        Row{"Trigger",
            changed(object(Kind::Boolean, true), [](auto& object) { object.occurrence = true; }),
            "button",
            {{"payload_press", "1"}, {"state_topic", nullptr}}},
        Row{"SetPoint",
            changed(object(Kind::Number, true),
                    [](auto& object) {
                        object.representation = "temperature";
                        object.unit = "°C";
                        object.minimum = 5;
                        object.maximum = 35;
                        object.step = 0.5;
                    }),
            "number",
            {{"min", 5.0},
             {"max", 35.0},
             {"step", 0.5},
             {"mode", "auto"},
             {"unit_of_measurement", "°C"},
             {"device_class", "temperature"},
             {"state_class", nullptr}}},
        Row{"NumberWithoutLimits",
            object(Kind::Number, true),
            "number",
            {{"min", -1e9}, {"max", 1e9}, {"step", 0.001}, {"mode", "box"}}},
        Row{"WholeNumber", object(Kind::Integer, true), "number", {{"step", 1.0}}},
        Row{"TinySteps",
            changed(object(Kind::Number, true), [](auto& object) { object.step = 0.0001; }),
            "number",
            {{"step", 0.001}}},
        Row{"Choice",
            labelled(true),
            "select",
            {{"options", {"auto", "comfort"}},
             {"value_template", R"({{ {"0":"auto","1":"comfort"}.get(value, value) }})"},
             {"command_template", R"({{ {"auto":"0","comfort":"1"}.get(value, value) }})"}}},
        Row{"Text", object(Kind::Text, true), "text", {{"state_topic", "lamp/state"}}},
        Row{"BinarySensor",
            object(Kind::Boolean, false),
            "binary_sensor",
            {{"payload_on", "1"}, {"device_class", nullptr}}},
        Row{"Alarm",
            changed(object(Kind::Boolean, false),
                    [](auto& object) { object.representation = "alarm"; }),
            "binary_sensor",
            {{"device_class", "problem"}}},
        Row{"Temperature",
            measured("temperature", "°C"),
            "sensor",
            {{"device_class", "temperature"},
             {"unit_of_measurement", "°C"},
             {"state_class", "measurement"}}},
        Row{"UnitThatTheClassDoesNotTake",
            measured("volume", "l"),
            "sensor",
            {{"device_class", nullptr}, {"unit_of_measurement", "l"}}},
        Row{"Meter", measured("energy", "kWh", 0), "sensor", {{"state_class", "total_increasing"}}},
        Row{"Balance", measured("energy", "kWh"), "sensor", {{"state_class", "total"}}},
        Row{"Percent",
            measured("percent", "%"),
            "sensor",
            {{"device_class", nullptr}, {"state_class", "measurement"}}},
        Row{"Mode",
            labelled(false),
            "sensor",
            {{"device_class", "enum"},
             {"options", {"auto", "comfort"}},
             {"value_template", R"({{ {"0":"auto","1":"comfort"}.get(value, value) }})"},
             {"command_template", nullptr},
             {"state_class", nullptr}}},
        Row{"ReportedText", object(Kind::Text, false), "sensor", {{"state_class", nullptr}}},
        Row{"FieldsAreReportedOnly",
            object(Kind::Fields, true),
            "sensor",
            {{"command_topic", nullptr}}},
        Row{"NumberOfWhichSomeAreWords",
            changed(object(Kind::Number, true),
                    [](auto& object) {
                        object.words = {{"0", "off"}};
                    }),
            "sensor",
            {{"command_topic", nullptr}, {"state_class", nullptr}}}),
    [](const auto& param) { return param.param.name; });

// ── several objects ─────────────────────────────────────────────────────────────────────────────

using Members = std::vector<std::pair<Role, AnnouncedObject>>;

AnnouncedObject named(const char* id, Kind kind, const char* command, const char* report) {
    AnnouncedObject object;
    object.id = id;
    object.kind = kind;
    object.command_topic = command;
    object.report_topic = report;
    return object;
}

const auto kMove = named("move", Kind::Boolean, "move/set", "");
const auto kPosition = named("position", Kind::Number, "position/set", "position");
const auto kSwitch = named("lamp", Kind::Boolean, "lamp/set", "lamp");
const auto kDim = named("dim", Kind::Number, "dim/set", "dim");

Json set_point() {
    auto wished = named("wished", Kind::Number, "wished/set", "wished");
    wished.unit = "°C";
    wished.minimum = 7;
    wished.maximum = 30;
    wished.step = 0.5;
    const auto made = announce(
        {Component::Climate, "Hall", {}, false},
        {{Role::SetPoint, wished}, {Role::Temperature, named("is", Kind::Number, "", "is")}},
        kNode);
    EXPECT_THAT(faults_of(*made), IsEmpty()) << made->payload;
    EXPECT_EQ(made->topic, "homeassistant/climate/busbar-1234-house/wished/config");
    return Json::parse(made->payload);
}

Json cover(const Members& members, bool open_at_maximum = false) {
    const auto made = announce({Component::Cover, "Blind", {}, open_at_maximum}, members, kNode);
    EXPECT_TRUE(made);
    EXPECT_THAT(faults_of(*made), IsEmpty()) << made->payload;
    return Json::parse(made->payload);
}

TEST(Entity, OfASwitchAndABrightnessIsALightThatIsDimmed) {
    const auto made = announce({Component::Light, "Lamp", {}, false},
                               {{Role::OnOff, kSwitch}, {Role::Brightness, kDim}}, kNode);
    ASSERT_TRUE(made);
    EXPECT_EQ(made->topic, "homeassistant/light/busbar-1234-house/lamp/config");
    EXPECT_THAT(faults_of(*made), IsEmpty()) << made->payload;
    const auto config = Json::parse(made->payload);
    EXPECT_EQ(config["name"], "Lamp");
    EXPECT_EQ(config["state_topic"], "lamp");
    EXPECT_EQ(config["brightness_command_topic"], "dim/set");
    EXPECT_EQ(config["brightness_state_topic"], "dim");
    EXPECT_EQ(config["brightness_scale"], 100);
}

TEST(Entity, OfAPositionIsOpenAtZeroUnlessItIsSaid) {
    auto config = cover({{Role::Move, kMove}, {Role::Position, kPosition}});
    EXPECT_EQ(config["command_topic"], "move/set");
    EXPECT_EQ(config["payload_open"], "0");
    EXPECT_EQ(config["payload_close"], "1");
    EXPECT_TRUE(config.at("payload_stop").is_null());
    EXPECT_EQ(config["position_open"], 0);
    EXPECT_EQ(config["position_closed"], 100);
    EXPECT_EQ(config["set_position_topic"], "position/set");
    config = cover({{Role::Move, kMove}, {Role::Position, kPosition}}, true);
    EXPECT_EQ(config["position_open"], 100);
    EXPECT_EQ(config["position_closed"], 0);
}

TEST(Entity, OfAPositionAloneOpensAndClosesByIt) {
    const auto config = cover({{Role::Position, kPosition}});
    EXPECT_EQ(config["command_topic"], "position/set");
    EXPECT_EQ(config["payload_open"], "0");
    EXPECT_EQ(config["payload_close"], "100");
}

TEST(Entity, OfAnUpAndDownAloneIsACover) {
    EXPECT_FALSE(cover({{Role::Move, kMove}}).contains("position_topic"));
}

TEST(Entity, OfASetPointAndATemperatureHeats) {
    const auto config = set_point();
    EXPECT_EQ(config["temperature_command_topic"], "wished/set");
    EXPECT_EQ(config["current_temperature_topic"], "is");
    EXPECT_EQ(config["min_temp"], 7);
    EXPECT_EQ(config["temperature_unit"], "C");
    EXPECT_EQ(config["modes"], Json{"heat"});
    EXPECT_EQ(config["mode_state_topic"], "wished");
}

TEST(Entity, IsNoneWhenTooFewOfItAreThere) {
    EXPECT_FALSE(announce({Component::Light, "Lamp", {}, false}, {}, kNode));
    EXPECT_FALSE(
        announce({Component::Light, "Lamp", {}, false}, {{Role::Brightness, kDim}}, kNode));
    EXPECT_FALSE(announce({Component::Climate, "Hall", {}, false},
                          {{Role::Temperature, named("is", Kind::Number, "", "is")}}, kNode));
    EXPECT_FALSE(announce({Component::Cover, "Blind", {}, false},
                          {{Role::Position, named("p", Kind::Number, "", "p")}}, kNode));
}

TEST(Announcement, OfAnObjectWithoutAComponentIsNone) {
    auto fields = object(Kind::Fields, true);
    fields.report_topic = "";
    EXPECT_FALSE(announce(fields, kNode));
}

TEST(Announcement, PutsTheObjectsOfARoomIntoOneDevice) {
    const auto config = Json::parse(announce(object(Kind::Boolean, true), kNode)->payload);
    EXPECT_EQ(config["device"], (Json{{"identifiers", {"busbar-1234-house_Kitchen"}},
                                      {"name", "Kitchen"},
                                      {"suggested_area", "Kitchen"},
                                      {"manufacturer", "Busbar"}}));
    auto elsewhere = object(Kind::Boolean, true);
    elsewhere.room = "";
    EXPECT_EQ(Json::parse(announce(elsewhere, kNode)->payload)["device"],
              (Json{{"identifiers", {"busbar-1234-house"}},
                    {"name", "House"},
                    {"manufacturer", "Busbar"}}));
}

TEST(Announcement, SaysNothingOfAvailabilityWhereThereIsNone) {
    auto node = kNode;
    node.availability_topic = "";
    const auto config = Json::parse(announce(object(Kind::Boolean, true), node)->payload);
    EXPECT_FALSE(config.contains("availability_topic"));
    EXPECT_FALSE(config.contains("payload_available"));
}

TEST(Announcement, HasATopicOfItsOwnForEveryId) {
    EXPECT_EQ(announced_id("kitchen-lamp_1"), "kitchen-lamp_1");
    EXPECT_NE(announced_id("kitchen.lamp"), announced_id("kitchen_lamp"));
    EXPECT_NE(announced_id("Küche"), announced_id("Kache"));
    EXPECT_EQ(announced_id("a.b").find_first_not_of("abcdef0123456789_"), std::string::npos);
    EXPECT_THAT(announced_id(""), testing::Not(IsEmpty()));
}

TEST(Announcement, IsFoundAgainByTheFilterOfItsNode) {
    EXPECT_EQ(announcement_filter(kNode), "homeassistant/+/busbar-1234-house/+/config");
}

TEST(Announcement, NamesItsObjectInTheTopic) {
    const auto id_in = [](std::string_view topic) { return announced_id_in(topic, kNode); };
    EXPECT_EQ(id_in("homeassistant/switch/busbar-1234-house/lamp/config"), "lamp");
    for (const auto* other :
         {"homeassistant/switch/busbar-1234-house/config", "homeassistant/config", "",
          "homeassistant/switch/busbar-1234-house//config", "homeassistant/switch/lamp/config",
          "homeassistant/switch/busbar-1234-house/lamp/state", "lamp/config",
          "homeassistant/switch/busbar-1234-house/a/b/config",
          "other/switch/busbar-1234-house/lamp/config"}) {
        EXPECT_FALSE(id_in(other)) << other;
    }
}

TEST(Announcement, IsJsonWhateverTheNameIs) {
    auto odd = labelled(true);
    odd.name = "say \"x\"\n{{ value }}";
    odd.labels[0].second = "it's \"auto\" }}";
    const auto announcement = announce(odd, kNode);
    EXPECT_THAT(faults_of(*announcement), IsEmpty()) << announcement->payload;
}

}  // namespace
}  // namespace mqtt_client
