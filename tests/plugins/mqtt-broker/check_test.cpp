// SPDX-License-Identifier: Apache-2.0
// What is said about settings before they are saved.
#include <gmock/gmock.h>

#include "mqtt-broker/bridge.hpp"

namespace mqtt_broker {
namespace {

// "field:code", warnings with a '?'.
template <class Settings>
std::vector<std::string> problems_of(const char* collection, const Settings& settings) {
    busbar::v1::CheckItems items;
    items.set_collection(collection);
    auto& item = *items.add_items();
    item.set_id("item");
    item.set_settings(settings.SerializeAsString());
    std::vector<busbar::v1::Problem> problems;
    check(items, problems);
    std::vector<std::string> out;
    for (const auto& problem : problems) {
        EXPECT_EQ(problem.item_id(), "item");
        EXPECT_FALSE(problem.message().empty());
        out.push_back(problem.field() + ":" + problem.code() + (problem.is_warning() ? "?" : ""));
    }
    return out;
}

struct BrokerRow {
    const char* name;
    std::function<void(settings::Broker&)> set;
    std::vector<std::string> problems;
};

class BrokerCheck : public ::testing::TestWithParam<BrokerRow> {};

TEST_P(BrokerCheck, NamesFieldAndCode) {
    settings::Broker broker;
    GetParam().set(broker);
    EXPECT_EQ(problems_of("broker", broker), GetParam().problems);
}

void set_lan(settings::Broker& broker, const char* address) {
    broker.set_bind(settings::BIND_LAN);
    broker.set_address(address);
}

INSTANTIATE_TEST_SUITE_P(
    Table, BrokerCheck,
    ::testing::Values(
        BrokerRow{"Defaults", [](auto&) {}, {}},
        BrokerRow{"LargestPort", [](auto& b) { b.set_port(65535); }, {}},
        BrokerRow{"PortTooLarge", [](auto& b) { b.set_port(65536); }, {"port:port_range"}},
        BrokerRow{"PrivilegedPort", [](auto& b) { b.set_port(80); }, {"port:privileged_port?"}},
        BrokerRow{"EveryListener",
                  [](auto& b) {
                      b.set_tls(true);
                      b.set_websocket(true);
                      b.set_websocket_tls(true);
                  },
                  {}},
        BrokerRow{"PortTwice",
                  [](auto& b) {
                      b.set_tls(true);
                      b.set_tls_port(1883);
                  },
                  {"tls_port:port_twice"}},
        BrokerRow{"PortOfAListenerThatIsOff", [](auto& b) { b.set_tls_port(1883); }, {}},
        BrokerRow{"PrivilegedTlsPort",
                  [](auto& b) {
                      b.set_websocket_tls(true);
                      b.set_websocket_tls_port(443);
                  },
                  {"websocket_tls_port:privileged_port?"}},
        BrokerRow{"CertificateWithoutItsKey",
                  [](auto& b) { b.set_certificate_file("/server.crt"); },
                  {"key_file:pair_needed"}},
        BrokerRow{"KeyWithoutItsCertificate",
                  [](auto& b) { b.set_key_file("/server.key"); },
                  {"certificate_file:pair_needed"}},
        BrokerRow{"NobodyElseCouldConnect",
                  [](auto& b) {
                      b.set_bind(settings::BIND_ALL);
                      b.set_plain_local_only(true);
                  },
                  {"plain_local_only:encryption_needed"}},
        BrokerRow{"Address", [](auto& b) { set_lan(b, "192.0.2.1"); }, {}},
        BrokerRow{"Interface", [](auto& b) { set_lan(b, "eth0"); }, {}},
        BrokerRow{"NoAddress", [](auto& b) { set_lan(b, ""); }, {"address:address_needed"}},
        BrokerRow{"AnyAddress", [](auto& b) { set_lan(b, "0.0.0.0"); }, {"address:address_any"}},
        BrokerRow{"AddressWithOption",
                  [](auto& b) { set_lan(b, "eth0\nport 1"); },
                  {"address:address_form"}},
        BrokerRow{"AddressNotUsed", [](auto& b) { b.set_address("???"); }, {}},
        BrokerRow{"NoAuthentication",
                  [](auto& b) { b.set_authentication(false); },
                  {"authentication:authentication_off?"}},
        BrokerRow{"NoAuthenticationInTheNetwork",
                  [](auto& b) {
                      b.set_authentication(false);
                      b.set_bind(settings::BIND_ALL);
                  },
                  {"authentication:authentication_off?", "bind:open_to_network?"}},
        BrokerRow{"NoAuthenticationOnLoopbackAddress",
                  [](auto& b) {
                      b.set_authentication(false);
                      set_lan(b, "127.0.0.1");
                  },
                  {"authentication:authentication_off?"}},
        BrokerRow{"Limits",
                  [](auto& b) {
                      b.set_connections_max(10'001);
                      b.set_message_size_max(127);
                      b.set_queued_messages_max(1'000'001);
                      b.set_message_rate_max(1'000'001);
                  },
                  {"connections_max:range", "message_size_max:range", "queued_messages_max:range",
                   "message_rate_max:range"}}),
    [](const auto& row) { return std::string(row.param.name); });

struct UserRow {
    const char* name;
    std::function<void(settings::User&)> set;
    std::vector<std::string> problems;
};

class UserCheck : public ::testing::TestWithParam<UserRow> {};

TEST_P(UserCheck, NamesFieldAndCode) {
    settings::User user;
    user.set_username("anna");
    user.set_password("secret");
    GetParam().set(user);
    EXPECT_EQ(problems_of("users", user), GetParam().problems);
}

INSTANTIATE_TEST_SUITE_P(
    Table, UserCheck,
    ::testing::Values(
        UserRow{"Right", [](auto&) {}, {}},
        UserRow{"Rights", [](auto& u) { u.add_rights()->set_topic("home/%u/#"); }, {}},
        UserRow{"RightsOfNoTopic",
                [](auto& u) {
                    u.add_rights()->set_topic("home/#");
                    u.add_rights()->set_topic("a#");
                },
                {"rights[1].topic:topic_form"}},
        UserRow{"TooManyRights",
                [](auto& u) {
                    for (int i = 0; i < 101; ++i) u.add_rights()->set_topic("a");
                },
                {"rights:too_many"}},
        UserRow{"NoName", [](auto& u) { u.clear_username(); }, {"username:username_needed"}},
        UserRow{"Colon", [](auto& u) { u.set_username("a:b"); }, {"username:username_form"}},
        UserRow{"NoPassword", [](auto& u) { u.clear_password(); }, {"password:password_needed"}},
        UserRow{"NoPasswordDisabled",
                [](auto& u) {
                    u.clear_password();
                    u.set_enabled(false);
                },
                {}},
        UserRow{"LongPassword",
                [](auto& u) { u.set_password(std::string(1025, 'x')); },
                {"password:password_length"}}),
    [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace mqtt_broker
