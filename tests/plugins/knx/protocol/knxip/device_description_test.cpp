// SPDX-License-Identifier: Apache-2.0
// Description blocks: what is kept, skipped and refused.
#include "knx/protocol/knxip/device_description.hpp"

#include <gtest/gtest.h>

#include "support/knx/hex.hpp"

namespace knx {
namespace {

using testing::from_hex;

DeviceDescription example() {
    DeviceDescription description;
    description.device = DeviceInfo{Medium::Tp1,
                                    true,
                                    {0x1101},
                                    0x0102,
                                    {0, 0xfa, 1, 2, 3, 4},
                                    {224, 0, 23, 12},
                                    {2, 0, 0, 0, 0, 1},
                                    "Gew\u00e4chshaus"};
    description.families = {{Family::Core, 2}, {Family::Tunnelling, 2}};
    description.secured = {{Family::Tunnelling, 1}};
    description.addresses = {{0x1101}, {0x1102}};
    description.max_apdu_length = 254;
    description.tunnels = {{{0x1102}, true, false, true}};
    return description;
}

TEST(DeviceDescription, ReadsBackWhatItWrites) {
    ByteBuffer out;
    encode_device_description(example(), out);
    const auto decoded = decode_device_description(out);
    ASSERT_TRUE(decoded) << decoded.error().message;
    EXPECT_EQ(*decoded, example());
}

TEST(DeviceDescription, CutsALongNameAndReplacesWhatLatin1DoesNotHave) {
    auto description = example();
    description.device->name = "\u20ac " + std::string(40, 'x');
    ByteBuffer out;
    encode_device_description(description, out);
    EXPECT_EQ(decode_device_description(out)->device->name, "? " + std::string(28, 'x'));
}

TEST(DeviceDescription, SkipsUnknownBlocksByTheirLength) {
    const auto decoded = decode_device_description(from_hex("05fe010203 02fd 0402 0402 04fe3709"));
    ASSERT_TRUE(decoded);
    EXPECT_EQ(decoded->families, (std::vector<FamilyVersion>{{Family::Tunnelling, 2}}));
}

TEST(DeviceDescription, TakesTheLastOfTwoBlocksOfAType) {
    const auto decoded = decode_device_description(
        from_hex("0807 00fe 1101 0001 0807 00fe 1102 0000 0402 0402 0402 0501"));
    ASSERT_TRUE(decoded);
    EXPECT_EQ(decoded->tunnels, (std::vector<TunnelSlot>{{{0x1102}, false, false, false}}));
    EXPECT_EQ(decoded->families, (std::vector<FamilyVersion>{{Family::Routing, 1}}));
}

TEST(DeviceDescription, RefusesMalformedBlocks) {
    for (const char* hex :
         {"02", "0002", "0102", "0602 0201", "0502 020104", "0405 11", "0405 1101 04",
          "0807 00fe 1101 00", "0306 02", "0307 00", "0401 0200"}) {
        EXPECT_FALSE(decode_device_description(from_hex(hex))) << hex;
    }
}

TEST(DeviceDescription, OffersTcpFromVersionTwoOfBothFamilies) {
    auto description = example();
    EXPECT_TRUE(description.offers_tcp_tunnelling());
    description.families = {{Family::Core, 1}, {Family::Tunnelling, 2}};
    EXPECT_FALSE(description.offers_tcp_tunnelling());
    description.families = {{Family::Core, 2}, {Family::Tunnelling, 1}};
    EXPECT_FALSE(description.offers_tcp_tunnelling());
}

TEST(DeviceDescription, DemandsSecurityForWhatIsListedAsSecured) {
    EXPECT_TRUE(example().demands_security(Family::Tunnelling));
    EXPECT_FALSE(example().demands_security(Family::Routing));
}

}  // namespace
}  // namespace knx
