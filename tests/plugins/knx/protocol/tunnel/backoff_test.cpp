// SPDX-License-Identifier: Apache-2.0
// Back-off between attempts to connect.
#include "knx/protocol/tunnel/backoff.hpp"

#include <gtest/gtest.h>

namespace knx {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

TEST(Backoff, DoublesUpToAMinute) {
    Backoff backoff;
    for (const int wait : {500, 1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000}) {
        EXPECT_EQ(backoff.next(0.0), milliseconds(wait));
    }
}

TEST(Backoff, ShortensByUpToAQuarter) {
    Backoff backoff;
    EXPECT_EQ(backoff.next(1.0), milliseconds(375));
    EXPECT_EQ(backoff.next(0.5), milliseconds(875));
}

TEST(Backoff, StartsAgainAfterAConnectionThatStood) {
    Backoff backoff;
    for (int i = 0; i < 5; ++i) std::ignore = backoff.next(0.0);
    backoff.connection_stood(seconds(10));
    EXPECT_EQ(backoff.next(0.0), milliseconds(500));
}

TEST(Backoff, GoesOnAfterAConnectionThatFellAtOnce) {
    Backoff backoff;
    std::ignore = backoff.next(0.0);
    backoff.connection_stood(seconds(1));
    EXPECT_EQ(backoff.next(0.0), milliseconds(1000));
}

}  // namespace
}  // namespace knx
