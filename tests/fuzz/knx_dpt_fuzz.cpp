// SPDX-License-Identifier: Apache-2.0
// Fuzzes datapoints of every type, both ways: a payload that is read is written so that it reads
// back the same, and a value that is written is one that can be read.
#include <algorithm>
#include <bit>
#include <cmath>

#include "fuzz/input.hpp"
#include "knx/protocol/dpt/dpt.hpp"
#include "knx/protocol/dpt/type.hpp"

namespace {

using busbar::Bytes;
using busbar::Value;
using fuzz::expect;
using fuzz::Input;
using knx::Dpt;

Value scalar(Input& input) {
    switch (input.octet() % 7) {
        case 0:
            return Value::boolean(input.octet() % 2 == 1);
        case 1:
            return Value::integer(static_cast<std::int8_t>(input.octet()));
        case 2:
            return Value::integer(static_cast<std::int64_t>(input.u64()));
        case 3:
            return Value::number(std::bit_cast<double>(input.u64()));
        case 4:
            return Value::number((input.u16() - 32768) / 100.0);
        case 5:
            return Value::text(input.text(input.octet() % 32U));
        default:
            return {};
    }
}

// A word that the field knows, so that the fuzzer does not have to guess it.
Value word_of(const knx::FieldSpec& spec, Input& input) {
    if (spec.labels.empty()) return scalar(input);
    return Value::text(std::string(spec.labels[input.octet() % spec.labels.size()].text));
}

Value value_for(const Dpt& dpt, Input& input) {
    if (!dpt.structured()) {
        const auto how = input.octet() % 4;
        if (how == 0) return word_of(dpt.value, input);
        if (how != 1) return scalar(input);
        const auto octets = input.rest();
        return Value::bytes(Bytes(octets.begin(), octets.end()));
    }
    busbar::Fields fields;
    for (const auto& spec : dpt.members) {
        if (spec.form == knx::Form::Reserved) continue;
        const auto how = input.octet() % 4;
        if (how == 0) continue;
        fields.push_back({std::string(spec.name), how == 1 ? word_of(spec, input) : scalar(input)});
    }
    return Value::fields(std::move(fields));
}

// Characters that ASCII lacks are read as U+FFFD and written as '?'.
bool has_foreign_characters(const Dpt& dpt, std::span<const std::uint8_t> payload) {
    return dpt.value.form == knx::Form::Ascii &&
           std::ranges::any_of(payload, [](std::uint8_t octet) { return octet > 0x7F; });
}

void expect_in_range(const Dpt& dpt, const Value& value) {
    double number = 0;
    if (dpt.structured() || value.get<bool>() != nullptr || !as_number(value, number)) return;
    const auto type = knx::describe(dpt);
    expect(std::isfinite(number), "a number is finite");
    expect(!type.min || number >= *type.min, "a number is not below its range");
    expect(!type.max || number <= *type.max, "a number is not above its range");
}

void read(const Dpt& dpt, std::span<const std::uint8_t> payload) {
    const auto value = knx::decode(dpt, payload);
    if (!value) return;
    expect(!value->empty(), "what is read is a value");
    expect(knx::check_payload(dpt, payload) == knx::PayloadFit::Fits,
           "a payload that is read fits");
    expect_in_range(dpt, *value);
    (void)knx::to_text(dpt, *value);
    if (has_foreign_characters(dpt, payload)) return;
    const auto written = knx::encode(dpt, *value);
    expect(written.has_value(), "what was read can be written");
    const auto again = knx::decode(dpt, *written);
    expect(again && *again == *value, "what was written reads back the same");
    const auto in_short = knx::encode(dpt, knx::shortest(dpt, *value));
    expect(in_short && *in_short == *written, "in its fewest digits it is the same payload");
}

void write(const Dpt& dpt, const Value& value) {
    (void)knx::to_text(dpt, value);
    const auto payload = knx::encode(dpt, value);
    if (!payload) return;
    const auto read_back = knx::decode(dpt, *payload);
    expect(read_back.has_value(), "what is written can be read");
    const auto again = knx::encode(dpt, *read_back);
    expect(again && *again == *payload, "and is written again the same");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Input input(data, size);
    const auto types = knx::all_dpts();
    const auto selector = input.u16();
    const auto& dpt = *types[selector / 2U % types.size()];
    if (selector % 2 == 0) {
        read(dpt, input.rest());
    } else {
        write(dpt, value_for(dpt, input));
    }
    return 0;
}
