// SPDX-License-Identifier: Apache-2.0
// The files that Mosquitto is given.
#include "mqtt-broker/protocol/configuration.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <sstream>
#include <vector>

#include "mqtt-broker/protocol/setup.hpp"

namespace mqtt_broker {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::Not;
using ::testing::StartsWith;

std::vector<std::string> lines_of(const std::string& text) {
    std::istringstream in(text);
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
}

std::vector<std::string> listener_lines(const Configuration& configuration) {
    std::vector<std::string> lines;
    for (const auto& line : lines_of(mosquitto_conf(configuration, std::nullopt))) {
        if (line.starts_with("listener") || line.starts_with("bind_interface")) {
            lines.push_back(line);
        }
    }
    return lines;
}

struct ReachRow {
    const char* name;
    Reach reach;
    const char* address;
    std::vector<std::string> listeners;
};

class Listeners : public ::testing::TestWithParam<ReachRow> {};

TEST_P(Listeners, AreWhatTheReachAsksFor) {
    Configuration configuration;
    configuration.port = 1999;
    configuration.reach = GetParam().reach;
    configuration.address = GetParam().address;
    EXPECT_EQ(listener_lines(configuration), GetParam().listeners);
}

INSTANTIATE_TEST_SUITE_P(
    Table, Listeners,
    ::testing::Values(
        ReachRow{
            "Loopback", Reach::Loopback, "", {"listener 1999 127.0.0.1", "listener 0 broker.sock"}},
        ReachRow{"All", Reach::All, "", {"listener 1999", "listener 0 broker.sock"}},
        ReachRow{"LanAddress",
                 Reach::Lan,
                 "192.0.2.10",
                 {"listener 1999 192.0.2.10", "listener 1999 127.0.0.1", "listener 0 broker.sock"}},
        ReachRow{"LanAddress6",
                 Reach::Lan,
                 "fd00::2",
                 {"listener 1999 fd00::2", "listener 1999 127.0.0.1", "listener 0 broker.sock"}},
        ReachRow{"LanInterface",
                 Reach::Lan,
                 "eth0",
                 {"listener 1999", "bind_interface eth0", "listener 1999 127.0.0.1",
                  "listener 0 broker.sock"}},
        ReachRow{"LanLoopbackOnce",
                 Reach::Lan,
                 "127.0.0.1",
                 {"listener 1999 127.0.0.1", "listener 0 broker.sock"}}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Configuration, AnAddressEndsWhereItsTextDoes) {
    using namespace std::string_view_literals;
    EXPECT_FALSE(is_ip_address("192.0.2.1\0\nallow_anonymous true"sv));
    EXPECT_FALSE(is_loopback("127.0.0.1\0"sv));
}

TEST(Configuration, EachListenerHasItsCertificateAndProtocol) {
    Configuration configuration;
    configuration.reach = Reach::Lan;
    configuration.address = "eth0";
    configuration.plain_local_only = true;
    configuration.tls_port = 8883;
    configuration.websocket_port = 9001;
    configuration.websocket_tls_port = 9443;
    const auto conf = lines_of(mosquitto_conf(configuration, std::nullopt));
    const auto begin = std::ranges::find(conf, "listener 1883 127.0.0.1");
    const auto end = std::ranges::find(conf, "listener 0 broker.sock");
    EXPECT_THAT(
        std::vector(begin, end),
        ElementsAre("listener 1883 127.0.0.1", "max_connections 200",                         //
                    "listener 8883", "bind_interface eth0", "max_connections 200",            //
                    "certfile server.crt", "keyfile server.key", "tls_version tlsv1.2",       //
                    "listener 8883 127.0.0.1", "max_connections 200",                         //
                    "certfile server.crt", "keyfile server.key", "tls_version tlsv1.2",       //
                    "listener 9001 127.0.0.1", "max_connections 200", "protocol websockets",  //
                    "listener 9443 eth0", "max_connections 200", "protocol websockets",       //
                    "certfile server.crt", "keyfile server.key", "tls_version tlsv1.2",       //
                    "listener 9443 127.0.0.1", "max_connections 200", "protocol websockets",  //
                    "certfile server.crt", "keyfile server.key", "tls_version tlsv1.2"));
}

TEST(Setup, ANewCertificateNeedsARestartOnlyForWebSocket) {
    mqtt_broker::Setup before;
    before.configuration.tls_port = 8883;
    auto after = before;
    after.certificate.chain = "new";
    EXPECT_FALSE(needs_restart(before, after));
    before.configuration.websocket_tls_port = after.configuration.websocket_tls_port = 9443;
    EXPECT_TRUE(needs_restart(before, after));
    EXPECT_FALSE(needs_restart(before, before));
}

TEST(Configuration, LimitsStandAtTheListenerOfTheNetworkAndNotAtTheSocket) {
    const auto conf = lines_of(mosquitto_conf({}, std::nullopt));
    EXPECT_THAT(
        std::vector(conf.begin() + 3, conf.begin() + 6),
        ElementsAre("listener 1883 127.0.0.1", "max_connections 200", "listener 0 broker.sock"));
}

TEST(Configuration, WithAuthenticationNobodyIsAnonymous) {
    const auto conf = lines_of(mosquitto_conf({}, std::nullopt));
    EXPECT_THAT(conf, Contains("allow_anonymous false"));
    EXPECT_THAT(conf, Contains("password_file passwd"));
    EXPECT_THAT(conf, Contains("acl_file acl"));
}

TEST(Configuration, WithoutAuthenticationThereIsNoPasswordFileThatCouldRefuse) {
    Configuration open;
    open.authentication = false;
    const auto conf = lines_of(mosquitto_conf(open, std::nullopt));
    EXPECT_THAT(conf, Contains("allow_anonymous true"));
    EXPECT_THAT(conf, Not(Contains(StartsWith("password_file"))));
    EXPECT_THAT(conf, Not(Contains(StartsWith("acl_file"))));
}

TEST(Configuration, LimitsAndPersistenceAreWritten) {
    Configuration configuration;
    configuration.message_size_max = 4096;
    configuration.queued_messages_max = 77;
    const auto conf = lines_of(mosquitto_conf(configuration, std::nullopt));
    EXPECT_THAT(conf, Contains("max_packet_size 4096"));
    EXPECT_THAT(conf, Contains("max_queued_messages 77"));
    EXPECT_THAT(conf, Contains("persistence true"));
    EXPECT_THAT(conf, Contains("autosave_interval 60"));
}

TEST(Configuration, TheGateTakesThePlaceOfTheFiles) {
    const auto conf = lines_of(mosquitto_conf({}, Gate{"/usr/lib/bus bar/gate.so", 17}));
    EXPECT_THAT(conf, Contains("plugin /usr/lib/bus bar/gate.so"));
    EXPECT_THAT(conf, Contains("plugin_opt_table users"));
    EXPECT_THAT(conf, Contains("plugin_opt_socket 17"));
    EXPECT_THAT(conf, Contains("allow_anonymous false"));
    EXPECT_THAT(conf, Not(Contains(StartsWith("password_file"))));
    EXPECT_THAT(conf, Not(Contains(StartsWith("acl_file"))));
}

TEST(Configuration, OnlyAuthenticationAndTheRateChangeWithoutARestart) {
    const Configuration before;
    auto after = before;
    after.authentication = false;
    after.message_rate_max = 10;
    EXPECT_FALSE(needs_restart(before, after));
    after.port = 1884;
    EXPECT_TRUE(needs_restart(before, after));
}

TEST(Configuration, EachUserHasEveryTopicOfItsOwnAccord) {
    const Users users{{"anna", {}}, {"b c", {}}};
    EXPECT_EQ(acl(users, {}),
              "user anna\ntopic readwrite #\ntopic read $SYS/#\n"
              "user b c\ntopic readwrite #\ntopic read $SYS/#\n");
}

TEST(Configuration, RightsAreWrittenAsFarAsTheFileCanSayThem) {
    Users users;
    users["anna"].rights = {{Access::Read, "home/%u/#"},
                            {Access::Write, "a b"},
                            {Access::ReadWrite, "/"},
                            {Access::ReadWrite, "%c/x"}};
    users["a/b"].rights = {{Access::Read, "home/%u"}};
    EXPECT_EQ(acl(users, {}),
              "user a/b\n"
              "user anna\ntopic read home/anna/#\ntopic write a b\ntopic readwrite /\n");
}

TEST(Configuration, WhoIsRestrictedToAConnectionHasItsTopicsAndHisRights) {
    const Connections connections{{"house", {TopicSet({"lamp/set"}), TopicSet({"lamp"})}}};
    Users users;
    users["device"].connection = "house";
    users["device"].rights = {{Access::Write, "log"}};
    users["house"].connection = "house";
    users["house"].side = Side::Both;
    users["lost"].connection = "cellar";
    EXPECT_EQ(acl(users, connections),
              "user device\ntopic write lamp/set\ntopic read lamp\ntopic write log\n"
              "user house\ntopic readwrite lamp/set\ntopic readwrite lamp\n"
              "user lost\n");
}

TEST(Configuration, WhoIsBoundToAClientIdIsInNoFile) {
    Users users;
    users["anna"].client_id = "tablet";
    users["otto"] = {};
    EXPECT_TRUE(password_file(users).starts_with("otto:$7$"));
    EXPECT_THAT(lines_of(password_file(users)), ::testing::SizeIs(1));
    EXPECT_EQ(acl(users, {}), "user otto\ntopic readwrite #\ntopic read $SYS/#\n");
}

TEST(Configuration, TellsAddressesFromInterfaces) {
    EXPECT_TRUE(is_ip_address("192.0.2.10"));
    EXPECT_TRUE(is_ip_address("fd00::2"));
    EXPECT_FALSE(is_ip_address("192.0.2.256"));
    EXPECT_FALSE(is_ip_address(""));
    EXPECT_TRUE(is_interface_name("enp0s31f6"));
    EXPECT_FALSE(is_interface_name("eth0 1883"));
    EXPECT_FALSE(is_interface_name("eth0\nallow_anonymous true"));
    EXPECT_FALSE(is_interface_name("192.0.2.10"));
    EXPECT_FALSE(is_interface_name("a-very-long-name"));
    EXPECT_TRUE(is_loopback("127.0.0.53"));
    EXPECT_TRUE(is_loopback("::1"));
    EXPECT_FALSE(is_loopback("192.0.2.10"));
}

}  // namespace
}  // namespace mqtt_broker
