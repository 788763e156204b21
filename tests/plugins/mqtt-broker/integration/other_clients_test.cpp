// SPDX-License-Identifier: Apache-2.0
// Clients that others wrote, in both versions of MQTT, over each kind of listener.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <tuple>

#include "broker_house.hpp"

namespace mqtt_broker {
namespace {

using ::testing::Combine;
using ::testing::Values;

struct Kind {
    const char* name;
    const char* scheme;
    const char* port;
};
struct Program {
    const char* name;
    const char* interpreter;
    const char* script;
};
constexpr Kind kPlain{"Plain", "mqtt", "1883"};
constexpr Kind kTls{"Tls", "mqtts", "8883"};
constexpr Kind kWebsocket{"WebSocket", "ws", "9001"};
constexpr Kind kWebsocketTls{"WebSocketTls", "wss", "9443"};
constexpr Program kPaho{"Paho", "/usr/bin/python3", "paho_client.py"};
constexpr Program kMqttJs{"MqttJs", "node", "mqttjs_client.mjs"};

using Row = std::tuple<Program, Kind, const char*>;

class OtherClients : public ::testing::TestWithParam<Row> {
 protected:
    void SetUp() override {
        house.broker.set_tls(true);
        house.broker.set_websocket(true);
        house.broker.set_websocket_tls(true);
        house.add_user("anna", "secret");
        house.begin();
        ASSERT_TRUE(house.until_running()) << house.status.text();
        const auto authority = house.action("certificate");
        ASSERT_TRUE(authority && authority->succeeded());
        std::ofstream(house.directory.file("ca.crt")) << authority->message();
    }

    std::string run(const char* password) {
        const auto& [program, kind, version] = GetParam();
        const auto client = Client::start(
            {program.interpreter, std::string(BUSBAR_CLIENTS) + "/" + program.script, kind.scheme,
             kind.port, version, house.directory.file("ca.crt"), "anna", password});
        if (!client) return client.error().message;
        house.until([&] { return (*client)->ended().has_value(); });
        return (*client)->output() + (*client)->errors();
    }

    BrokerHouse house;
};

TEST_P(OtherClients, LogInSubscribeAndHear) {
    EXPECT_EQ(run("secret"), "heard hi\n");
    const auto refused = run("wrong");
    EXPECT_TRUE(refused.starts_with("refused ")) << refused;
}

INSTANTIATE_TEST_SUITE_P(Table, OtherClients,
                         Combine(Values(kPaho, kMqttJs),
                                 Values(kPlain, kTls, kWebsocket, kWebsocketTls), Values("4", "5")),
                         [](const auto& row) {
                             return std::string(std::get<0>(row.param).name) + "Over" +
                                    std::get<1>(row.param).name + "InVersion" +
                                    std::get<2>(row.param);
                         });

}  // namespace
}  // namespace mqtt_broker
