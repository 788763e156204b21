// SPDX-License-Identifier: Apache-2.0
// Main types 15, 17 and 18: access codes and scenes.
#include "knx/protocol/dpt/tables.hpp"

namespace knx {
namespace {

// Scenes are 0 to 63 on the wire and 1 to 64 for people.
constexpr auto kScene = unsigned_bits(6).plus(1);

// Two spare bits above: 18.001 on a group address taken for 17.001 sets them to say "learn". They
// must be 0, or a scene would be recalled that was meant to be stored.
constexpr auto kSceneNumber = unsigned_bits(8).plus(1).within(1, 64);

constexpr FieldSpec kSceneControl[] = {
    flag().named("learn").or_else(0),
    reserved(1),
    kScene.named("scene_number"),
};

constexpr FieldSpec digit(std::string_view name) {
    return unsigned_bits(4).named(name).within(0, 9);
}

constexpr FieldSpec kAccessData[] = {
    digit("digit_6"),
    digit("digit_5"),
    digit("digit_4"),
    digit("digit_3"),
    digit("digit_2"),
    digit("digit_1"),
    flag().named("error"),
    flag().named("permission"),
    flag().named("direction"),
    flag().named("encrypted"),
    unsigned_bits(4).named("index"),
};

constexpr Dpt kRows[] = {
    {{15, 0}, "DPT_Access_Data", kAccessData},
    {{17, 1}, "DPT_SceneNumber", kSceneNumber},
    {{18, 1}, "DPT_SceneControl", kSceneControl},
};

}  // namespace

std::span<const Dpt> dpt_17() { return kRows; }

}  // namespace knx
