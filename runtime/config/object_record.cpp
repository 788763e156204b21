// SPDX-License-Identifier: Apache-2.0
// Object records through the same reader, writer and checks as settings.
#include "config/object_record.hpp"

#include <utility>

#include "config/limits.hpp"
#include "config/message_checks.hpp"
#include "config/message_writer.hpp"

namespace busbar {
namespace {

const MessageType& record_type() {
    static const auto* const kType = [] {
        static MessageTypes types;
        return types.add(*ObjectRecord::descriptor()).value();
    }();
    return *kType;
}

v1::ValueKind kind_of(const v1::Value& value) {
    switch (value.kind_case()) {
        case v1::Value::kBoolean:
            return v1::VALUE_KIND_BOOLEAN;
        case v1::Value::kInteger:
            return v1::VALUE_KIND_INTEGER;
        case v1::Value::kNumber:
            return v1::VALUE_KIND_NUMBER;
        case v1::Value::kText:
            return v1::VALUE_KIND_TEXT;
        case v1::Value::kBytes:
            return v1::VALUE_KIND_BYTES;
        case v1::Value::kFields:
            return v1::VALUE_KIND_FIELDS;
        case v1::Value::KIND_NOT_SET:
            break;
    }
    return v1::VALUE_KIND_UNSPECIFIED;
}

bool outside(const config::v1::VirtualObject& object) {
    const auto& start = object.start();
    if (!start.has_integer() && !start.has_number()) return false;
    const double number =
        start.has_integer() ? static_cast<double>(start.integer()) : start.number();
    return (object.has_minimum() && number < object.minimum()) ||
           (object.has_maximum() && number > object.maximum());
}

void check_virtual(const config::v1::VirtualObject& object, Problems& problems) {
    if (object.has_minimum() && object.has_maximum() && object.minimum() > object.maximum()) {
        add_problem(problems, "virtual.minimum", "bad_range", "Is above the largest value.");
    }
    if (!object.has_start()) return;
    if (kind_of(object.start()) != object.value_kind()) {
        add_problem(
            problems, "virtual.start", "wrong_start",
            "Must be of the object's type, " + v1::ValueKind_Name(object.value_kind()) + '.');
    } else if (outside(object)) {
        add_problem(problems, "virtual.start", "wrong_start",
                    "Must be between the smallest and the largest value.");
    }
}

}  // namespace

void read_object_record(const Json& json, ObjectRecord& record, Problems& problems) {
    const auto before = problems.size();
    read_message(json, record_type(), nullptr, record, problems);
    if (problems.size() != before) return;
    check_message(record, record_type(), References{}, problems);
    if (record.has_virtual_()) check_virtual(record.virtual_(), problems);
    if (record.ByteSizeLong() > kItemSizeMax) {
        add_problem(problems, "", "item_too_large",
                    "Has more than " + std::to_string(kItemSizeMax) + " octets.");
    }
}

Json write_object_record(const ObjectRecord& record) {
    return write_message(record, record_type());
}

v1::Object virtual_object(const std::string& id, const ObjectRecord& record) {
    const auto& from = record.virtual_();
    v1::Object object;
    object.set_id(id);
    object.set_name(record.name());
    object.set_room(record.room());
    auto& type = *object.mutable_type();
    type.set_value_kind(from.value_kind());
    type.set_representation(from.representation());
    type.set_unit(from.unit());
    if (from.has_minimum()) type.set_minimum(from.minimum());
    if (from.has_maximum()) type.set_maximum(from.maximum());
    type.set_step(from.step());
    *type.mutable_labels() = from.labels();
    object.set_owner("virtual");
    object.set_readable(true);
    object.set_commandable(!from.read_only());
    object.set_kind(from.kind() == v1::OBJECT_KIND_UNSPECIFIED ? v1::OBJECT_KIND_STATE
                                                               : from.kind());
    return object;
}

}  // namespace busbar
