// SPDX-License-Identifier: Apache-2.0
// Payloads to Values and back: walks the fields of a type.
#include <algorithm>
#include <optional>
#include <utility>

#include "knx/protocol/dpt/bits.hpp"
#include "knx/protocol/dpt/characters.hpp"
#include "knx/protocol/dpt/dpt.hpp"
#include "knx/protocol/dpt/field_codec.hpp"
#include "knx/protocol/dpt/hex.hpp"
#include "knx/protocol/dpt/words.hpp"

namespace knx {

using busbar::Bytes;
using busbar::ErrorCode;
using busbar::fail;
using busbar::Fields;
using busbar::Result;
using busbar::Status;
using busbar::Value;

namespace {

// Says where a field's error happened: "10.001 hour: 24 is outside 0 to 23".
template <class T>
Result<T> in_context(const Dpt& dpt, const FieldSpec& spec, Result<T> result) {
    if (result) return result;
    auto error = std::move(result).error();
    auto place = to_string(dpt.number);
    if (!spec.name.empty()) place += ' ' + std::string(spec.name);
    error.message = place + ": " + error.message;
    return tl::unexpected(std::move(error));
}

tl::unexpected<busbar::Error> misfit(const Dpt& dpt, std::span<const std::uint8_t> payload) {
    if (check_payload(dpt, payload) == PayloadFit::SpareBitsSet) {
        return fail(ErrorCode::InvalidArgument, to_string(dpt.number) + " has " +
                                                    std::to_string(dpt.bits()) +
                                                    " bits, the payload has more");
    }
    return fail(ErrorCode::InvalidArgument,
                to_string(dpt.number) + " has " + std::to_string(dpt.octets()) +
                    " octets, the payload " + std::to_string(payload.size()));
}

// The payload's bit `bit`, counted from its last.
bool guard(std::span<const std::uint8_t> payload, int bit) {
    return read_bits(payload, payload.size() * 8 - 1 - static_cast<std::size_t>(bit), 1) != 0;
}

Result<Value> decode_field(const FieldSpec& spec, std::span<const std::uint8_t> payload,
                           std::size_t position) {
    if (spec.is_text()) {
        const auto size = std::min<std::size_t>(spec.bits / 8U, payload.size() - position / 8);
        return decode_text(spec, payload.subspan(position / 8, size)).map(Value::text);
    }
    if (spec.is_octets()) return Value::bytes(Bytes(payload.begin(), payload.end()));
    return decode_bits(spec, read_bits(payload, position, spec.bits));
}

// A member's value: empty when its guard says so, the word instead of the code.
Result<Value> decode_member(const FieldSpec& spec, std::span<const std::uint8_t> payload,
                            std::size_t position) {
    if (spec.valid_bit != FieldSpec::kNone && guard(payload, spec.valid_bit) != spec.valid_when) {
        return Value();
    }
    auto value = BUSBAR_TRY(decode_field(spec, payload, position));
    if (spec.form != Form::Enumeration) return value;
    const auto code = static_cast<std::uint64_t>(*value.get<std::int64_t>());
    return Value::text(std::string(find_label(spec.labels, code)->text));
}

Result<Bytes> octets_of(const FieldSpec& spec, const Value& value) {
    const auto* words = value.get<std::string>();
    const auto* bytes = value.get<Bytes>();
    const auto octets = words != nullptr   ? BUSBAR_TRY(parse_hex(*words))
                        : bytes != nullptr ? *bytes
                                           : Bytes();
    if (octets.size() * 8 == spec.bits) return octets;
    return fail(ErrorCode::InvalidArgument,
                to_string(value) + " is not " + std::to_string(spec.bits / 8) + " octets");
}

Status encode_field(const FieldSpec& spec, const Value& value, std::size_t position,
                    Bytes& payload) {
    if (!spec.is_text() && !spec.is_octets()) {
        const auto raw = BUSBAR_TRY(encode_bits(spec, value));
        write_bits(payload, position, spec.bits, raw);
        return {};
    }
    Bytes octets;
    if (spec.is_octets()) {
        octets = BUSBAR_TRY(octets_of(spec, value));
    } else {
        const auto* words = value.get<std::string>();
        if (words == nullptr) {
            return fail(ErrorCode::InvalidArgument, to_string(value) + " is not a text");
        }
        octets = BUSBAR_TRY(encode_text(spec, *words));
    }
    payload.resize(position / 8 + octets.size());
    std::copy(octets.begin(), octets.end(), payload.begin() + static_cast<long>(position / 8));
    return {};
}

const Value* find_given(const Fields& fields, std::string_view name) {
    for (const auto& field : fields) {
        if (same_word(field.name, name)) return field.value.empty() ? nullptr : &field.value;
    }
    return nullptr;
}

Status refuse_unknown_fields(const Dpt& dpt, const Fields& fields) {
    for (const auto& field : fields) {
        const auto known =
            std::any_of(dpt.members.begin(), dpt.members.end(),
                        [&](const FieldSpec& spec) { return same_word(spec.name, field.name); });
        if (!known) {
            return fail(ErrorCode::InvalidArgument,
                        to_string(dpt.number) + " has no field " + field.name);
        }
    }
    return {};
}

// Fields that share a guard are given together or not at all: a colour has x and y.
Status refuse_half_given(const Dpt& dpt, const Fields& fields) {
    for (const auto& one : dpt.members) {
        if (one.valid_bit == FieldSpec::kNone || find_given(fields, one.name) == nullptr) continue;
        for (const auto& other : dpt.members) {
            if (other.valid_bit != one.valid_bit || find_given(fields, other.name) != nullptr) {
                continue;
            }
            return fail(ErrorCode::InvalidArgument, to_string(dpt.number) + " needs " +
                                                        std::string(other.name) + " with " +
                                                        std::string(one.name));
        }
    }
    return {};
}

void set_guard(const FieldSpec& spec, bool given, Bytes& payload) {
    if (spec.valid_bit == FieldSpec::kNone || given != spec.valid_when) return;
    write_bits(payload, payload.size() * 8 - 1 - static_cast<std::size_t>(spec.valid_bit), 1, 1);
}

Result<Bytes> encode_members(const Dpt& dpt, const Value& value) {
    const auto* fields = value.get<Fields>();
    if (fields == nullptr) {
        return fail(ErrorCode::InvalidArgument,
                    to_string(dpt.number) + ": " + to_string(value) + " has no named fields");
    }
    BUSBAR_CHECK(refuse_unknown_fields(dpt, *fields));
    BUSBAR_CHECK(refuse_half_given(dpt, *fields));

    Bytes payload(dpt.octets(), 0);
    std::size_t position = payload.size() * 8 - dpt.bits();
    for (const auto& spec : dpt.members) {
        if (spec.form != Form::Reserved) {
            const auto* given = find_given(*fields, spec.name);
            if (given != nullptr) {
                BUSBAR_CHECK(in_context(dpt, spec, encode_field(spec, *given, position, payload)));
            } else if (spec.otherwise) {
                write_bits(payload, position, spec.bits, *spec.otherwise);
            } else if (spec.valid_bit == FieldSpec::kNone) {
                return fail(ErrorCode::InvalidArgument,
                            to_string(dpt.number) + " needs " + std::string(spec.name));
            }
            set_guard(spec, given != nullptr, payload);
        }
        position += spec.bits;
    }
    return payload;
}

Result<Value> decode_members(const Dpt& dpt, std::span<const std::uint8_t> payload) {
    Fields fields;
    fields.reserve(dpt.members.size());
    std::size_t position = payload.size() * 8 - dpt.bits();
    for (const auto& spec : dpt.members) {
        if (spec.form != Form::Reserved) {
            auto value = BUSBAR_TRY(in_context(dpt, spec, decode_member(spec, payload, position)));
            fields.push_back({std::string(spec.name), std::move(value)});
        }
        position += spec.bits;
    }
    return Value::fields(std::move(fields));
}

}  // namespace

PayloadFit check_payload(const Dpt& dpt, std::span<const std::uint8_t> payload) {
    if (!dpt.structured() && dpt.value.variable_length) {
        const auto fits = !payload.empty() && payload.size() <= dpt.octets();
        return fits ? PayloadFit::Fits : PayloadFit::WrongLength;
    }
    if (payload.size() != dpt.octets()) return PayloadFit::WrongLength;
    const auto spare = payload.size() * 8 - dpt.bits();
    return read_bits(payload, 0, spare) == 0 ? PayloadFit::Fits : PayloadFit::SpareBitsSet;
}

Result<Value> decode(const Dpt& dpt, std::span<const std::uint8_t> payload) {
    if (check_payload(dpt, payload) != PayloadFit::Fits) return misfit(dpt, payload);
    if (dpt.structured()) return decode_members(dpt, payload);
    const auto position = dpt.octets() * 8 - dpt.bits();
    return in_context(dpt, dpt.value, decode_field(dpt.value, payload, position));
}

Result<Bytes> encode(const Dpt& dpt, const Value& value) {
    if (dpt.structured()) return encode_members(dpt, value);
    Bytes payload(dpt.octets(), 0);
    const auto position = payload.size() * 8 - dpt.bits();
    BUSBAR_CHECK(in_context(dpt, dpt.value, encode_field(dpt.value, value, position, payload)));
    return payload;
}

}  // namespace knx
