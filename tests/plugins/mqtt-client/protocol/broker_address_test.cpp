// SPDX-License-Identifier: Apache-2.0
// Tests of what is read out of an address somebody typed or pasted.
#include "protocol/broker_address.hpp"

#include <gtest/gtest.h>

namespace mqtt_client {
namespace {

struct AddressRow {
    const char* name;
    const char* text;
    const char* host;  // nullptr: refused
    std::uint16_t port;
};

class BrokerAddresses : public testing::TestWithParam<AddressRow> {};

TEST_P(BrokerAddresses, AreAHostAndMaybeAPort) {
    const auto& row = GetParam();
    const auto address = parse_broker_address(row.text);
    ASSERT_EQ(address.has_value(), row.host != nullptr);
    if (!address) return;
    EXPECT_EQ(address->host, row.host);
    EXPECT_EQ(address->port, row.port);
}

INSTANTIATE_TEST_SUITE_P(
    Texts, BrokerAddresses,
    testing::Values(AddressRow{"Name", "broker.example", "broker.example", 0},
                    AddressRow{"NameAndPort", "broker.example:1884", "broker.example", 1884},
                    AddressRow{"IPv4", "192.0.2.1", "192.0.2.1", 0},
                    AddressRow{"IPv6", "2001:db8::1", "2001:db8::1", 0},
                    AddressRow{"IPv6AndPort", "[2001:db8::1]:1884", "2001:db8::1", 1884},
                    AddressRow{"IPv6InBrackets", "[::1]", "::1", 0},
                    AddressRow{"Empty", "", nullptr, 0}, AddressRow{"OnlyAPort", ":1", nullptr, 0},
                    AddressRow{"PortZero", "a:0", nullptr, 0},
                    AddressRow{"PortTooLarge", "a:65536", nullptr, 0},
                    AddressRow{"PortWithLetters", "a:18x", nullptr, 0},
                    AddressRow{"OpenBracket", "[::1", nullptr, 0},
                    AddressRow{"Blank", "a b", nullptr, 0}, AddressRow{"Path", "a/b", nullptr, 0}),
    [](const auto& param) { return param.param.name; });

struct UrlRow {
    const char* name;
    const char* text;
    BrokerAddress address;
    bool tls;
    bool websocket;
    const char* path;
};

class BrokerUrls : public testing::TestWithParam<UrlRow> {};

TEST_P(BrokerUrls, HaveParts) {
    const auto& row = GetParam();
    const auto url = parse_broker_url(row.text);
    ASSERT_TRUE(url);
    EXPECT_EQ(url->address, row.address);
    EXPECT_EQ(url->tls, row.tls);
    EXPECT_EQ(url->websocket, row.websocket);
    EXPECT_EQ(url->path, row.path);
}

INSTANTIATE_TEST_SUITE_P(
    Texts, BrokerUrls,
    testing::Values(UrlRow{"Plain", "mqtt://broker:1883", {"broker", 1883}, false, false, ""},
                    UrlRow{"Secure", "mqtts://broker:8883", {"broker", 8883}, true, false, ""},
                    UrlRow{"WithoutPort", "ssl://broker", {"broker", 0}, true, false, ""},
                    UrlRow{"Socket", "wss://b:443/mqtt", {"b", 443}, true, true, "/mqtt"},
                    UrlRow{"WithLogin", "tcp://me:secret@b", {"b", 0}, false, false, ""},
                    UrlRow{"WithoutScheme", "b:1884/x", {"b", 1884}, false, false, "/x"},
                    UrlRow{"IPv6", "ws://[::1]:80", {"::1", 80}, false, true, ""}),
    [](const auto& param) { return param.param.name; });

TEST(BrokerUrl, IsRefusedWithAnotherSchemeOrNoHost) {
    EXPECT_FALSE(parse_broker_url("http://broker"));
    EXPECT_FALSE(parse_broker_url("mqtt://"));
    EXPECT_FALSE(parse_broker_url("mqtt://:1883"));
}

}  // namespace
}  // namespace mqtt_client
