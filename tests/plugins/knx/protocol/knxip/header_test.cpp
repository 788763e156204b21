// SPDX-License-Identifier: Apache-2.0
// The KNXnet/IP header.
#include "knx/protocol/knxip/header.hpp"

#include <gtest/gtest.h>

#include "support/knx/hex.hpp"

namespace knx {
namespace {

using testing::from_hex;

TEST(Header, IsReadFromTheFrontOfAStream) {
    const auto header = decode_header(from_hex("0610 0420 0015 04010000"));
    ASSERT_TRUE(header);
    EXPECT_EQ(header->service, Service::TunnellingRequest);
    EXPECT_EQ(header->total_length, 21);
}

TEST(Header, RefusesWhatIsNone) {
    for (const char* hex :
         {"", "06", "0610042000", "051004200015", "062004200015", "061004200005", "061004200000"}) {
        const auto header = decode_header(from_hex(hex));
        ASSERT_FALSE(header) << hex;
        EXPECT_EQ(header.error().code, busbar::ErrorCode::InvalidArgument);
    }
}

TEST(Header, NamesServicesAsTheStandardDoes) {
    EXPECT_EQ(service_name(Service::SearchResponseExtended), "SEARCH_RESPONSE_EXTENDED");
    EXPECT_EQ(service_name(Service::TimerNotify), "TIMER_NOTIFY");
    EXPECT_EQ(service_name(static_cast<Service>(0x9999)), "unknown service");
}

TEST(Header, HoldsTheLengthOfItsOwnFrameOnly) {
    ByteBuffer out = from_hex("ffff");
    FrameWriter frame(out, Service::RoutingIndication);
    out.push_back(0x29);
    frame.finish();
    EXPECT_EQ(testing::to_hex(out), "ffff06100530000729");
}

}  // namespace
}  // namespace knx
