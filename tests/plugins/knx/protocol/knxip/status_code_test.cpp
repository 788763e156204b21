// SPDX-License-Identifier: Apache-2.0
// Sentences for status codes.
#include "knx/protocol/knxip/status_code.hpp"

#include <gtest/gtest.h>

namespace knx {
namespace {

TEST(StatusCode, IsDescribedWhateverTheServerSends) {
    for (int code = 0; code <= 0xff; ++code) {
        EXPECT_FALSE(describe(static_cast<StatusCode>(code)).empty()) << code;
    }
}

TEST(StatusCode, TellsWhatToDoWhenAllTunnelsAreTaken) {
    EXPECT_EQ(describe(StatusCode::NoMoreConnections).find("no free tunnel: "), 0U);
}

TEST(StatusCode, NamesAnUnknownCode) {
    EXPECT_NE(describe(static_cast<StatusCode>(0xc3)).find("0xc3"), std::string::npos);
}

}  // namespace
}  // namespace knx
