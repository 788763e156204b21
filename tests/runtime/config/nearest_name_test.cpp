// SPDX-License-Identifier: Apache-2.0
// Did you mean …
#include "config/nearest_name.hpp"

#include <gtest/gtest.h>

namespace busbar {
namespace {

const std::vector<std::string> kKnown{"gatewayPort", "address", "name"};

TEST(NearestName, FindsMisspellings) {
    EXPECT_EQ(nearest_name("gatewayprot", kKnown), "gatewayPort");
    EXPECT_EQ(nearest_name("gateway_port", kKnown), "gatewayPort");
    EXPECT_EQ(nearest_name("adress", kKnown), "address");
    EXPECT_EQ(nearest_name("nme", kKnown), "name");
    EXPECT_EQ(nearest_name("nmae", kKnown), "name");
}

TEST(NearestName, ProposesNothingThatIsNotAlike) {
    EXPECT_EQ(nearest_name("colour", kKnown), "");
    EXPECT_EQ(nearest_name(std::string(10'000, 'a'), kKnown), "");
    EXPECT_EQ(did_you_mean(""), "");
}

}  // namespace
}  // namespace busbar
