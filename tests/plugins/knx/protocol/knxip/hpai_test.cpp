// SPDX-License-Identifier: Apache-2.0
// HPAI and whom it means.
#include "knx/protocol/knxip/hpai.hpp"

#include <gtest/gtest.h>

#include "support/knx/hex.hpp"

namespace knx {
namespace {

using testing::from_hex;

constexpr Endpoint kSender{{10, 0, 0, 1}, 3671};

TEST(Hpai, IsReadAndWritten) {
    const auto bytes = from_hex("0801 c0a82a01 8495");
    const auto hpai = decode_hpai(bytes);
    ASSERT_TRUE(hpai);
    EXPECT_EQ(to_string(hpai->endpoint), "192.168.42.1:33941");
    ByteBuffer out;
    encode_hpai(*hpai, out);
    EXPECT_EQ(out, bytes);
}

TEST(Hpai, RefusesWhatIsNone) {
    for (const char* hex : {"", "0801c0a82a0184", "0701c0a82a018495", "0901c0a82a01849500",
                            "0800c0a82a018495", "0803c0a82a018495"}) {
        EXPECT_FALSE(decode_hpai(from_hex(hex))) << hex;
    }
}

TEST(Hpai, MeansItsEndpoint) {
    const Endpoint there{{10, 0, 0, 2}, 50000};
    EXPECT_EQ(answer_address({HostProtocol::Udp, there}, kSender), there);
}

TEST(Hpai, MeansTheSenderWhenEmpty) {
    EXPECT_EQ(answer_address(route_back_hpai(HostProtocol::Udp), kSender), kSender);
    EXPECT_EQ(answer_address({HostProtocol::Udp, {{10, 0, 0, 2}, 0}}, kSender), kSender);
}

TEST(Hpai, MeansAnotherPortOfTheSenderWithoutAddress) {
    EXPECT_EQ(answer_address({HostProtocol::Udp, {{}, 50000}}, kSender),
              (Endpoint{kSender.address, 50000}));
}

}  // namespace
}  // namespace knx
