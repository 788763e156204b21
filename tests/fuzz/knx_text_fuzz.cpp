// SPDX-License-Identifier: Apache-2.0
// Fuzzes what people type for KNX: addresses and numbers of datapoint types. What is taken is
// written as something that means the same.
#include "fuzz/input.hpp"
#include "knx/protocol/address.hpp"
#include "knx/protocol/dpt/dpt.hpp"
#include "knx/protocol/dpt/hex.hpp"
#include "knx/protocol/dpt/words.hpp"
#include "knx/protocol/knxip/hpai.hpp"

namespace {

using fuzz::expect;

void addresses(const std::string& text) {
    if (const auto address = knx::parse_individual_address(text)) {
        expect(knx::parse_individual_address(to_string(*address)) == *address,
               "individual address");
    }
    if (const auto address = knx::parse_group_address(text)) {
        for (const auto style :
             {knx::GroupStyle::ThreeLevel, knx::GroupStyle::TwoLevel, knx::GroupStyle::Free}) {
            expect(knx::parse_group_address(to_string(*address, style)) == *address,
                   "group address, in every style");
        }
    }
    if (const auto address = knx::parse_ipv4_address(text)) {
        const auto written = knx::to_string(knx::Endpoint{*address, 1});
        expect(knx::parse_ipv4_address(written.substr(0, written.find(':'))) == *address,
               "IPv4 address");
    }
}

void numbers(const std::string& text) {
    if (const auto number = knx::parse_dpt_number(text)) {
        expect(knx::parse_dpt_number(to_string(*number)) == *number, "datapoint type");
    }
    if (const auto dpt = knx::find_dpt(text)) {
        expect(knx::find_dpt((*dpt)->number) == *dpt, "a type that is found is that type");
    }
    if (const auto number = knx::parse_number(text); number && *number == *number) {
        expect(knx::parse_number(knx::number_text(*number)) == *number, "number");
    }
    if (const auto integer = knx::parse_integer(text)) {
        expect(knx::parse_integer(std::to_string(*integer)) == *integer, "whole number");
    }
    if (const auto octets = knx::parse_hex(text)) {
        expect(knx::parse_hex(knx::to_hex(*octets)) == *octets, "hex digits");
    }
}

void words(const std::string& left, const std::string& right) {
    expect(knx::same_word(left, left), "a word is the same as itself");
    expect(knx::same_word(left, right) == knx::same_word(right, left), "and in either order");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::Input input(data, size);
    const auto text = input.rest_as_text();
    addresses(text);
    numbers(text);
    words(text.substr(0, size / 2), text.substr(size / 2));
    return 0;
}
