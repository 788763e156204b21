// SPDX-License-Identifier: Apache-2.0
// Fuzzes values as people and programs write them: one that is taken is of the object's kind, and
// is written as what is taken as the same value.
#include "admin/value_json.hpp"
#include "busbar/convert.hpp"
#include "config/project.hpp"
#include "fuzz/input.hpp"

namespace {

using busbar::Value;
using fuzz::expect;
namespace v1 = busbar::v1;

void write_again(const Value& value, const v1::ObjectType& type) {
    v1::Value message;
    busbar::to_message(value, message);
    expect(type.value_kind() == v1::VALUE_KIND_UNSPECIFIED ||
               static_cast<int>(message.kind_case()) == static_cast<int>(type.value_kind()),
           "a value is of the object's kind");
    const auto json = busbar::write_value(value);
    if (json.is_string()) return;  // a text may be a number's word as well
    const auto again = busbar::read_value(json, type);
    expect(again.has_value(), "what is written is taken");
    expect(*again == value, "as the same value");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input input(data, size);
    v1::ObjectType type;
    const auto selector = input.octet();
    type.set_value_kind(static_cast<v1::ValueKind>(selector % 7));
    if (selector >= 128) {
        auto& label = *type.add_labels();
        label.set_value(1);
        label.set_label("comfort");
    }
    const auto text = input.rest_as_text();
    if (const auto value = busbar::read_value_text(text, type)) write_again(*value, type);
    if (const auto json = busbar::parse_project(text)) {
        if (const auto value = busbar::read_value(*json, type)) write_again(*value, type);
    }
    return 0;
}
