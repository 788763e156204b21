// SPDX-License-Identifier: Apache-2.0
// Tests of the defaults of the settings.
#include "bridge/settings.hpp"

#include <gtest/gtest.h>

namespace mqtt_client {
namespace {

using namespace std::chrono_literals;

ConnectionSettings read(const messages::Connection& message) {
    return settings_of(message, "generated");
}

TEST(ConnectionSettingsTest, HaveDefaults) {
    messages::Connection message;
    message.set_address("broker.example");
    const auto settings = read(message);
    EXPECT_FALSE(settings.integrated);
    EXPECT_EQ(settings.endpoint.port, 1883);
    EXPECT_EQ(settings.endpoint.client_id, "generated");
    EXPECT_EQ(settings.endpoint.keep_alive, 30s);
    EXPECT_FALSE(settings.endpoint.version_5);
    EXPECT_TRUE(settings.endpoint.verify_host);
    EXPECT_EQ(settings.echo_timeout, 10s);
    EXPECT_EQ(settings.qos, 1);
    EXPECT_TRUE(settings.retain);
    message.set_tls(true);
    EXPECT_EQ(read(message).endpoint.port, 8883);
    message.set_port(1234);
    EXPECT_EQ(read(message).endpoint.port, 1234);
}

TEST(ConnectionSettingsTest, TellZeroFromNotSet) {
    messages::Connection message;
    message.set_echo_timeout(0);
    message.set_qos(0);
    message.set_retain(false);
    message.set_verify_host(false);
    const auto settings = read(message);
    EXPECT_EQ(settings.echo_timeout, 0s);
    EXPECT_EQ(settings.qos, 0);
    EXPECT_FALSE(settings.retain);
    EXPECT_FALSE(settings.endpoint.verify_host);
}

TEST(ConnectionSettingsTest, KeepTheEchoTimeoutInTenths) {
    messages::Connection message;
    message.set_echo_timeout(0.26);
    EXPECT_EQ(read(message).echo_timeout, 300ms);
    message.set_echo_timeout(1e9);
    EXPECT_EQ(read(message).echo_timeout, 3600s);
}

TEST(ConnectionSettingsTest, SendNoLoginWithoutAuthentication) {
    messages::Connection message;
    message.set_username("gateway");
    message.set_password("secret");
    EXPECT_TRUE(read(message).endpoint.username.empty());
    message.set_authentication(true);
    EXPECT_EQ(read(message).endpoint.username, "gateway");
    EXPECT_EQ(read(message).endpoint.password, "secret");
}

TEST(ConnectionSettingsTest, LeaveTheIntegratedBrokersAddressToItsService) {
    messages::Connection message;
    message.set_broker_source(messages::BROKER_SOURCE_INTEGRATED);
    message.set_address("left.over");
    message.set_tls(true);
    const auto settings = read(message);
    EXPECT_TRUE(settings.integrated);
    EXPECT_TRUE(settings.endpoint.host.empty());
    EXPECT_FALSE(settings.endpoint.tls);
}

TEST(ConnectionSettingsTest, GiveFurtherAddressesThePortOfTheFirst) {
    messages::Connection message;
    message.set_port(1884);
    message.add_fallback_addresses("second.example");
    message.add_fallback_addresses("[::1]:1885");
    const auto settings = read(message);
    ASSERT_EQ(settings.fallbacks.size(), 2U);
    EXPECT_EQ(settings.fallbacks[0], (BrokerAddress{"second.example", 1884}));
    EXPECT_EQ(settings.fallbacks[1], (BrokerAddress{"::1", 1885}));
}

TEST(ConnectionSettingsTest, HaveAWillWhenThereIsATopicForIt) {
    messages::Connection message;
    EXPECT_TRUE(read(message).endpoint.will.topic.empty());
    message.set_availability_topic("house/there");
    const auto settings = read(message);
    EXPECT_EQ(settings.endpoint.will, (Will{"house/there", "offline", 1}));
    EXPECT_EQ(settings.online, "online");
}

TEST(ConnectionSettingsTest, CarryWebSocketByPaho) {
    messages::Connection message;
    message.set_websocket(true);
    const auto settings = read(message);
    EXPECT_EQ(settings.endpoint.library, Library::Paho);
    EXPECT_EQ(settings.endpoint.port, 80);
    EXPECT_EQ(settings.endpoint.websocket_path, "/mqtt");
    message.set_tls(true);
    EXPECT_EQ(read(message).endpoint.port, 443);
}

TEST(ConnectionSettingsTest, BeginWithACleanSessionUnlessToldNotTo) {
    messages::Connection message;
    EXPECT_TRUE(read(message).endpoint.clean_start);
    message.set_clean_start(false);
    message.set_session_expiry_s(3600);
    EXPECT_FALSE(read(message).endpoint.clean_start);
    EXPECT_EQ(read(message).endpoint.session_expiry, 3600s);
}

TEST(AssignmentSettingsTest, LeaveQualityAndRetainToTheConnectionUnlessSet) {
    messages::Assignment message;
    EXPECT_FALSE(settings_of(message).qos);
    EXPECT_FALSE(settings_of(message).retain);
    message.set_qos(0);
    message.set_retain(false);
    EXPECT_EQ(settings_of(message).qos, 0);
    EXPECT_EQ(settings_of(message).retain, false);
}

TEST(GeneratedClientId, IsShortStableAndDiffersByItemAndRuntime) {
    const std::string uuid = "0123456789abcdef0123456789abcdef";
    const auto id = generated_client_id(uuid, "house");
    EXPECT_EQ(id, generated_client_id(uuid, "house"));
    EXPECT_LE(id.size(), 23U);
    EXPECT_NE(id, generated_client_id(uuid, "garden"));
    EXPECT_NE(id, generated_client_id("f" + uuid, "house"));
}

}  // namespace
}  // namespace mqtt_client
