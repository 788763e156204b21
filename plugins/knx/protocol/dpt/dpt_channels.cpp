// SPDX-License-Identifier: Apache-2.0
// Types 21.1010, 22.1010, 27.001 and 30.1010: one flag for each channel or output.
#include "knx/protocol/dpt/tables.hpp"

namespace knx {
namespace {

constexpr Label kChannelActivation8ActivationStateOfChannel[] = {
    {0, "The visual effect of channel 1 is inactive"},
    {1, "The visual effect of channel 1 is active"}};
constexpr Label kChannelActivation8ActivationStateOfChannel2[] = {
    {0, "The visual effect of channel 2 is inactive"},
    {1, "The visual effect of channel 2 is active"}};
constexpr Label kChannelActivation8ActivationStateOfChannel3[] = {
    {0, "The visual effect of channel 3 is inactive"},
    {1, "The visual effect of channel 3 is active"}};
constexpr Label kChannelActivation8ActivationStateOfChannel4[] = {
    {0, "The visual effect of channel 4 is inactive"},
    {1, "The visual effect of channel 4 is active"}};
constexpr Label kChannelActivation8ActivationStateOfChannel5[] = {
    {0, "The visual effect of channel 5 is inactive"},
    {1, "The visual effect of channel 5 is active"}};
constexpr Label kChannelActivation8ActivationStateOfChannel6[] = {
    {0, "The visual effect of channel 6 is inactive"},
    {1, "The visual effect of channel 6 is active"}};
constexpr Label kChannelActivation8ActivationStateOfChannel7[] = {
    {0, "The visual effect of channel 7 is inactive"},
    {1, "The visual effect of channel 7 is active"}};
constexpr Label kChannelActivation8ActivationStateOfChannel8[] = {
    {0, "The visual effect of channel 8 is inactive"},
    {1, "The visual effect of channel 8 is active"}};
constexpr FieldSpec kChannelActivation8[] = {
    flag(kChannelActivation8ActivationStateOfChannel).named("Activation state of channel 1"),
    flag(kChannelActivation8ActivationStateOfChannel2).named("Activation state of channel 2"),
    flag(kChannelActivation8ActivationStateOfChannel3).named("Activation state of channel 3"),
    flag(kChannelActivation8ActivationStateOfChannel4).named("Activation state of channel 4"),
    flag(kChannelActivation8ActivationStateOfChannel5).named("Activation state of channel 5"),
    flag(kChannelActivation8ActivationStateOfChannel6).named("Activation state of channel 6"),
    flag(kChannelActivation8ActivationStateOfChannel7).named("Activation state of channel 7"),
    flag(kChannelActivation8ActivationStateOfChannel8).named("Activation state of channel 8")};
constexpr Label kChannelActivation16ActivationStateOfChannel[] = {
    {0, "The visual effect of channel 9 is inactive"},
    {1, "The visual effect of channel 9 is active"}};
constexpr Label kChannelActivation16ActivationStateOfChannel2[] = {
    {0, "The visual effect of channel 10 is inactive"},
    {1, "The visual effect of channel 10 is active"}};
constexpr Label kChannelActivation16ActivationStateOfChannel3[] = {
    {0, "The visual effect of channel 11 is inactive"},
    {1, "The visual effect of channel 11 is active"}};
constexpr Label kChannelActivation16ActivationStateOfChannel4[] = {
    {0, "The visual effect of channel 12 is inactive"},
    {1, "The visual effect of channel 12 is active"}};
constexpr Label kChannelActivation16ActivationStateOfChannel5[] = {
    {0, "The visual effect of channel 13 is inactive"},
    {1, "The visual effect of channel 13 is active"}};
constexpr Label kChannelActivation16ActivationStateOfChannel6[] = {
    {0, "The visual effect of channel 14 is inactive"},
    {1, "The visual effect of channel 14 is active"}};
constexpr Label kChannelActivation16ActivationStateOfChannel7[] = {
    {0, "The visual effect of channel 15 is inactive"},
    {1, "The visual effect of channel 15 is active"}};
constexpr Label kChannelActivation16ActivationStateOfChannel8[] = {
    {0, "The visual effect of channel 16 is inactive"},
    {1, "The visual effect of channel 16 is active"}};
constexpr FieldSpec kChannelActivation16[] = {
    flag(kChannelActivation8ActivationStateOfChannel).named("Activation state of channel 1"),
    flag(kChannelActivation8ActivationStateOfChannel2).named("Activation state of channel 2"),
    flag(kChannelActivation8ActivationStateOfChannel3).named("Activation state of channel 3"),
    flag(kChannelActivation8ActivationStateOfChannel4).named("Activation state of channel 4"),
    flag(kChannelActivation8ActivationStateOfChannel5).named("Activation state of channel 5"),
    flag(kChannelActivation8ActivationStateOfChannel6).named("Activation state of channel 6"),
    flag(kChannelActivation8ActivationStateOfChannel7).named("Activation state of channel 7"),
    flag(kChannelActivation8ActivationStateOfChannel8).named("Activation state of channel 8"),
    flag(kChannelActivation16ActivationStateOfChannel).named("Activation state of channel 9"),
    flag(kChannelActivation16ActivationStateOfChannel2).named("Activation state of channel 10"),
    flag(kChannelActivation16ActivationStateOfChannel3).named("Activation state of channel 11"),
    flag(kChannelActivation16ActivationStateOfChannel4).named("Activation state of channel 12"),
    flag(kChannelActivation16ActivationStateOfChannel5).named("Activation state of channel 13"),
    flag(kChannelActivation16ActivationStateOfChannel6).named("Activation state of channel 14"),
    flag(kChannelActivation16ActivationStateOfChannel7).named("Activation state of channel 15"),
    flag(kChannelActivation16ActivationStateOfChannel8).named("Activation state of channel 16")};
constexpr Label kCombinedInfoOnOffMaskBitInfoOnOffOutput16[] = {{0, "output state is not valid"},
                                                                {1, "output state is valid"}};
constexpr Label kCombinedInfoOnOffInfoOnOffOutput16[] = {{0, "output state is Off"},
                                                         {1, "output state is On"}};
constexpr FieldSpec kCombinedInfoOnOff[] = {
    flag(kCombinedInfoOnOffMaskBitInfoOnOffOutput16).named("Mask Bit Info On Off Output 16"),
    flag(kCombinedInfoOnOffMaskBitInfoOnOffOutput16).named("Mask Bit Info On Off Output 15"),
    flag(kCombinedInfoOnOffMaskBitInfoOnOffOutput16).named("Mask Bit Info On Off Output 14"),
    flag(kCombinedInfoOnOffMaskBitInfoOnOffOutput16).named("Mask Bit Info On Off Output 13"),
    flag(kCombinedInfoOnOffMaskBitInfoOnOffOutput16).named("Mask Bit Info On Off Output 12"),
    flag(kCombinedInfoOnOffMaskBitInfoOnOffOutput16).named("Mask Bit Info On Off Output 11"),
    flag(kCombinedInfoOnOffMaskBitInfoOnOffOutput16).named("Mask Bit Info On Off Output 10"),
    flag(kCombinedInfoOnOffMaskBitInfoOnOffOutput16).named("Mask Bit Info On Off Output 9"),
    flag(kCombinedInfoOnOffMaskBitInfoOnOffOutput16).named("Mask Bit Info On Off Output 8"),
    flag(kCombinedInfoOnOffMaskBitInfoOnOffOutput16).named("Mask Bit Info On Off Output 7"),
    flag(kCombinedInfoOnOffMaskBitInfoOnOffOutput16).named("Mask Bit Info On Off Output 6"),
    flag(kCombinedInfoOnOffMaskBitInfoOnOffOutput16).named("Mask Bit Info On Off Output 5"),
    flag(kCombinedInfoOnOffMaskBitInfoOnOffOutput16).named("Mask Bit Info On Off Output 4"),
    flag(kCombinedInfoOnOffMaskBitInfoOnOffOutput16).named("Mask Bit Info On Off Output 3"),
    flag(kCombinedInfoOnOffMaskBitInfoOnOffOutput16).named("Mask Bit Info On Off Output 2"),
    flag(kCombinedInfoOnOffMaskBitInfoOnOffOutput16).named("Mask Bit Info On Off Output 1"),
    flag(kCombinedInfoOnOffInfoOnOffOutput16).named("Info On Off Output 16"),
    flag(kCombinedInfoOnOffInfoOnOffOutput16).named("Info On Off Output 15"),
    flag(kCombinedInfoOnOffInfoOnOffOutput16).named("Info On Off Output 14"),
    flag(kCombinedInfoOnOffInfoOnOffOutput16).named("Info On Off Output 13"),
    flag(kCombinedInfoOnOffInfoOnOffOutput16).named("Info On Off Output 12"),
    flag(kCombinedInfoOnOffInfoOnOffOutput16).named("Info On Off Output 11"),
    flag(kCombinedInfoOnOffInfoOnOffOutput16).named("Info On Off Output 10"),
    flag(kCombinedInfoOnOffInfoOnOffOutput16).named("Info On Off Output 9"),
    flag(kCombinedInfoOnOffInfoOnOffOutput16).named("Info On Off Output 8"),
    flag(kCombinedInfoOnOffInfoOnOffOutput16).named("Info On Off Output 7"),
    flag(kCombinedInfoOnOffInfoOnOffOutput16).named("Info On Off Output 6"),
    flag(kCombinedInfoOnOffInfoOnOffOutput16).named("Info On Off Output 5"),
    flag(kCombinedInfoOnOffInfoOnOffOutput16).named("Info On Off Output 4"),
    flag(kCombinedInfoOnOffInfoOnOffOutput16).named("Info On Off Output 3"),
    flag(kCombinedInfoOnOffInfoOnOffOutput16).named("Info On Off Output 2"),
    flag(kCombinedInfoOnOffInfoOnOffOutput16).named("Info On Off Output 1")};
constexpr Label kChannelActivation24ActivationStateOfChannel[] = {
    {0, "The visual effect of channel 17 is inactive"},
    {1, "The visual effect of channel 17 is active"}};
constexpr Label kChannelActivation24ActivationStateOfChannel2[] = {
    {0, "The visual effect of channel 18 is inactive"},
    {1, "The visual effect of channel 18 is active"}};
constexpr Label kChannelActivation24ActivationStateOfChannel3[] = {
    {0, "The visual effect of channel 19 is inactive"},
    {1, "The visual effect of channel 19 is active"}};
constexpr Label kChannelActivation24ActivationStateOfChannel4[] = {
    {0, "The visual effect of channel 20 is inactive"},
    {1, "The visual effect of channel 20 is active"}};
constexpr Label kChannelActivation24ActivationStateOfChannel5[] = {
    {0, "The visual effect of channel 21 is inactive"},
    {1, "The visual effect of channel 21 is active"}};
constexpr Label kChannelActivation24ActivationStateOfChannel6[] = {
    {0, "The visual effect of channel 22 is inactive"},
    {1, "The visual effect of channel 22 is active"}};
constexpr Label kChannelActivation24ActivationStateOfChannel7[] = {
    {0, "The visual effect of channel 23 is inactive"},
    {1, "The visual effect of channel 23 is active"}};
constexpr Label kChannelActivation24ActivationStateOfChannel8[] = {
    {0, "The visual effect of channel 24 is inactive"},
    {1, "The visual effect of channel 24 is active"}};
constexpr FieldSpec kChannelActivation24[] = {
    flag(kChannelActivation8ActivationStateOfChannel).named("Activation state of channel 1"),
    flag(kChannelActivation8ActivationStateOfChannel2).named("Activation state of channel 2"),
    flag(kChannelActivation8ActivationStateOfChannel3).named("Activation state of channel 3"),
    flag(kChannelActivation8ActivationStateOfChannel4).named("Activation state of channel 4"),
    flag(kChannelActivation8ActivationStateOfChannel5).named("Activation state of channel 5"),
    flag(kChannelActivation8ActivationStateOfChannel6).named("Activation state of channel 6"),
    flag(kChannelActivation8ActivationStateOfChannel7).named("Activation state of channel 7"),
    flag(kChannelActivation8ActivationStateOfChannel8).named("Activation state of channel 8"),
    flag(kChannelActivation16ActivationStateOfChannel).named("Activation state of channel 9"),
    flag(kChannelActivation16ActivationStateOfChannel2).named("Activation state of channel 10"),
    flag(kChannelActivation16ActivationStateOfChannel3).named("Activation state of channel 11"),
    flag(kChannelActivation16ActivationStateOfChannel4).named("Activation state of channel 12"),
    flag(kChannelActivation16ActivationStateOfChannel5).named("Activation state of channel 13"),
    flag(kChannelActivation16ActivationStateOfChannel6).named("Activation state of channel 14"),
    flag(kChannelActivation16ActivationStateOfChannel7).named("Activation state of channel 15"),
    flag(kChannelActivation16ActivationStateOfChannel8).named("Activation state of channel 16"),
    flag(kChannelActivation24ActivationStateOfChannel).named("Activation state of channel 17"),
    flag(kChannelActivation24ActivationStateOfChannel2).named("Activation state of channel 18"),
    flag(kChannelActivation24ActivationStateOfChannel3).named("Activation state of channel 19"),
    flag(kChannelActivation24ActivationStateOfChannel4).named("Activation state of channel 20"),
    flag(kChannelActivation24ActivationStateOfChannel5).named("Activation state of channel 21"),
    flag(kChannelActivation24ActivationStateOfChannel6).named("Activation state of channel 22"),
    flag(kChannelActivation24ActivationStateOfChannel7).named("Activation state of channel 23"),
    flag(kChannelActivation24ActivationStateOfChannel8).named("Activation state of channel 24")};

constexpr Dpt kRows[] = {
    {{21, 1010}, "DPT_Channel_Activation_8", kChannelActivation8},
    {{22, 1010}, "DPT_Channel_Activation_16", kChannelActivation16},
    {{27, 1}, "DPT_CombinedInfoOnOff", kCombinedInfoOnOff},
    {{30, 1010}, "DPT_Channel_Activation_24", kChannelActivation24},
};

}  // namespace

std::span<const Dpt> dpt_channels() { return kRows; }

}  // namespace knx
