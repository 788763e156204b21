// SPDX-License-Identifier: Apache-2.0
// NetworkInterface: what is certain on any machine is the loopback.
#include "knx/io/network_interface.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace knx {
namespace {

TEST(NetworkInterface, FindsTheLoopbackByNameAndByAddress) {
    const auto by_address = find_network_interface("127.0.0.1");
    ASSERT_TRUE(by_address) << by_address.error().message;
    EXPECT_GT(by_address->index, 0U);
    const auto by_name = find_network_interface(by_address->name);
    ASSERT_TRUE(by_name) << by_name.error().message;
    EXPECT_EQ(*by_name, *by_address);
    EXPECT_EQ(std::ranges::count(network_interfaces(), *by_address), 1);
}

TEST(NetworkInterface, NamesThoseThereAreWhenThereIsNoSuch) {
    const auto found = find_network_interface("eth999");
    ASSERT_FALSE(found);
    EXPECT_NE(found.error().message.find("'eth999'"), std::string::npos);
    EXPECT_NE(found.error().message.find("(127.0.0.1)"), std::string::npos)
        << found.error().message;
}

TEST(NetworkInterface, KnowsTheWayToAnAddress) {
    const auto found = network_interface_towards({127, 0, 0, 5});
    ASSERT_TRUE(found) << found.error().message;
    EXPECT_EQ(*found, find_network_interface("127.0.0.1").value());
}

}  // namespace
}  // namespace knx
