// SPDX-License-Identifier: Apache-2.0
// `busbar knx dpt --list`.
#include <nlohmann/json.hpp>
#include <ostream>

#include "knx/protocol/dpt/type.hpp"
#include "knx/tool/dpt_command.hpp"

namespace knx {

using nlohmann::json;

namespace {

std::string_view kind_word(ValueKind kind) {
    switch (kind) {
        case ValueKind::Boolean:
            return "boolean";
        case ValueKind::Integer:
            return "integer";
        case ValueKind::Number:
            return "number";
        case ValueKind::Text:
            return "text";
        case ValueKind::Bytes:
            return "bytes";
        case ValueKind::Fields:
            return "fields";
    }
    return "";
}

json labels_json(std::span<const Label> labels) {
    auto object = json::object();
    for (const auto& label : labels) object[std::to_string(label.code)] = label.text;
    return object;
}

json fields_json(const Dpt& dpt) {
    auto names = json::array();
    for (const auto& spec : dpt.members) {
        if (spec.form != Form::Reserved) names.push_back(spec.name);
    }
    return names;
}

json type_json(const Dpt& dpt) {
    const auto type = describe(dpt);
    json object = {{"dpt", to_string(type.number)},
                   {"name", type.name},
                   {"bits", dpt.bits()},
                   {"kind", kind_word(type.kind)},
                   {"event", type.event}};
    if (!type.representation.empty()) object["representation"] = type.representation;
    if (!type.unit.empty()) object["unit"] = type.unit;
    if (type.min) object["min"] = *type.min;
    if (type.max) object["max"] = *type.max;
    if (type.step != 0) object["step"] = type.step;
    if (!type.labels.empty()) object["labels"] = labels_json(type.labels);
    if (dpt.structured()) object["fields"] = fields_json(dpt);
    return object;
}

}  // namespace

void list_dpts(std::ostream& output) {
    for (const auto* dpt : all_dpts()) output << type_json(*dpt).dump() << '\n';
}

}  // namespace knx
