// SPDX-License-Identifier: Apache-2.0
// Datapoint types in the bus's words.
#include "knx/bridge/object_type.hpp"

#include <array>
#include <span>
#include <string>

#include "knx/protocol/dpt/type.hpp"

namespace knx {
namespace {

constexpr std::size_t kOctet = 8;  // bits; a type with fewer shares an octet with the service

busbar::v1::ValueKind value_kind(ValueKind kind) {
    switch (kind) {
        case ValueKind::Boolean:
            return busbar::v1::VALUE_KIND_BOOLEAN;
        case ValueKind::Integer:
            return busbar::v1::VALUE_KIND_INTEGER;
        case ValueKind::Number:
            return busbar::v1::VALUE_KIND_NUMBER;
        case ValueKind::Text:
            return busbar::v1::VALUE_KIND_TEXT;
        case ValueKind::Bytes:
            return busbar::v1::VALUE_KIND_BYTES;
        case ValueKind::Fields:
            return busbar::v1::VALUE_KIND_FIELDS;
    }
    return busbar::v1::VALUE_KIND_UNSPECIFIED;
}

}  // namespace

busbar::v1::ObjectType object_type(const Dpt& dpt) {
    const auto described = describe(dpt);
    busbar::v1::ObjectType type;
    type.set_value_kind(value_kind(described.kind));
    type.set_representation(std::string(described.representation));
    type.set_unit(std::string(described.unit));
    if (described.min) type.set_minimum(*described.min);
    if (described.max) type.set_maximum(*described.max);
    type.set_step(described.step);
    for (const auto& label : described.labels) {
        auto& added = *type.add_labels();
        added.set_value(label.code);
        added.set_label(std::string(label.text));
    }
    return type;
}

busbar::v1::ObjectKind object_kind(const Dpt& dpt) {
    return describe(dpt).event ? busbar::v1::OBJECT_KIND_EVENT : busbar::v1::OBJECT_KIND_STATE;
}

busbar::Result<busbar::Value> value_of(const Dpt& dpt, const Payload& payload) {
    if (payload.is_small() != (dpt.bits() < kOctet)) {
        return busbar::fail(
            busbar::ErrorCode::InvalidArgument,
            to_string(dpt.number) + (payload.is_small()
                                         ? " has octets of its own, the payload only 6 bits"
                                         : " has less than 8 bits, the payload octets"));
    }
    const auto exact = BUSBAR_TRY(decode(dpt, payload.octets()));
    return shortest(dpt, exact);
}

busbar::Result<Payload> payload_of(const Dpt& dpt, const busbar::Value& value) {
    const auto octets = BUSBAR_TRY(encode(dpt, value));
    if (dpt.bits() < kOctet) return Payload::small(octets.front());
    return Payload::octets(octets);
}

Payload initial_payload(const Dpt& dpt) {
    constexpr std::array<std::uint8_t, Payload::kInline> kZeros{};
    if (dpt.octets() > kZeros.size()) return {};
    const auto zero = dpt.bits() < 8 ? Payload::small(0)
                                     : *Payload::octets(std::span(kZeros).first(dpt.octets()));
    return value_of(dpt, zero) ? zero : Payload();
}

}  // namespace knx
