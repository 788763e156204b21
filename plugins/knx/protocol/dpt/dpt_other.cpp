// SPDX-License-Identifier: Apache-2.0
// Main types 217, 225, 255 and 285: version, fading, place, address.
#include "knx/protocol/dpt/tables.hpp"

namespace knx {
namespace {

constexpr FieldSpec kVersion[] = {unsigned_bits(5).named("Magic Number"),
                                  unsigned_bits(5).named("Version Number"),
                                  unsigned_bits(6).named("Revision Number")};
constexpr FieldSpec kScalingSpeed[] = {
    unsigned_bits(16).times(100).named("time period").in("ms").within(100, 6553500),
    percent_byte().named("percent")};
constexpr FieldSpec kScalingStepTime[] = {
    unsigned_bits(16).named("time period").in("ms").within(1, 65535),
    percent_byte().named("percent")};
constexpr FieldSpec kGeographicalLocation[] = {float32().named("Longitude").in("°"),
                                               float32().named("Latitude").in("°")};
constexpr FieldSpec kIpv6[] = {
    unsigned_bits(8).named("Element 16"), unsigned_bits(8).named("Element 15"),
    unsigned_bits(8).named("Element 14"), unsigned_bits(8).named("Element 13"),
    unsigned_bits(8).named("Element 12"), unsigned_bits(8).named("Element 11"),
    unsigned_bits(8).named("Element 10"), unsigned_bits(8).named("Element 9"),
    unsigned_bits(8).named("Element 8"),  unsigned_bits(8).named("Element 7"),
    unsigned_bits(8).named("Element 6"),  unsigned_bits(8).named("Element 5"),
    unsigned_bits(8).named("Element 4"),  unsigned_bits(8).named("Element 3"),
    unsigned_bits(8).named("Element 2"),  unsigned_bits(8).named("Element 1")};

constexpr Dpt kRows[] = {
    {{217, 1}, "DPT_Version", kVersion},
    {{225, 1}, "Scaling Speed", kScalingSpeed},
    {{225, 2}, "Scaling step time", kScalingStepTime},
    {{255, 1}, "DPT_GeographicalLocation", kGeographicalLocation},
    {{285, 1}, "DPT_ipv6", kIpv6},
};

}  // namespace

std::span<const Dpt> dpt_other() { return kRows; }

}  // namespace knx
