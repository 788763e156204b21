// SPDX-License-Identifier: Apache-2.0
// From a building to the items of the plugins that show it.
#include "knx/tool/demo_command.hpp"

#include <charconv>
#include <nlohmann/json.hpp>
#include <set>

#include "knx/tool/demo_building.hpp"

namespace knx {

using busbar::ErrorCode;
using busbar::fail;
using busbar::Result;
using nlohmann::json;

namespace {

constexpr const char* kConnection = "building";

std::string two_digits(std::size_t number) {
    return (number < 10 ? "0" : "") + std::to_string(number);
}

void replace_all(std::string& text, std::string_view what, const std::string& with) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at)) {
        text.replace(at, what.size(), with);
        at += with.size();
    }
}

std::string topic_of(const DemoObject& object, std::string topic) {
    replace_all(topic, "{floor}", two_digits(object.floor));
    replace_all(topic, "{room}", two_digits(object.room));
    replace_all(topic, "{object}", std::string(object.kind->id));
    replace_all(topic, "{id}", object.id());
    return topic;
}

json knx_settings(const std::vector<DemoObject>& building) {
    auto objects = json::object();
    auto sensors = json::object();
    for (const auto& object : building) {
        json item = {{"name", object.name()},
                     {"room", object.room_name()},
                     {"datapointType", object.kind->datapoint_type}};
        if (!object.command.broadcast()) item["commandAddress"] = to_string(object.command);
        if (!object.status.broadcast()) item["statusAddress"] = to_string(object.status);
        objects[object.id()] = std::move(item);
        if (object.period_s == 0) continue;
        sensors[object.id()] = {{"address", to_string(object.status)},
                                {"datapointType", object.kind->datapoint_type},
                                {"from", object.kind->from},
                                {"to", object.kind->to},
                                {"periodS", object.period_s}};
    }
    const json line = {{"name", "Simulated line"},
                       {"kind", "INTERFACE_KIND_VIRTUAL"},
                       {"responseDelayMs", 50},
                       {"started", true}};
    return {{"interfaces", {{"main", line}}}, {"objects", objects}, {"simulated_sensors", sensors}};
}

Result<json> connection(const std::string& broker) {
    json item = {{"name", "Building"}, {"started", true}};
    if (broker.empty()) {
        item["brokerSource"] = "BROKER_SOURCE_INTEGRATED";
        return item;
    }
    const auto colon = broker.rfind(':');
    item["address"] = broker.substr(0, colon);
    if (colon != std::string::npos) {
        std::uint16_t port = 0;
        const auto* end = broker.data() + broker.size();
        const auto [stop, error] = std::from_chars(broker.data() + colon + 1, end, port);
        if (error != std::errc() || stop != end || port == 0) {
            return fail(ErrorCode::InvalidArgument, "'" + broker + "' has no port after its ':'");
        }
        item["port"] = port;
    }
    if (colon == 0) return fail(ErrorCode::InvalidArgument, "'" + broker + "' names no broker");
    return item;
}

Result<json> assignments(const std::vector<DemoObject>& building, const std::string& topic) {
    auto items = json::object();
    std::set<std::string> topics;
    for (const auto& object : building) {
        const auto own = topic_of(object, topic);
        if (!topics.insert(own).second) {
            return fail(ErrorCode::InvalidArgument,
                        "the topic '" + own +
                            "' would be that of two objects: name {id} in it, or {floor}, {room} "
                            "and {object}");
        }
        json item = {
            {"connection", kConnection}, {"object", object.id()}, {"reportTopic", own + "/state"}};
        if (object.kind->commandable) item["commandTopic"] = own + "/set";
        items[object.id()] = std::move(item);
    }
    return items;
}

}  // namespace

Result<std::string> demo_project(const DemoOptions& options) {
    const auto building = BUSBAR_TRY(demo_building(options.objects, options.rate));
    json plugins = {{"knx", knx_settings(building)}};
    if (options.broker != "none") {
        auto& client = plugins["mqtt-client"];
        client["connections"][kConnection] = BUSBAR_TRY(connection(options.broker));
        client["assignments"] = BUSBAR_TRY(assignments(building, options.topic));
    }
    if (options.broker.empty()) {
        plugins["mqtt-broker"]["broker"]["main"] = {
            {"executeAtStartup", true}, {"authentication", false}, {"bind", "BIND_LOOPBACK"}};
    }
    const json project = {{"busbar", 1}, {"name", "Demo building"}, {"plugins", plugins}};
    return project.dump(2, ' ', false, json::error_handler_t::replace);
}

}  // namespace knx
