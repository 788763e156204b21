// SPDX-License-Identifier: Apache-2.0
// Objects in JSON, by hand: the same as protobuf's mapping, several times as fast.
#include "admin/object_json.hpp"

#include <spdlog/fmt/fmt.h>

#include "admin/value_json.hpp"
#include "admin/wall_time.hpp"
#include "busbar/convert.hpp"

namespace busbar {
namespace {

Json write_type(const v1::ObjectType& type) {
    Json json = {{"valueKind", v1::ValueKind_Name(type.value_kind())}};
    if (!type.representation().empty()) json["representation"] = type.representation();
    if (!type.unit().empty()) json["unit"] = type.unit();
    if (type.has_minimum()) json["minimum"] = type.minimum();
    if (type.has_maximum()) json["maximum"] = type.maximum();
    if (type.step() > 0) json["step"] = type.step();
    for (const auto& label : type.labels()) {
        json["labels"].push_back({{"value", label.value()}, {"label", label.label()}});
    }
    return json;
}

}  // namespace

Json write_object(const v1::Object& object) {
    const auto kind = object.kind() == v1::OBJECT_KIND_EVENT ? v1::OBJECT_KIND_EVENT  //
                                                             : v1::OBJECT_KIND_STATE;
    return {{"id", object.id()},
            {"name", object.name().empty() ? object.id() : object.name()},
            {"room", object.room()},
            {"owner", object.owner()},
            {"kind", v1::ObjectKind_Name(kind)},
            {"readable", object.readable()},
            {"commandable", object.commandable()},
            {"type", write_type(object.type())}};
}

Json write_state(const v1::StateChanged& state) {
    Json json = {{"value", write_value(to_value(state.value()))},
                 {"quality", v1::Quality_Name(state.quality())},
                 {"changeTime", wall_time_text(state.change_time_us())},
                 {"epoch", state.epoch()},
                 {"sequence", state.sequence()}};
    if (state.has_cause()) {
        json["cause"] = {{"traceId", fmt::format("{:016x}", state.cause().trace_id())},
                         {"sender", state.cause().sender()},
                         {"hops", state.cause().hops()}};
    }
    return json;
}

Json write_snapshot(const ObjectSnapshot& snapshot) {
    v1::ObjectAppeared appeared;
    v1::StateChanged state;
    // The bus serialized both itself.
    const bool parsed =
        appeared.ParseFromString(snapshot.description) && state.ParseFromString(snapshot.state);
    auto json = write_object(appeared.object());
    json["state"] = parsed && !snapshot.state.empty() ? write_state(state) : Json();
    return json;
}

}  // namespace busbar
